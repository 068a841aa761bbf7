package org.invigil.server.session;

import java.time.Instant;
import java.util.UUID;
import org.invigil.rules.sitting.SittingState;
import org.jspecify.annotations.Nullable;

/**
 * One student sitting one exam, as the other modules see it.
 *
 * @param statusSince when it came to stand so
 * @param startedAt when the row was made, the key of its partition; the clock may start later
 * @param endsAt moves with pauses and with time that is given
 * @param policyJson the thresholds that differ from the default, as they were when the session started
 */
public record ExamSession(
        UUID sessionId,
        UUID examId,
        String examTitle,
        UUID studentId,
        String studentUsername,
        String studentDisplayName,
        SittingState status,
        Instant statusSince,
        Instant startedAt,
        Instant endsAt,
        String policyJson) {

    /** The same sitting after it has changed its state. */
    public ExamSession standing(SittingState nowStatus, Instant nowSince, Instant nowEndsAt) {
        return new ExamSession(
                sessionId,
                examId,
                examTitle,
                studentId,
                studentUsername,
                studentDisplayName,
                nowStatus,
                nowSince,
                startedAt,
                nowEndsAt,
                policyJson);
    }

    /** Whether the clock runs, answers are taken and frames count. */
    public boolean isActive() {
        return status == SittingState.ACTIVE;
    }

    /** Whether it is submitted or ended. */
    public boolean isOver() {
        return status.isOver();
    }

    /** When it was submitted or ended, null before. */
    public @Nullable Instant overSince() {
        return isOver() ? statusSince : null;
    }
}
