package org.invigil.server.appeal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the queue of appeals.
 *
 * @param answerUntil by when it is to be decided
 * @param isOverdue whether that has passed and nobody has
 * @param answerCount incidents that the student wrote about
 * @param hasDecided whether the asker decided about the sitting first, and so does not decide on the appeal
 */
record AppealSummary(
        UUID appealId,
        UUID sessionId,
        UUID examId,
        String examTitle,
        AppealView.Student student,
        AppealState status,
        Instant sentAt,
        Instant answerUntil,
        boolean isOverdue,
        @Nullable Instant decidedAt,
        @Nullable AppealOutcome outcome,
        int answerCount,
        boolean hasDecided) {}
