package org.invigil.server.appeal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of appeals, inside a transaction that the caller has begun. */
final class AppealRows {

    private AppealRows() {}

    /**
     * An appeal as it is stored.
     *
     * @param status never {@link AppealState#EXPIRED}; see {@link #at}
     * @param version rises with each save of the words
     * @param statement about the whole
     * @param answerUntil by when it is to be decided; null before it is sent, as is {@code sentAt}
     */
    record Row(
            UUID appealId,
            UUID sessionId,
            UUID examId,
            UUID studentId,
            AppealState status,
            long version,
            String statement,
            Instant appealUntil,
            Instant savedAt,
            @Nullable Instant sentAt,
            @Nullable Instant answerUntil,
            @Nullable Instant decidedAt) {

        AppealState at(Instant now) {
            return status.at(now, appealUntil);
        }

        /** The same with another end of the time to send it. */
        Row until(Instant otherUntil) {
            return new Row(
                    appealId,
                    sessionId,
                    examId,
                    studentId,
                    status,
                    version,
                    statement,
                    otherUntil,
                    savedAt,
                    sentAt,
                    answerUntil,
                    decidedAt);
        }
    }

    /** What the student wrote about one incident, and which that was. */
    record AnswerRow(UUID incidentId, String behavior, Instant startedAt, String body) {}

    /**
     * What was decided.
     *
     * @param incidentId null for the whole
     */
    record DecisionRow(
            @Nullable UUID incidentId, AppealOutcome outcome, String reason, UUID decidedBy, Instant decidedAt) {}

    static Optional<Row> find(JdbcClient jdbc, UUID appealId) {
        return jdbc.sql("SELECT * FROM appeals WHERE id = ?")
                .param(appealId)
                .query(AppealRows::row)
                .optional();
    }

    static Optional<Row> ofSession(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql("SELECT * FROM appeals WHERE session_id = ?")
                .param(sessionId)
                .query(AppealRows::row)
                .optional();
    }

    static List<AnswerRow> answers(JdbcClient jdbc, UUID appealId) {
        return jdbc.sql("SELECT incident_id, behavior, started_at, body FROM appeal_answers WHERE appeal_id = ?"
                        + " ORDER BY started_at, incident_id")
                .param(appealId)
                .query((row, number) -> new AnswerRow(
                        row.getObject("incident_id", UUID.class),
                        row.getString("behavior"),
                        SqlTime.instant(row, "started_at"),
                        row.getString("body")))
                .list();
    }

    static List<DecisionRow> decisions(JdbcClient jdbc, UUID appealId) {
        return jdbc.sql("SELECT incident_id, outcome, reason, decided_by, decided_at FROM appeal_decisions"
                        + " WHERE appeal_id = ?")
                .param(appealId)
                .query((row, number) -> new DecisionRow(
                        row.getObject("incident_id", UUID.class),
                        WireNamed.get(AppealOutcome.class, row.getString("outcome")),
                        row.getString("reason"),
                        row.getObject("decided_by", UUID.class),
                        SqlTime.instant(row, "decided_at")))
                .list();
    }

    /**
     * Saves the words about the whole: begins the appeal where there is none, else replaces those of this version.
     *
     * @param buildsOn the version that the writer saw, 0 for none
     * @return whether they were saved; else another version is stored, or the appeal is not written in any more
     */
    static boolean save(
            JdbcClient jdbc,
            UUID sessionId,
            UUID examId,
            UUID studentId,
            long buildsOn,
            String statement,
            Instant appealUntil,
            Instant now) {
        return jdbc.sql("""
                        INSERT INTO appeals AS a (id, session_id, exam_id, student_id, status, version, statement, appeal_until, saved_at)
                        VALUES (:id, :session, :exam, :student, 'draft', 1, :statement, :until, :now)
                        ON CONFLICT (session_id) DO UPDATE
                        SET version = a.version + 1, statement = excluded.statement, appeal_until = excluded.appeal_until,
                            saved_at = excluded.saved_at
                        WHERE a.version = :builds_on AND a.status IN ('draft', 'withdrawn')""")
                        .param("id", UUID.randomUUID())
                        .param("session", sessionId)
                        .param("exam", examId)
                        .param("student", studentId)
                        .param("statement", statement)
                        .param("until", SqlTime.toSql(appealUntil))
                        .param("now", SqlTime.toSql(now))
                        .param("builds_on", buildsOn)
                        .update()
                == 1;
    }

