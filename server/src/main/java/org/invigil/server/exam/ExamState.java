package org.invigil.server.exam;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/** Whether an exam can be started now. */
public enum ExamState {
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

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
