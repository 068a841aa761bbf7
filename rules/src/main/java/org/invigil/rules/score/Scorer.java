package org.invigil.rules.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.invigil.rules.incident.Absence;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Condition;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.incident.IncidentChanges;
import org.invigil.rules.incident.Tally;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.sight.Calibration;
import org.invigil.rules.sight.Direction;
import org.invigil.rules.sight.SmoothedSight;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.UnwatchedCause;
import org.jspecify.annotations.Nullable;

/**
 * The rules: state, signal, time and policy in, the next state and what follows from it out. Pure; knows no clock. The
 * whole of it in words stands in {@code docs/scoring.md}.
 */
public final class Scorer {

    private static final List<Behavior> BEHAVIORS =
            Arrays.stream(Behavior.values()).filter(Behavior::isSeen).toList();

    /**
     * The most that a body without a face of its own is worth: a coat over a chair that the light moves passes for one, and how sure the
     * student's own face is says nothing of it. Half, so that reviewers are shown a doubt.
     */
    private static final double BODY_CONFIDENCE = 0.5;

    /**
     * What a look in few frames has seen holds for so long. Such looks are 10 s apart at most while any can be made, and one more pause between
     * frames: after this, none can (a covered camera, a picture that stands still).
     */
    private static final long LOOK_HOLDS_MILLIS = 12_500;

    /** What a turned head looks like: it says nothing of a student who was asked for one. */
    private static final Set<Behavior> TURNED = EnumSet.of(
            Behavior.ABSENT,
            Behavior.AWAY,
            Behavior.FACE_HIDDEN,
            Behavior.LOOKING_LEFT,
            Behavior.LOOKING_RIGHT,
            Behavior.LOOKING_UP,
            Behavior.LOOKING_DOWN,
            Behavior.LOOKING_DIAGONAL);

    private Scorer() {}

    /**
     * What a single picture shows, judged by itself: no time, no history.
     *
     * @param focusScore 100 without a behaviour, less by the weight of the gravest one
     */
    public record Judgement(List<Behavior> behaviors, double focusScore) {}

    /** Scores the next frame of a session. Frames may come at any rate, with gaps, and with the clock set back or forth. */
    public static ScoredFrame step(ScoreState before, FrameSignal signal, long atMillis, Policy policy) {
        List<Incident> closed = new ArrayList<>();
        ScoreState state = before;
        Long lastAt = before.lastAtMillis();
        double elapsedMs = lastAt == null ? 0 : atMillis - lastAt;
        boolean isGap = lastAt != null
                && (elapsedMs < 0 || elapsedMs > policy.evidence().maxGapMs());
        boolean isBridged = isGap && bridges(signal, elapsedMs, policy);
        if (isGap && !isBridged) {
            closed.addAll(finish(before));
            state = before.afterGap(atMillis);
            elapsedMs = 0;
        }

        SmoothedSight sight = state.sight().next(signal, atMillis, elapsedMs, state.calibration(), policy);
        Direction direction = sight == null
                ? null
                : Direction.of(state.calibration().look(sight, policy.calibration()), state.direction(), policy);
        Map<Behavior, Tally> tallies = new EnumMap<>(Behavior.class);
        IncidentChanges incidents = new IncidentChanges(state.absence(), state.tallies());
        List<Incident> began = new ArrayList<>();
        List<Behavior> open = new ArrayList<>();
        List<Behavior> lasting = new ArrayList<>();
        for (Behavior behavior : BEHAVIORS) {
            Tally was = state.tally(behavior);
            Tally now = isLookedForNowAndThen(behavior)
                    ? observeLook(was, behavior, state.lookAtMillis(behavior), signal, atMillis, policy)
                    : observe(was, behavior, signal, direction, atMillis, elapsedMs, isBridged, policy);
            if (now.open()) {
                open.add(behavior);
            }
            if (now.open() && (!isBridged || (was.held() && now.held()))) {
                lasting.add(behavior);
            }
            if (now.open() && !was.open()) {
                began.add(now.incident(behavior));
            } else if (was.open() && !now.open()) {
                incidents.ended(now.incident(behavior, now.clearSinceMillis()));
                now = Tally.NONE;
            }
            if (!now.equals(Tally.NONE)) {
                tallies.put(behavior, now);
            }
        }
        Tally absent = tallies.getOrDefault(Behavior.ABSENT, Tally.NONE);
        began.forEach(trigger -> incidents.began(trigger, absent));
        if (!Absence.isOpen(tallies)) {
            incidents.endAbsence();
        }
        closed.addAll(incidents.closed());

        double focusScore = focusScore(state.focusScore(), open, lasting, signal.presence(), elapsedMs, policy);
        tallies.replaceAll((behavior, tally) -> tally.withFocusScore(focusScore));
        CheatScore cheatScore = cheatScore(state.cheatScore(), lasting, began, signal.presence(), elapsedMs, policy);
        ClipWish.Decision clip = state.clips().decide(began, open, focusScore, atMillis, policy);
        boolean steady = signal.presence() == Presence.PRESENT && signal.faces() == 1 && !signal.turnAsked();
        ScoreState next = new ScoreState(
                atMillis,
                focusScore,
                cheatScore,
                Collections.unmodifiableMap(tallies),
                sight == null ? state.sight() : sight,
                direction == null ? state.direction() : direction,
                state.calibration().next(steady ? sight : null, atMillis, policy.calibration()),
                clip.next(),
                incidents.absence(),
                signal.phoneConfidence() == null ? state.phoneLookAtMillis() : Long.valueOf(atMillis),
                signal.replayConfidence() == null ? state.replayLookAtMillis() : Long.valueOf(atMillis));
        return new ScoredFrame(
                next,
                focusScore,
                cheatScore.value(policy),
                List.copyOf(open),
                incidents.opened(),
                incidents.grown(),
                closed,
                clip.granted());
    }

