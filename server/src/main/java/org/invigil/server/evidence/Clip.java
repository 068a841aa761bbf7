package org.invigil.server.evidence;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A clip of evidence that is stored.
 *
 * @param storagePath {@code exam-recordings/{student_id}/{session_id}/{timestamp}.webm}
 * @param sha256 of the file, 64 hexadecimal digits in lower case
 * @param behavior why it was kept: a behaviour, or {@code focus_score}, as the page says
 * @param recordedAt when its first picture was taken, by the server's clock; of a clip that nobody has asked for as the page says
 * @param durationMs length in milliseconds, as the page says
 * @param check whether it is what it is said to be; null for a clip from before clips were checked
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
        Instant uploadedAt,
        @Nullable ClipCheck check) {}
