package org.invigil.server.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One student sitting one exam, as the other modules see it.
 *
 * @param policyJson the thresholds that differ from the default, as they were when the session started
 * @param submittedAt null while active
 */
public record ExamSession(
        UUID sessionId,
        UUID examId,
        String examTitle,
        UUID studentId,
        String studentUsername,
        String studentDisplayName,
        Instant startedAt,
        Instant endsAt,
        @Nullable Instant submittedAt,
        String policyJson) {

    public boolean isActive() {
        return submittedAt == null;
    }
}
