package org.invigil.server.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a dashboard receives.
 *
 * @param type {@code snapshot} or {@code delta}
 * @param seq rises by one with every delta; a snapshot carries the number of the last delta in it
 * @param sessions whole rows, each replaces the one before
 * @param removed sessions that are no longer shown; only in a delta
 */
record LiveMessage(
        String type,
        long seq,
        Instant serverTime,
        List<LiveSession> sessions,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<UUID> removed) {

    static LiveMessage snapshot(long seq, Instant at, List<LiveSession> sessions) {
        return new LiveMessage("snapshot", seq, at, sessions, null);
    }

    static LiveMessage delta(long seq, Instant at, List<LiveSession> sessions, List<UUID> removed) {
        return new LiveMessage("delta", seq, at, sessions, removed);
    }
}
