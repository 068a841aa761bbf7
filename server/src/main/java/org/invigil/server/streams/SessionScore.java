package org.invigil.server.streams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.score.ClipWish;
import org.invigil.rules.score.ScoreState;
import org.invigil.rules.score.ScoredFrame;
import org.invigil.rules.score.Scorer;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.UnwatchedCause;
import org.invigil.rules.sitting.SittingState;
import org.invigil.server.session.ExamSession;
import org.invigil.server.store.BatchBuilder;
import org.invigil.server.store.IncidentRow;
import org.invigil.server.store.OpenIncident;
import org.invigil.server.store.ParkRow;
import org.invigil.server.store.ParkedScore;
import org.invigil.server.store.ScoreListener;
import org.invigil.server.store.ScoreRow;
import org.invigil.server.store.ScoreUpdate;
import org.invigil.server.store.ScoreWrite;
import org.invigil.server.store.StoredScores;
import org.jspecify.annotations.Nullable;

/**
 * The running score of one session: applies the rules to its frames, gives incidents and clips their ids, gathers rows.
 * Lives from the first connection to the end of the session, across lost connections.
 */
public final class SessionScore {

    /** For so long the request for a clip is repeated, so that a reply that gets lost loses no clip. */
    private static final long CLIP_REPEAT_MILLIS = 3_000;

    /** While an incident goes on its row is at most so far behind. */
    private static final long TELL_OPEN_MILLIS = 1_000;

    /** No picture for so long, and nobody can say that what was open goes on; longer where the policy bridges longer silences. */
    private static final long UNSEEN_MILLIS = 12_000;

    private final long epoch;
    private final Policy policy;
    private final Consumer<ScoreWrite> writes;
    private final List<ScoreListener> listeners;
    private final BatchBuilder batch;
    private final SmallFace smallFace = new SmallFace();
    /** Under what each began as: an absence keeps its place when it becomes {@code away}. */
    private final Map<Behavior, OpenIncident> open = new EnumMap<>(Behavior.class);
    /** The lowest focus score that the row of each has told, under the same. */
    private final Map<Behavior, Double> lowestTold = new EnumMap<>(Behavior.class);

    private long openToldAtMillis;

    private volatile ExamSession session;
    private ScoreState state;
    /** Scored and not stored yet: answers come first. */
    private @Nullable InHand inHand;

    private int incidentCount;
    private FrameScore.@Nullable Clip clip;
    /** Asked for in the last answer, and not told to the listeners yet. */
    private FrameScore.@Nullable Clip asked;

    private long clipRepeatsUntilMillis;
    private boolean settled;

    /**
     * @param isUnwatched whether it is told already that there is no usable picture
     * @param scored null while no frame counts
     */
    private record InHand(
            FrameSignal signal,
            long arrivedAtMillis,
            boolean isUnwatched,
            @Nullable ScoredFrame scored) {}

    SessionScore(
            ExamSession session,
            long epoch,
            Policy policy,
            StoredScores stored,
            Consumer<ScoreWrite> writes,
            List<ScoreListener> listeners) {
        this.session = session;
        this.epoch = epoch;
        this.policy = policy;
        this.writes = writes;
        this.listeners = listeners;
        this.batch = new BatchBuilder(session, stored.nextBatchSeq());
        this.state = stored.state();
        this.incidentCount = stored.incidentCount();
        stored.open().forEach(incident -> open.put(incident.behavior().stem(), incident));
    }

    /** In which this node has the session; a number that rises with every change of the node. */
    public long epoch() {
        return epoch;
    }

    /** Whether the student's time has not started, as far as this node knows: nobody watches them yet. */
    public boolean isBeforeStart() {
        return session.status().isBeforeStart();
    }

    /** Whether the exam asks for phones to be looked for, and its time runs: looks cost much, and before it nothing counts. */
    public boolean looksForPhones() {
        return policy.looksForPhones() && session.isActive();
    }

    /** How the student is asked to turn the head where the camera may show a recording; null while nobody is to be asked. */
    public Policy.@Nullable Challenge challenge() {
        return policy.asksForHeadTurns() && session.isActive() ? policy.challenge() : null;
    }

    /** From which confidence the camera counts as showing a recording. */
    public double leastReplayConfidence() {
        return policy.evidence().minReplayConfidence();
    }

    public UUID sessionId() {
        return session.sessionId();
    }

    /** As it stands, as far as this node knows. */
    ExamSession session() {
        return session;
    }

    /**
     * The sitting has come to stand otherwise: frames count while it is active only. Nothing that was going on goes on across
     * a pause, and what was gathered before it is stored.
     *
     * @return whether this was new
     */
    synchronized boolean follow(SittingState status, Instant since, Instant endsAt) {
        Instant known = session.statusSince();
        if (since.isBefore(known)) {
            return false; // what was read before the last change is out of date
        }
        if (since.equals(known) && status == session.status()) {
            boolean hasMoreTime = !endsAt.equals(session.endsAt());
            session = session.standing(status, since, endsAt);
            return hasMoreTime;
        }
        boolean counted = session.isActive();
        session = session.standing(status, since, endsAt);
        if (counted && !settled) {
            closeWhatIsOpen();
            clip = null;
            park();
        }
        return true;
    }