    /** Whether a silence was of the student's own making, so that what is seen before and after it went on meanwhile. */
    private static boolean bridges(FrameSignal signal, double elapsedMs, Policy policy) {
        return signal.gap() == UnwatchedCause.NO_PICTURE
                && elapsedMs >= 0
                && elapsedMs <= policy.evidence().maxBridgedGapMs();
    }

    /** The incidents still open, closed at the last frame: nothing was seen after it. */
    public static List<Incident> finish(ScoreState state) {
        IncidentChanges incidents = new IncidentChanges(state.absence(), state.tallies());
        Long lastAt = state.lastAtMillis();
        for (Behavior behavior : BEHAVIORS) {
            Tally tally = state.tally(behavior);
            if (tally.open() && lastAt != null) {
                incidents.ended(tally.incident(behavior, tally.endedAtMillis(lastAt)));
            }
        }
        incidents.endAbsence();
        return incidents.closed();
    }

    /** The incidents still open, with what is known of them by the last frame. */
    public static List<Incident> open(ScoreState state) {
        return finish(state).stream()
                .map(known -> new Incident(
                        known.behavior(), known.startedAtMillis(), null, known.confidence(), known.focusScoreMin()))
                .toList();
    }

    /** Judges one picture by itself. {@code away} takes time and is never seen in a picture. */
    public static Judgement judge(FrameSignal signal, Policy policy) {
        SmoothedSight sight = SmoothedSight.UNKNOWN.next(signal, 0, 0, Calibration.CAMERA, policy);
        Direction direction = sight == null
                ? null
                : Direction.of(Calibration.CAMERA.look(sight, policy.calibration()), Direction.SCREEN, policy);
        List<Behavior> shown = new ArrayList<>();
        double gravest = 0;
        for (Behavior behavior : BEHAVIORS) {
            if (behavior != Behavior.AWAY
                    && behavior.counts(policy)
                    && condition(behavior, signal, direction, policy) == Condition.HOLDS
                    && confidence(behavior, signal) >= behavior.leastConfidence(policy)) {
                shown.add(behavior);
                gravest = Math.max(gravest, behavior.rule(policy).weight());
            }
        }
        return new Judgement(shown, 100 * (1 - gravest));
    }

    private static Tally observe(
            Tally was,
            Behavior behavior,
            FrameSignal signal,
            @Nullable Direction direction,
            long atMillis,
            double elapsedMs,
            boolean isBridged,
            Policy policy) {
        if (!behavior.counts(policy)) {
            return Tally.NONE;
        }
        Condition condition = signal.turnAsked() && TURNED.contains(behavior)
                ? Condition.UNKNOWN
                : condition(behavior, signal, direction, policy);
        // What is seen no more after a silence may have ended at its beginning.
        boolean mayHaveEnded = isBridged && condition != Condition.HOLDS;
        return was.observe(
                condition,
                confidence(behavior, signal),
                mayHaveEnded ? atMillis - (long) elapsedMs : atMillis,
                elapsedMs,
                behavior.rule(policy),
                policy.evidence().minFrames(),
                behavior.leastConfidence(policy));
    }

    /** Whether only few frames say anything about it. */
    private static boolean isLookedForNowAndThen(Behavior behavior) {
        return behavior == Behavior.PHONE_IN_VIEW || behavior == Behavior.CAMERA_REPLAYED;
    }

    /** What a look in this very frame said of such a behaviour, null where there was none. */
    private static @Nullable Double lookConfidence(Behavior behavior, FrameSignal signal) {
        return behavior == Behavior.PHONE_IN_VIEW ? signal.phoneConfidence() : signal.replayConfidence();
    }

    /**
     * Evidence from looks in few frames goes from look to look, and the frames between say nothing. Where no look comes any more, it ends with
     * the last one.
     */
    private static Tally observeLook(
            Tally was,
            Behavior behavior,
            @Nullable Long lookedAtMillis,
            FrameSignal signal,
            long atMillis,
            Policy policy) {
        Double confidence = lookConfidence(behavior, signal);
        if (!behavior.counts(policy)) {
            return Tally.NONE;
        }
        if (confidence == null) {
            return lookedAtMillis != null && atMillis - lookedAtMillis > LOOK_HOLDS_MILLIS
                    ? was.lapsed(lookedAtMillis)
                    : was;
        }
        double elapsedMs = lookedAtMillis == null ? 0 : atMillis - lookedAtMillis;
        return was.observe(
                look(behavior, signal, policy),
                confidence,
                atMillis,
                elapsedMs,
                behavior.rule(policy),
                policy.evidence().minFrames(),
                0);
    }

