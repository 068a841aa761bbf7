package org.invigil.server.live;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of the leaderboard, as it goes over the wire (docs/protocol.md).
 *
 * @param status {@code active} or {@code submitted}
 * @param connected whether a frame socket of the session is open
 * @param presence of the last frame, null before the first
 * @param focusScore 0 to 100, null before the first frame
 * @param cheatScore so far, or the final one; 0 to 100
 * @param behaviors that count now, under their wire names
 * @param fps frames analysed a second, lately
 * @param lastFrameAt when the last frame was scored, null before the first
 */
record LiveSession(
        UUID sessionId,
        UUID examId,
        String examTitle,
        Student student,
        String status,
        boolean connected,
        @Nullable String presence,
        @Nullable Double focusScore,
        double cheatScore,
        List<String> behaviors,
        List<OpenIncident> openIncidents,
        int incidentCount,
        int clipCount,
        double fps,
        Instant startedAt,
        Instant endsAt,
        @Nullable Instant lastFrameAt) {

    record Student(UUID id, String username, String displayName) {}

    record OpenIncident(UUID id, String behavior, Instant startedAt) {}
}
