package org.invigil.rules.sitting;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.invigil.rules.wire.WireNamed;

/**
 * Where a sitting stands, and where it can go from there. Only here is it said which state may follow which; the trigger
 * {@code exam_sessions_transition} holds whoever writes past this program to the same table.
 */
public enum SittingState implements WireNamed {
    /** The student has agreed and is at the device check; the clock has not started. */
    CHECKING_IN,
    /** All is checked; the clock has not started. Somebody has to let the student in, where the exam asks for it. */
    WAITING,
    /** The clock runs, answers are taken, frames count. */
    ACTIVE,
    /** The clock is stopped and the questions are covered; frames are looked at and count nothing. */
    PAUSED,
    /** Over, by the student or by time. */
    SUBMITTED,
    /** Over, by a proctor, who gave a reason, or before it had begun, by the exam's close. */
    ENDED;

    private static final Map<SittingState, Set<SittingState>> NEXT = new EnumMap<>(Map.of(
            CHECKING_IN, EnumSet.of(WAITING, ENDED),
            WAITING, EnumSet.of(ACTIVE, ENDED),
            ACTIVE, EnumSet.of(PAUSED, SUBMITTED, ENDED),
            PAUSED, EnumSet.of(ACTIVE, SUBMITTED, ENDED),
            SUBMITTED, EnumSet.noneOf(SittingState.class),
            ENDED, EnumSet.noneOf(SittingState.class)));

    /** Whether this state may follow at once. No state follows itself. */
    public boolean canBecome(SittingState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether nothing leads on from here. */
    public boolean isOver() {
        return NEXT.getOrDefault(this, Set.of()).isEmpty();
    }

    /** Whether the clock has not started yet. */
    public boolean isBeforeStart() {
        return this == CHECKING_IN || this == WAITING;
    }
}