    private static Condition look(Behavior behavior, FrameSignal signal, Policy policy) {
        Double confidence = lookConfidence(behavior, signal);
        if (confidence == null) {
            return Condition.UNKNOWN;
        }
        double least = behavior == Behavior.PHONE_IN_VIEW
                ? policy.evidence().minPhoneConfidence()
                : policy.evidence().minReplayConfidence();
        return confidence >= least ? Condition.HOLDS : Condition.CLEAR;
    }

    private static Condition condition(
            Behavior behavior, FrameSignal signal, @Nullable Direction direction, Policy policy) {
        Presence presence = signal.presence();
        return switch (behavior) {
            case ABSENT, AWAY -> seen(presence, presence == Presence.ABSENT);
            case FACE_HIDDEN -> seen(presence, presence == Presence.HIDDEN);
            case MULTIPLE_FACES -> seen(presence, signal.persons() >= 2);
            case PHONE_IN_VIEW, CAMERA_REPLAYED -> look(behavior, signal, policy);
            case CAMERA_UNUSABLE -> presence == Presence.UNKNOWN ? Condition.HOLDS : Condition.CLEAR;
            case UNWATCHED -> Condition.UNKNOWN;
            case LOOKING_LEFT -> looks(presence, direction, Direction.LEFT);
            case LOOKING_RIGHT -> looks(presence, direction, Direction.RIGHT);
            case LOOKING_UP -> looks(presence, direction, Direction.UP);
            case LOOKING_DOWN -> looks(presence, direction, Direction.DOWN);
            case LOOKING_DIAGONAL -> looks(presence, direction, Direction.DIAGONAL);
        };
    }

    private static Condition seen(Presence presence, boolean shown) {
        if (presence == Presence.UNKNOWN) {
            return Condition.UNKNOWN;
        }
        return shown ? Condition.HOLDS : Condition.CLEAR;
    }

    private static Condition looks(Presence presence, @Nullable Direction direction, Direction wanted) {
        return switch (presence) {
            case ABSENT -> Condition.CLEAR;
            // Turned away so far that the face is gone: it may still be the same look, and it may not.
            case HIDDEN, UNKNOWN -> Condition.UNKNOWN;
            case PRESENT ->
                direction == null ? Condition.UNKNOWN : direction == wanted ? Condition.HOLDS : Condition.CLEAR;
        };
    }

    private static double confidence(Behavior behavior, FrameSignal signal) {
        HeadPose pose = signal.pose();
        return switch (behavior) {
            case LOOKING_LEFT, LOOKING_RIGHT, LOOKING_UP, LOOKING_DOWN, LOOKING_DIAGONAL ->
                pose == null ? 0 : pose.confidence();
            case PHONE_IN_VIEW, CAMERA_REPLAYED -> {
                Double confidence = lookConfidence(behavior, signal);
                yield confidence == null ? 0 : confidence;
            }
            case MULTIPLE_FACES ->
                signal.faces() >= 2
                        ? signal.presenceConfidence()
                        : Math.min(signal.presenceConfidence(), BODY_CONFIDENCE);
            case ABSENT, AWAY, FACE_HIDDEN, CAMERA_UNUSABLE, UNWATCHED -> signal.presenceConfidence();
        };
    }

    /** @param lasting those of the open ones that cost the time since the last frame */
    private static double focusScore(
            double before,
            List<Behavior> open,
            List<Behavior> lasting,
            Presence presence,
            double elapsedMs,
            Policy policy) {
        if (presence == Presence.UNKNOWN) {
            return before;
        }
        boolean costs = false;
        double lowest = before;
        for (Behavior behavior : open) {
            Policy.Rule rule = behavior.rule(policy);
            costs |= rule.dropPerSecond() > 0;
            double after = before - (lasting.contains(behavior) ? rule.dropPerSecond() * elapsedMs / 1_000 : 0);
            lowest = Math.min(lowest, Math.max(after, Math.min(before, rule.scoreFloor())));
        }
        boolean recovers =
                !costs && (presence == Presence.PRESENT || (presence == Presence.HIDDEN && !policy.countsFaceHidden()));
        return recovers ? Math.min(100, before + policy.score().recoveryPerSecond() * elapsedMs / 1_000) : lowest;
    }

    private static CheatScore cheatScore(
            CheatScore before,
            List<Behavior> lasting,
            List<Incident> began,
            Presence presence,
            double elapsedMs,
            Policy policy) {
        if (presence == Presence.UNKNOWN) {
            return before;
        }
        double weight = 0;
        for (Behavior behavior : lasting) {
            weight = Math.max(weight, behavior.rule(policy).weight());
        }
        double incidentMs = 0;
        for (Incident incident : began) {
            incidentMs += 1_000
                    * policy.score().incidentSeconds()
                    * incident.behavior().rule(policy).weight();
        }
        return before.observe(elapsedMs, weight, incidentMs);
    }
}
