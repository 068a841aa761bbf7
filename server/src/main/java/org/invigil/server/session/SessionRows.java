package org.invigil.server.session;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

    /** A session and how it ended; the last two are null while it is active. */
    record SessionRow(
            ExamSession session,
            @Nullable SubmitReason submitReason,
            @Nullable Double cheatScore) {}

    Optional<SessionRow> find(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql(SELECT + "WHERE s.id = ?")
                .param(sessionId)
                .query((row, number) -> session(row))
                .optional();
    }

    Optional<SessionRow> find(JdbcClient jdbc, UUID examId, UUID studentId) {
        return jdbc.sql(SELECT + "WHERE s.exam_id = ? AND s.student_id = ?")
                .params(examId, studentId)
                .query((row, number) -> session(row))
                .optional();
    }

    /** Active sessions, and those submitted since. */
    List<SessionRow> findRecent(JdbcClient jdbc, Instant submittedSince) {
        return jdbc.sql(SELECT + "WHERE s.status = 'active' OR s.submitted_at >= ? ORDER BY s.started_at, s.id")
                .param(SqlTime.toSql(submittedSince))
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
                        SqlTime.instant(row, "started_at"),
                        SqlTime.instant(row, "ends_at"),
                        SqlTime.nullableInstant(row, "submitted_at"),
                        row.getString("policy")),
                reason == null ? null : WireNamed.get(SubmitReason.class, reason),
                score == null ? null : score.doubleValue());
    }
}
