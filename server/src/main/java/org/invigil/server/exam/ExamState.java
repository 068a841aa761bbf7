package org.invigil.server.exam;

import java.time.Instant;
import org.invigil.rules.wire.WireNamed;

/** Whether an exam can be started now. */
public enum ExamState implements WireNamed {
    UPCOMING,
    OPEN,
    CLOSED;

    /** The state at a moment: open from {@code opensAt} on and until just before {@code closesAt}. */
    public static ExamState at(Instant now, Instant opensAt, Instant closesAt) {
        if (now.isBefore(opensAt)) {
            return UPCOMING;
        }
        return now.isBefore(closesAt) ? OPEN : CLOSED;
    }
}
