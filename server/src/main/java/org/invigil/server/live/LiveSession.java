package org.invigil.server.live;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One sitting as the dashboard shows it; the fields are those of docs/protocol.md.
 *
 * @param presence {@code unknown} before the first frame; {@code focusScore} and {@code lastFrameAt} are null then
 * @param fps frames scored a second, over the last seconds
 */
record LiveSession(
        UUID sessionId,
        UUID examId,
        String examTitle,
        Student student,
        String status,
        boolean connected,
        String presence,
        @Nullable Double focusScore,
        double cheatScore,
        List<String> behaviors,
        List<OpenIncidentView> openIncidents,
        int incidentCount,
        int clipCount,
        double fps,
        Instant startedAt,
        Instant endsAt,
        @Nullable Instant lastFrameAt) {

    record Student(UUID id, String username, String displayName) {}

    record OpenIncidentView(UUID id, String behavior, Instant startedAt) {}
}
