package org.invigil.server.session;

import java.time.Duration;
import java.time.Instant;
import org.invigil.rules.sitting.SittingState;
import org.jspecify.annotations.Nullable;

/**
 * The student's time: when it started, how long it runs, how long it has stood still. It runs in {@link SittingState#ACTIVE}
 * and in no other state.
 *
 * @param startedAt null until the sitting becomes active for the first time
 * @param duration how long it runs in all, without pauses
 * @param paused how long it stood still in pauses that are over
 * @param closesAt no end is later than this: the exam's close, or a later moment that was granted or that a pause has led to
 */
record SittingClock(@Nullable Instant startedAt, Duration duration, Duration paused, Instant closesAt) {

    /** A clock that has not started. */
    static SittingClock notStarted(Duration duration, Instant closesAt) {
        return new SittingClock(null, duration, Duration.ZERO, closesAt);
    }

    /**
     * When the time is over: the start, the duration and all pauses, but no later than {@link #closesAt}; of a clock that has
     * not started {@link #closesAt} itself. Of one that is paused it is the end as if it went on in the moment of pausing.
     */
    Instant endsAt() {
        if (startedAt == null) {
            return closesAt;
        }
        Instant end = startedAt.plus(duration).plus(paused);
        return end.isBefore(closesAt) ? end : closesAt;
    }

    /**
     * Whether the time is over at this moment. A clock that does not run is never over.
     *
     * @param state in which the sitting stands then
     */
    boolean isOver(SittingState state, Instant at) {
        return state == SittingState.ACTIVE && !at.isBefore(endsAt());
    }

    /** The clock with so much more time, past {@link #closesAt} where need be; the end moves by exactly this. */
    SittingClock extended(Duration more) {
        return new SittingClock(startedAt, duration.plus(more), paused, closingNotBefore(endsAt().plus(more)));
    }

    private Instant closingNotBefore(Instant end) {
        return end.isAfter(closesAt) ? end : closesAt;
    }

    /**
     * The clock after a change of state. What is left of the time is the same after a pause as before it, though the exam
     * may have closed meanwhile.
     *
     * @param since when the state before it began
     * @param at when the change takes place
     */
    SittingClock after(SittingState from, Instant since, SittingState to, Instant at) {
        if (from == SittingState.PAUSED) {
            Duration pause = Duration.between(since, at);
            // A clock of a server that was set back takes no time from the student.
            return pause.isNegative()
                    ? this
                    : new SittingClock(startedAt, duration, paused.plus(pause), closingNotBefore(endsAt().plus(pause)));
        }
        if (to == SittingState.ACTIVE && startedAt == null) {
            return new SittingClock(at, duration, paused, closesAt);
        }
        return this;
    }
}
