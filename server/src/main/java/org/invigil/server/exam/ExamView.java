package org.invigil.server.exam;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.rules.sitting.SittingState;
import org.jspecify.annotations.Nullable;

/** An exam as its asker may see it: staff the whole, students what stands on its cover. */
@Schema(oneOf = {ExamView.Exam.class, ExamView.ExamSummary.class})
public sealed interface ExamView {

    /**
     * The cover of an exam.
     *
     * @param onStaff whether the asker has to do with it as proctor, reviewer, author or admin
     * @param admission what becomes of the picture by which a student is let in; null where nobody has to be
     * @param looksForPhones whether phones are looked for while its student sits it
     * @param session the asking student's own
     */
    record ExamSummary(
            UUID examId,
            String title,
            String description,
            Instant opensAt,
            Instant closesAt,
            int durationMinutes,
            int questionCount,
            ExamState state,
            boolean onStaff,
            @Nullable AdmissionTerms admission,
            boolean looksForPhones,
            @Nullable OwnSession session)
            implements ExamView {}

    /** The student's own sitting, the last attempt. */
    record OwnSession(UUID sessionId, SittingState status) {}

    /**
     * The whole exam.
     *
     * @param policy the thresholds that differ from the default
     * @param hasSittings whether somebody has begun to sit it: its questions stay as they are
     * @param updatedAt names this state of the exam, see {@link ExamInput#basedOn()}
     */
    record Exam(
            UUID examId,
            String title,
            String description,
            Instant opensAt,
            Instant closesAt,
            int durationMinutes,
            int questionCount,
            ExamState state,
            List<Question> questions,
            Map<String, Object> policy,
            boolean hasSittings,
            Instant createdAt,
            Instant updatedAt)
            implements ExamView {}
}