    /**
     * Scores one frame; {@link #store()} follows, once the student has the answer. While the sitting is not active the frame
     * is looked at, and changes nothing.
     *
     * @param captureTimeMillis by the sender's clock; only used to tell the sender about its own pictures
     * @param arrivedAtMillis by the server's clock; this is the time that counts
     * @param gap why no frame came for a while before this one; null where one came, or it cannot be told
     * @param isTurnAsked whether the student is being asked to turn the head, or was a moment ago
     * @param isUnwatched whether {@code unwatched} is open: a picture that cannot be judged is not told beside it
     * @return empty once the session is settled
     */
    public synchronized Optional<FrameScore> score(
            FrameAnalysis analysis,
            long captureTimeMillis,
            long arrivedAtMillis,
            @Nullable UnwatchedCause gap,
            boolean isTurnAsked,
            boolean isUnwatched) {
        if (settled) {
            return Optional.empty();
        }
        keep(inHand); // of a frame whose answer failed
        FrameSignal signal = FrameSignal.of(analysis);
        if (!session.isActive()) {
            inHand = new InHand(signal, arrivedAtMillis, isUnwatched, null);
            return Optional.of(new FrameScore(state.focusScore(), List.of(), null, false));
        }
        boolean isSmall = smallFace.after(analysis.pose(), arrivedAtMillis);
        signal = withGap(isTurnAsked ? signal.withTurnAsked() : signal, arrivedAtMillis, gap);
        ScoredFrame scored = Scorer.step(state, signal, arrivedAtMillis, policy);
        state = scored.state();
        inHand = new InHand(signal, arrivedAtMillis, isUnwatched, scored);
        List<Behavior> behaviors = new ArrayList<>(scored.behaviors());
        if (isUnwatched) {
            behaviors.add(Behavior.UNWATCHED);
        }
        return Optional.of(new FrameScore(
                scored.focusScore(),
                List.copyOf(behaviors),
                clip(scored.clip(), captureTimeMillis, arrivedAtMillis),
                isSmall));
    }

    /** Only where there is a gap does its cause stand with the signals: so the session can be scored again alike. */
    private FrameSignal withGap(FrameSignal signal, long atMillis, @Nullable UnwatchedCause gap) {
        Long lastAt = state.lastAtMillis();
        return gap != null
                        && lastAt != null
                        && atMillis - lastAt > policy.evidence().maxGapMs()
                ? signal.withGap(gap)
                : signal;
    }

    /** Whether evidence for any behaviour has gathered by the frame that was scored last. */
    public synchronized boolean hasEvidence() {
        return state.hasEvidence();
    }

    /** Hands over what the frame that was scored last adds to the rows, and tells whoever listens how the session stands. */
    public void store() {
        ScoreUpdate update;
        tellAsked();
        synchronized (this) {
            InHand last = inHand;
            if (last == null) {
                return; // the session was parked or settled between score and store, and this frame with it
            }
            keep(last);
            ScoredFrame scored = last.scored();
            update = new ScoreUpdate(
                    session.sessionId(),
                    Instant.ofEpochMilli(last.arrivedAtMillis()),
                    last.signal().presence(),
                    scored == null ? state.focusScore() : scored.focusScore(),
                    scored == null ? state.cheatScore().value(policy) : scored.cheatScore(),
                    scored == null ? List.of() : scored.behaviors(),
                    List.copyOf(open.values()),
                    incidentCount,
                    scored != null && smallFace.isSmall());
        }
        listeners.forEach(listener -> listener.scored(session, update));
    }

    private void tellAsked() {
        FrameScore.Clip fresh;
        Instant at;
        synchronized (this) {
            fresh = asked;
            asked = null;
            InHand last = inHand;
            at = last == null ? Instant.MIN : Instant.ofEpochMilli(last.arrivedAtMillis());
        }
        if (fresh != null) {
            Instant askedAt = at.isBefore(fresh.eventAt()) ? fresh.eventAt() : at;
            Instant capturedAt = Instant.ofEpochMilli(fresh.eventCaptureTimeMillis());
            listeners.forEach(listener -> listener.clipAsked(
                    session, fresh.clipId(), fresh.behavior(), fresh.eventAt(), capturedAt, askedAt));
        }
    }

