package org.invigil.server.store;

import java.time.Instant;
import java.util.UUID;
import org.invigil.rules.incident.Incident;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code incidents}, under the names of its columns. Written when it opens, when it grows from {@code absent} to
 * {@code away}, when its focus score falls lower (once a second at most), and when it closes.
 */
public record IncidentRow(
        UUID id,
        UUID sessionId,
        UUID studentId,
        String behavior,
        Instant startedAt,
        @Nullable Instant endedAt,
        double confidence,
        double focusScoreMin) {

    public static IncidentRow of(UUID id, UUID sessionId, UUID studentId, Incident incident) {
        Long ended = incident.endedAtMillis();
        return new IncidentRow(
                id,
                sessionId,
                studentId,
                incident.behavior().wireName(),
                Instant.ofEpochMilli(incident.startedAtMillis()),
                ended == null ? null : Instant.ofEpochMilli(ended),
                incident.confidence(),
                incident.focusScoreMin());
    }
}
