package org.invigil.server.evidence;

import java.time.Instant;
import java.util.UUID;

/**
 * A clip of evidence that is stored.
 *
 * @param storagePath {@code exam-recordings/{student_id}/{session_id}/{timestamp}.webm}
 * @param sha256 of the file, 64 hexadecimal digits in lower case
 * @param behavior why it was kept: a behaviour, or {@code focus_score}
 * @param recordedAt when its first picture was taken
 * @param durationMs length in milliseconds
 */
public record Clip(
        UUID id,
        UUID sessionId,
        UUID studentId,
        String storagePath,
        long fileSizeBytes,
        String sha256,
        String contentType,
        String behavior,
        Instant recordedAt,
        long durationMs,
        Instant uploadedAt) {}
