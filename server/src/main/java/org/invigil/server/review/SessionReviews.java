package org.invigil.server.review;

import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.evidence.ClipRows;
import org.invigil.server.exam.ExamRows;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.Answers;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads sessions as the one who asks: what a student may not see is not there. */
@Component
class SessionReviews {

    /** What the list shows of the sessions that the part {@code %s} gives. */
    private static final String SUMMARY = """
            SELECT s.id, s.exam_id, e.title, s.student_id, p.username, p.display_name, s.status, s.started_at, s.ends_at,
                   s.submitted_at, s.submit_reason, c.focus_score, coalesce(s.cheat_score, c.cheat_score, 0) AS cheat_score,
                   i.incident_count, i.open_incident_count,
                   (SELECT count(*) FROM video_metadata v WHERE v.session_id = s.id) AS clip_count
              FROM (%s) s
              JOIN exams e ON e.id = s.exam_id
              JOIN profiles p ON p.id = s.student_id
              LEFT JOIN LATERAL (SELECT focus_score, cheat_score FROM cheat_scores
                                  WHERE session_id = s.id AND session_started_at = s.started_at
                                  ORDER BY batch_seq DESC LIMIT 1) c ON true
             CROSS JOIN LATERAL (SELECT count(*) AS incident_count, count(*) FILTER (WHERE ended_at IS NULL) AS open_incident_count
                                   FROM incidents WHERE session_id = s.id) i
            """;

    private static final String ONE = SUMMARY.formatted("SELECT * FROM exam_sessions WHERE id = ?");

    private static final String FILTERED = """
            FROM exam_sessions s
             WHERE (CAST(:examId AS uuid) IS NULL OR s.exam_id = :examId)
               AND (CAST(:studentId AS uuid) IS NULL OR s.student_id = :studentId)
               AND (CAST(:status AS text) IS NULL OR s.status = :status)
            """;

    private static final String NEWEST_FIRST = " ORDER BY s.started_at DESC, s.id";

    /** The page is cut first: scores are only looked up for what is on it, not for all that was leafed past. */
    private static final String PAGE =
            SUMMARY.formatted("SELECT s.* " + FILTERED + NEWEST_FIRST + " LIMIT :limit OFFSET :offset") + NEWEST_FIRST;

    /** The lowest row of each stretch stays: a dip must not vanish from the plot because the exam was long. */
    private static final String SCORES = """
            SELECT DISTINCT ON (stretch) ended_at, focus_score, focus_score_min, cheat_score, presence
              FROM (SELECT batch_seq, ended_at, focus_score, focus_score_min, cheat_score, presence,
                           ntile(:maxPoints) OVER (ORDER BY batch_seq) AS stretch
                      FROM cheat_scores WHERE session_id = :sessionId AND session_started_at = :startedAt) rows
             ORDER BY stretch, focus_score_min, batch_seq
            """;

    private static final String INCIDENTS = """
            SELECT id, behavior, started_at, ended_at, confidence, focus_score_min
              FROM incidents WHERE session_id = ? ORDER BY started_at, id
            """;

    private final ActorTransactions transactions;
    private final ExamRows exams;
    private final Answers answers;

    SessionReviews(ActorTransactions transactions, ExamRows exams, Answers answers) {
        this.transactions = transactions;
        this.exams = exams;
        this.answers = answers;
    }

    /**
     * One page of sessions, newest first.
     *
     * @param total of all pages
     */
    record Page(List<SessionSummary> sessions, long total) {}

    Page list(Actor actor, SessionFilter filter, int limit, int offset) {
        return transactions.run(
                actor,
                jdbc -> new Page(
                        filtered(jdbc, PAGE, filter)
                                .param("limit", limit)
                                .param("offset", offset)
                                .query(SessionSummary::of)
                                .list(),
                        filtered(jdbc, "SELECT count(*) " + FILTERED, filter)
                                .query(Long.class)
                                .single()));
    }

    Optional<SessionDetail> find(Actor actor, UUID sessionId) {
        return transactions.run(actor, jdbc -> jdbc.sql(ONE)
                .param(sessionId)
                .query(SessionSummary::of)
                .optional()
                .map(summary -> detail(jdbc, summary)));
    }

    private SessionDetail detail(JdbcClient jdbc, SessionSummary summary) {
        UUID sessionId = summary.sessionId();
        return new SessionDetail(
                summary,
                jdbc.sql(INCIDENTS).param(sessionId).query(Incident::of).list(),
                ClipRows.ofSession(jdbc, sessionId),
                exams.questions(jdbc, summary.examId()),
                answers.of(jdbc, sessionId));
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

    private static JdbcClient.StatementSpec filtered(JdbcClient jdbc, String sql, SessionFilter filter) {
        return jdbc.sql(sql)
                .param("examId", filter.examId(), Types.OTHER)
                .param("studentId", filter.studentId(), Types.OTHER)
                .param("status", filter.status(), Types.VARCHAR);
    }
}