    private void keep(@Nullable InHand frame) {
        inHand = null;
        ScoredFrame scored = frame == null ? null : frame.scored();
        if (frame == null || scored == null) {
            return;
        }
        scored.closed().forEach(this::close);
        scored.opened().stream()
                .filter(incident -> !frame.isUnwatched() || incident.behavior() != Behavior.CAMERA_UNUSABLE)
                .forEach(this::open);
        scored.grown().forEach(this::grow);
        tellOpen(scored.state(), frame.arrivedAtMillis());
        if (batch.mustEndBefore(frame.arrivedAtMillis())) {
            endBatch();
        }
        batch.add(frame.signal(), frame.arrivedAtMillis(), scored);
        if (batch.isFull()) {
            endBatch();
        } else if (batch.isDue()) {
            handOver(batch.soFar(), ScoreWrite.Unfinished::new);
        }
    }

    /** Of what goes on the row tells the lowest focus score so far, not the one with which it began. */
    private void tellOpen(ScoreState now, long atMillis) {
        if (open.isEmpty() || Math.abs(atMillis - openToldAtMillis) < TELL_OPEN_MILLIS) {
            return;
        }
        openToldAtMillis = atMillis;
        for (Incident incident : Scorer.open(now)) {
            Behavior stem = incident.behavior().stem();
            OpenIncident known = open.get(stem);
            if (known != null && incident.focusScoreMin() < lowestTold.getOrDefault(stem, 100.0)) {
                write(known.id(), incident);
            }
        }
    }

    /**
     * Ends the rows of what was open if no picture has come for so long that no later one can belong to it. They end with the last frame, as the
     * next one would end them; the score's state stays as it is, so that what comes is scored as if nobody had looked.
     */
    synchronized void endUnseen(long nowMillis) {
        Long last = state.lastAtMillis();
        if (last != null && !settled && !open.isEmpty() && nowMillis - last > unseenMillis()) {
            keep(inHand);
            Scorer.finish(state).forEach(this::close);
        }
    }

    private long unseenMillis() {
        Policy.Evidence evidence = policy.evidence();
        return Math.max(UNSEEN_MILLIS, Math.max(evidence.maxGapMs(), evidence.maxBridgedGapMs()));
    }

    /** Hands over the rows gathered so far and all that another node needs to go on, as when the connection is lost. */
    synchronized void park() {
        keep(inHand);
        endBatch();
        ParkedScore parked = new ParkedScore(batch.nextSeq(), state, List.copyOf(open.values()), incidentCount);
        writes.accept(
                new ScoreWrite.Park(new ParkRow(session.sessionId(), epoch, parked.nextBatchSeq(), parked.toJson())));
    }

    /** Takes no more frames, because another node goes on: nothing is closed, all is left behind. */
    synchronized void release() {
        if (!settled) {
            settled = true;
            park();
        }
    }

    /** Whether it takes no more frames. */
    synchronized boolean isSettled() {
        return settled;
    }

    /** Takes no more frames; closes what is open and hands over what is left. */
    synchronized void settle() {
        if (!settled) {
            settled = true;
            closeWhatIsOpen();
            park();
        }
    }

    private void closeWhatIsOpen() {
        keep(inHand);
        Scorer.finish(state).forEach(this::close);
        Long last = state.lastAtMillis();
        state = last == null ? state : state.afterGap(last);
    }

    private void open(Incident incident) {
        OpenIncident opened = new OpenIncident(
                UUID.randomUUID(), incident.behavior(), Instant.ofEpochMilli(incident.startedAtMillis()));
        open.put(incident.behavior().stem(), opened);
        incidentCount++;
        write(opened.id(), incident);
    }

    private void grow(Incident incident) {
        OpenIncident grown = open.computeIfPresent(
                incident.behavior().stem(),
                (stem, known) -> new OpenIncident(known.id(), incident.behavior(), known.startedAt()));
        if (grown != null) {
            write(grown.id(), incident);
        }
    }

    private void close(Incident incident) {
        OpenIncident closed = open.remove(incident.behavior().stem());
        if (closed != null) {
            write(closed.id(), incident);
        }
    }

    private void write(UUID id, Incident incident) {
        lowestTold.put(incident.behavior().stem(), incident.focusScoreMin());
        writes.accept(new ScoreWrite.Incidents(IncidentRow.of(id, session.sessionId(), session.studentId(), incident)));
    }

    private void endBatch() {
        handOver(batch.end(), ScoreWrite.Scores::new);
    }

    private void handOver(@Nullable ScoreRow row, Function<ScoreRow, ScoreWrite> as) {
        if (row != null) {
            writes.accept(as.apply(row));
        }
    }

    private FrameScore.@Nullable Clip clip(
            ClipWish.@Nullable Reason wanted, long captureTimeMillis, long arrivedAtMillis) {
        if (wanted != null) {
            clip = new FrameScore.Clip(
                    UUID.randomUUID(),
                    wanted.wireName(),
                    Instant.ofEpochMilli(wanted.eventAtMillis()),
                    captureTimeMillis - (arrivedAtMillis - wanted.eventAtMillis()));
            asked = clip;
            clipRepeatsUntilMillis = arrivedAtMillis + CLIP_REPEAT_MILLIS;
        } else if (arrivedAtMillis > clipRepeatsUntilMillis) {
            clip = null;
        }
        return clip;
    }
}
