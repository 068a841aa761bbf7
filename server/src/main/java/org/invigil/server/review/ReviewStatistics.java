package org.invigil.server.review;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.invigil.server.exam.ExamRows;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.watch.ExamWatching;
import org.invigil.server.watch.WatchRows;
import org.springframework.stereotype.Component;

/** How often people agreed with the program, of what the asker may see. */
@Component
class ReviewStatistics {

    private static final String BY_BEHAVIOR = """
            SELECT d.behavior, count(*) AS decided, count(*) FILTER (WHERE d.decision = 'confirmed') AS confirmed
              FROM exam_sessions s JOIN incident_decisions d ON d.session_id = s.id
             WHERE s.exam_id = ? AND NOT EXISTS (SELECT 1 FROM incident_decisions n WHERE n.supersedes = d.id)
             GROUP BY d.behavior ORDER BY count(*) DESC, d.behavior""";

    private static final String SAMPLE = """
            SELECT count(*) AS decided, count(*) FILTER (WHERE outcome = 'concern') AS concern
              FROM review_cases WHERE exam_id = ? AND is_sample AND outcome IN ('no_concern', 'concern')""";

    private static final String SITTINGS =
            "SELECT id FROM exam_sessions WHERE exam_id = ? AND status IN ('submitted', 'ended')";

    private final ActorTransactions transactions;
    private final ExamRows exams;

    ReviewStatistics(ActorTransactions transactions, ExamRows exams) {
        this.transactions = transactions;
        this.exams = exams;
    }

    /**
     * How often flags of one behaviour stood.
     *
     * @param confirmed of the decided incidents those that were confirmed
     * @param standsInUnderHalf whether so few stood that its thresholds should be looked at; false for too few decisions
     */
    @Schema(name = "BehaviorStatistics")
    record OfBehavior(String behavior, Share confirmed, boolean standsInUnderHalf) {

        static OfBehavior of(String behavior, long decided, long confirmed) {
            Share share = Share.of(decided, confirmed);
            return new OfBehavior(behavior, share, share.share() != null && 2 * confirmed < decided);
        }
    }

    /**
     * @param behaviors those of which an incident is decided, the most decided first
     * @param watched how much of the sittings that are over was watched
     * @param sample sittings in which the program saw nothing and people looked all the same: how many raised a concern
     */
    @Schema(name = "ReviewStatistics")
    record Statistics(List<OfBehavior> behaviors, Share sample, ExamWatching watched) {}

    /**
     * The figures of an exam.
     *
     * @throws ReviewException if there is no such exam
     */
    Statistics of(Actor actor, UUID examId) {
        return transactions.run(actor, jdbc -> {
            if (exams.find(jdbc, examId).isEmpty()) {
                throw ReviewException.examNotFound();
            }
            return new Statistics(
                    jdbc.sql(BY_BEHAVIOR)
                            .param(examId)
                            .query((row, number) -> OfBehavior.of(
                                    row.getString("behavior"), row.getLong("decided"), row.getLong("confirmed")))
                            .list(),
                    jdbc.sql(SAMPLE)
                            .param(examId)
                            .query((row, number) -> Share.of(row.getLong("decided"), row.getLong("concern")))
                            .single(),
                    WatchRows.ofAll(
                            jdbc,
                            jdbc.sql(SITTINGS).param(examId).query(UUID.class).list()));
        });
    }
}
