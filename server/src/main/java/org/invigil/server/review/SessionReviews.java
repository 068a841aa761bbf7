package org.invigil.server.review;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.policy.Policy;
import org.invigil.server.evidence.ClipRequest;
import org.invigil.server.evidence.ClipRequests;
import org.invigil.server.evidence.ClipRows;
import org.invigil.server.exam.ExamRows;
import org.invigil.server.exam.PolicyReader;
import org.invigil.server.hints.Hints;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.Answers;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads one session as the one who asks: what a student may not see is not there. */
@Component
class SessionReviews {

    /** The lowest row of each stretch stays: a dip must not vanish from the plot because the exam was long. */
    private static final String SCORES = """
            SELECT DISTINCT ON (stretch) ended_at, focus_score, focus_score_min, cheat_score, presence
              FROM (SELECT batch_seq, ended_at, focus_score, focus_score_min, cheat_score, presence,
                           ntile(:maxPoints) OVER (ORDER BY batch_seq) AS stretch
                      FROM cheat_scores WHERE session_id = :sessionId AND session_started_at = :startedAt) rows
             ORDER BY stretch, focus_score_min, batch_seq
            """;

    private static final String INCIDENTS = """
            SELECT id, behavior, started_at, ended_at, confidence, focus_score_min,
                   invigil_must_be_decided(behavior) AS must_be_decided
              FROM incidents WHERE session_id = ? ORDER BY started_at, id
            """;

    private final ActorTransactions transactions;
    private final ExamRows exams;
    private final Answers answers;
    private final ClipRequests requests;
    private final Hints hints;

    SessionReviews(
            ActorTransactions transactions, ExamRows exams, Answers answers, ClipRequests requests, Hints hints) {
        this.transactions = transactions;
        this.exams = exams;
        this.answers = answers;
        this.requests = requests;
        this.hints = hints;
    }

    Optional<SessionDetail> find(Actor actor, UUID sessionId) {
        return transactions.run(actor, jdbc -> SessionSummaries.of(jdbc, List.of(sessionId)).stream()
                .findFirst()
                .map(summary -> detail(jdbc, summary)));
    }

    private SessionDetail detail(JdbcClient jdbc, SessionSummary summary) {
        UUID sessionId = summary.sessionId();
        String policy = jdbc.sql("SELECT policy FROM exam_sessions WHERE id = ?")
                .param(sessionId)
                .query(String.class)
                .single();
        Policy itsPolicy = PolicyReader.read(policy);
        return new SessionDetail(
                summary,
                itsPolicy.accommodations(),
                incidents(jdbc, summary, itsPolicy),
                ClipRows.ofSession(jdbc, sessionId),
                hints.ofSession(jdbc, sessionId),
                exams.questions(jdbc, summary.examId()),
                answers.of(jdbc, sessionId),
                mayReadAnswers(jdbc, summary));
    }

    private static boolean mayReadAnswers(JdbcClient jdbc, SessionSummary summary) {
        UUID student = summary.student().id();
        return jdbc.sql("SELECT invigil_attends(?, ?, '{reviewer}') OR invigil_user_id() = ?")
                .params(summary.examId(), student, student)
                .query(Boolean.class)
                .single();
    }

    /** The incidents of a session, oldest first, as they are told everywhere. */
    List<IncidentView> incidents(JdbcClient jdbc, SessionSummary summary, Policy itsPolicy) {
        List<ClipRequest> asked =
                requests.ofSession(jdbc, summary.sessionId(), summary.status().isOver() ? summary.statusSince() : null);
        return jdbc
                .sql(INCIDENTS)
                .param(summary.sessionId())
                .query((row, number) -> IncidentView.of(row))
                .list()
                .stream()
                .map(incident -> incident.with(
                        IncidentClip.of(incident, asked, itsPolicy), IncidentCause.of(incident.behavior(), itsPolicy)))
                .toList();
    }

    /**
     * The points of the plot, oldest first.
     *
     * @param maxPoints of a longer session the lowest row of each stretch
     * @throws ReviewException if the session is not there for this actor
     */
    List<ScorePoint> scores(Actor actor, UUID sessionId, int maxPoints) {
        return transactions.run(actor, jdbc -> {
            OffsetDateTime startedAt = jdbc.sql("SELECT started_at FROM exam_sessions WHERE id = ?")
                    .param(sessionId)
                    .query(OffsetDateTime.class)
                    .optional()
                    .orElseThrow(ReviewException::notFound);
            return jdbc.sql(SCORES)
                    .param("maxPoints", maxPoints)
                    .param("sessionId", sessionId)
                    .param("startedAt", startedAt)
                    .query(ScorePoint::of)
                    .list();
        });
    }
}