    static void saveAnswer(JdbcClient jdbc, UUID appealId, UUID studentId, AnswerRow answer, Instant now) {
        jdbc.sql("""
                        INSERT INTO appeal_answers (appeal_id, incident_id, student_id, behavior, started_at, body, saved_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (appeal_id, incident_id) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at""")
                .params(
                        appealId,
                        answer.incidentId(),
                        studentId,
                        answer.behavior(),
                        SqlTime.toSql(answer.startedAt()),
                        answer.body(),
                        SqlTime.toSql(now))
                .update();
    }

    /** Keeps everybody else from changing the appeal until the transaction ends, and reads it as it is then. */
    static Optional<Row> lock(JdbcClient jdbc, UUID appealId) {
        jdbc.sql("SELECT 1 FROM appeals WHERE id = ? FOR UPDATE")
                .param(appealId)
                .query(Integer.class)
                .optional();
        return find(jdbc, appealId);
    }

    static void send(JdbcClient jdbc, UUID appealId, Instant now, Instant answerUntil) {
        jdbc.sql("UPDATE appeals SET status = 'sent', sent_at = ?, answer_until = ? WHERE id = ?")
                .params(SqlTime.toSql(now), SqlTime.toSql(answerUntil), appealId)
                .update();
    }

    static void withdraw(JdbcClient jdbc, UUID appealId) {
        jdbc.sql("UPDATE appeals SET status = 'withdrawn', sent_at = NULL, answer_until = NULL WHERE id = ?")
                .param(appealId)
                .update();
    }

    /** Refused by the database to whoever has decided about the sitting before. */
    static void decide(JdbcClient jdbc, UUID appealId, UUID studentId, DecisionRow decision) {
        jdbc.sql("""
                        INSERT INTO appeal_decisions (appeal_id, incident_id, student_id, outcome, reason, decided_by, decided_at)
                        VALUES (:appeal, CAST(:incident AS uuid), :student, :outcome, :reason, :by, :at)""")
                .param("appeal", appealId)
                .param("incident", decision.incidentId())
                .param("student", studentId)
                .param("outcome", decision.outcome().wireName())
                .param("reason", decision.reason())
                .param("by", decision.decidedBy())
                .param("at", SqlTime.toSql(decision.decidedAt()))
                .update();
    }

    static void close(JdbcClient jdbc, UUID appealId, Instant now) {
        jdbc.sql("UPDATE appeals SET status = 'decided', decided_at = ? WHERE id = ?")
                .params(SqlTime.toSql(now), appealId)
                .update();
    }

    /** Sessions with an appeal that is open at this moment, or still may be sent. */
    static List<UUID> openSessions(JdbcClient jdbc, Instant now) {
        return jdbc.sql("SELECT session_id FROM appeals"
                        + " WHERE status = 'sent' OR (status IN ('draft', 'withdrawn') AND appeal_until >= ?)")
                .param(SqlTime.toSql(now))
                .query(UUID.class)
                .list();
    }

    /** Those of these sessions whose appeal is decided: nothing can be sent about them any more. */
    static Set<UUID> decidedSessions(JdbcClient jdbc, Collection<UUID> sessionIds) {
        return jdbc.sql("SELECT session_id FROM appeals WHERE status = 'decided' AND session_id = ANY (?)")
                .param(sessionIds.toArray(UUID[]::new))
                .query(UUID.class)
                .set();
    }

    static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getObject("session_id", UUID.class),
                row.getObject("exam_id", UUID.class),
                row.getObject("student_id", UUID.class),
                WireNamed.get(AppealState.class, row.getString("status")),
                row.getLong("version"),
                row.getString("statement"),
                SqlTime.instant(row, "appeal_until"),
                SqlTime.instant(row, "saved_at"),
                SqlTime.nullableInstant(row, "sent_at"),
                SqlTime.nullableInstant(row, "answer_until"),
                SqlTime.nullableInstant(row, "decided_at"));
    }
}
