package org.invigil.server.session;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.sitting.SittingState;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.invigil.server.session.SittingView.SubmitReason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads sittings inside a transaction that its caller has begun. */
@Component
class SessionRows {

    private static final String SELECT = """
            SELECT s.*, e.title, p.username, p.display_name
            FROM exam_sessions s
            JOIN exams e ON e.id = s.exam_id
            JOIN profiles p ON p.id = s.student_id
            """;

    /**
     * A session with its clock and how it ended.
     *
     * @param attempt counts the sittings of this student at this exam from 1
     * @param submittedAt null unless submitted, as is the reason
     * @param endReason null unless ended
     * @param cheatScore the final one, null until it is over
     */
    record SessionRow(
            ExamSession session,
            SittingClock clock,
            int attempt,
            @Nullable Instant submittedAt,
            @Nullable SubmitReason submitReason,
            @Nullable String endReason,
            @Nullable Double cheatScore) {}

    Optional<SessionRow> find(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql(SELECT + "WHERE s.id = ?")
                .param(sessionId)
                .query((row, number) -> session(row))
                .optional();
    }

    List<SessionRow> find(JdbcClient jdbc, Collection<UUID> sessionIds) {
        return jdbc.sql(SELECT + "WHERE s.id = ANY (?)")
                .param(sessionIds.toArray(UUID[]::new))
                .query((row, number) -> session(row))
                .list();
    }

    /** Keeps everybody else from changing the session until the transaction ends, and reads it as it is then. */
    Optional<SessionRow> lock(JdbcClient jdbc, UUID sessionId) {
        // On its own, so that the statement after it sees what the one waited for has written.
        jdbc.sql("SELECT 1 FROM exam_sessions WHERE id = ? FOR UPDATE")
                .param(sessionId)
                .query(Integer.class)
                .optional();
        return find(jdbc, sessionId);
    }

    /** The student's last attempt at the exam. */
    Optional<SessionRow> findLast(JdbcClient jdbc, UUID examId, UUID studentId) {
        return jdbc.sql(SELECT + "WHERE s.exam_id = ? AND s.student_id = ? ORDER BY s.attempt DESC LIMIT 1")
                .params(examId, studentId)
                .query((row, number) -> session(row))
                .optional();
    }

    /** Sessions that are not over, and those that are since this moment. */
    List<SessionRow> findRecent(JdbcClient jdbc, Instant overSince) {
        return jdbc.sql(SELECT + """
                        WHERE s.status IN ('checking_in', 'waiting', 'active', 'paused')
                           OR (s.status IN ('submitted', 'ended') AND s.status_since >= ?)
                        ORDER BY s.started_at, s.id""")
                .param(SqlTime.toSql(overSince))
                .query((row, number) -> session(row))
                .list();
    }

    private static SessionRow session(ResultSet row) throws SQLException {
        String reason = row.getString("submit_reason");
        BigDecimal score = row.getBigDecimal("cheat_score");
        return new SessionRow(
                new ExamSession(
                        row.getObject("id", UUID.class),
                        row.getObject("exam_id", UUID.class),
                        row.getString("title"),
                        row.getObject("student_id", UUID.class),
                        row.getString("username"),
                        row.getString("display_name"),
                        WireNamed.get(SittingState.class, row.getString("status")),
                        SqlTime.instant(row, "status_since"),
                        SqlTime.instant(row, "started_at"),
                        SqlTime.instant(row, "ends_at"),
                        row.getString("policy")),
                new SittingClock(
                        SqlTime.nullableInstant(row, "clock_started_at"),
                        Duration.ofMillis(row.getLong("duration_ms")),
                        Duration.ofMillis(row.getLong("paused_ms")),
                        SqlTime.instant(row, "closes_at")),
                row.getInt("attempt"),
                SqlTime.nullableInstant(row, "submitted_at"),
                reason == null ? null : WireNamed.get(SubmitReason.class, reason),
                row.getString("end_reason"),
                score == null ? null : score.doubleValue());
    }
}
