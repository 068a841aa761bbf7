package org.invigil.rules.incident;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An absence that goes on: one incident, however many triggers it has. {@code absent} and {@code away} each gather evidence
 * under a rule of their own, and each costs and asks for clips as its rule says. The incident begins with the first that
 * counts, is {@code away} from the moment when that counts, and ends when neither does any more.
 *
 * @param behavior {@code absent}, or {@code away} by now
 * @param startedAtMillis when it began; stays as it is
 * @param endedAtMillis latest end of a trigger so far, null before the first
 * @param confidence of the trigger that told last, 0 to 1
 * @param focusScoreMin lowest focus score that a trigger has told
 */
public record Absence(
        Behavior behavior,
        long startedAtMillis,
        @Nullable Long endedAtMillis,
        double confidence,
        double focusScoreMin) {

    /** Whether a trigger of this name belongs to an absence. */
    public static boolean isTrigger(Behavior behavior) {
        return behavior == Behavior.ABSENT || behavior == Behavior.AWAY;
    }

    /**
     * Begins with a trigger that has just begun to count. Where somebody came back for a moment, {@code away} may count before
     * {@code absent} does again, with evidence of an absence whose incident has ended: then it began where {@code absent} did.
     */
    public static Absence begin(Incident trigger, Tally absent) {
        long startedAtMillis = absent.frames() > 0
                ? Math.max(trigger.startedAtMillis(), absent.onsetAtMillis())
                : trigger.startedAtMillis();
        return new Absence(trigger.behavior(), startedAtMillis, null, trigger.confidence(), trigger.focusScoreMin());
    }

    /** What a state says that was left by a version which kept no absence: null if nobody is away. */
    public static @Nullable Absence of(@Nullable Absence known, Map<Behavior, Tally> tallies) {
        Absence absence = known;
        if (absence != null || !isOpen(tallies)) {
            return absence;
        }
        for (Behavior behavior : new Behavior[] {Behavior.ABSENT, Behavior.AWAY}) {
            Tally tally = tallies.getOrDefault(behavior, Tally.NONE);
            if (tally.open()) {
                Incident trigger = tally.incident(behavior);
                absence = absence == null
                        ? begin(trigger, tallies.getOrDefault(Behavior.ABSENT, Tally.NONE))
                        : absence.with(trigger);
            }
        }
        return absence;
    }

    /** Whether a trigger counts. */
    public static boolean isOpen(Map<Behavior, Tally> tallies) {
        return tallies.getOrDefault(Behavior.ABSENT, Tally.NONE).open()
                || tallies.getOrDefault(Behavior.AWAY, Tally.NONE).open();
    }

    /** The same after another trigger has begun to count, or one has ended. */
    public Absence with(Incident trigger) {
        return new Absence(
                behavior == Behavior.AWAY ? behavior : trigger.behavior(),
                startedAtMillis,
                later(endedAtMillis, trigger.endedAtMillis()),
                trigger.confidence(),
                Math.min(focusScoreMin, trigger.focusScoreMin()));
    }

    private static @Nullable Long later(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Math.max(one, other);
    }

    /** The incident while it lasts. */
    public Incident open() {
        return new Incident(behavior, startedAtMillis, null, confidence, focusScoreMin);
    }

    /** The incident once every trigger has ended. */
    public Incident closed() {
        long ended = endedAtMillis == null ? startedAtMillis : endedAtMillis;
        return new Incident(behavior, startedAtMillis, Math.max(startedAtMillis, ended), confidence, focusScoreMin);
    }
}
