package org.invigil.server.review;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.policy.Policy;
import org.invigil.server.database.SqlTime;
import org.invigil.server.evidence.Clip;
import org.invigil.server.evidence.ClipRows;
import org.invigil.server.exam.PolicyReader;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What was decided about a sitting, as far as the transaction's actor is told of it; and what an appeal changes in that. Works
 * inside a transaction that its caller has begun.
 */
@Component
public class DecidedSittings {

    /** The newest of each that the asker sees: another that supersedes it may be hidden from a student. */
    private static final String NEWEST_OF_SESSION = """
            SELECT d.* FROM session_decisions d
             WHERE d.session_id = ? AND NOT EXISTS (SELECT 1 FROM session_decisions n WHERE n.supersedes = d.id)
            """;

    private static final String NEWEST_OF_INCIDENTS = """
            SELECT d.* FROM incident_decisions d
             WHERE d.session_id = ? AND NOT EXISTS (SELECT 1 FROM incident_decisions n WHERE n.supersedes = d.id)
             ORDER BY d.started_at, d.incident_id
            """;

    private static final String INCIDENTS = """
            SELECT id, behavior, started_at, ended_at FROM incidents WHERE session_id = ? ORDER BY started_at, id
            """;

    /** The student of a sitting. */
    public record Student(UUID id, String username, String displayName) {}

    /**
     * A sitting with what was seen in it and what was decided about that.
     *
     * @param overAt when it was submitted or ended, null before
     * @param policy the one that the exam had when the sitting began
     * @param outcome of the whole, null if nothing is told yet
     */
    public record Sitting(
            UUID sessionId,
            UUID examId,
            String examTitle,
            Student student,
            Instant startedAt,
            @Nullable Instant overAt,
            double cheatScore,
            Policy policy,
            List<Seen> incidents,
            List<Clip> clips,
            @Nullable Outcome outcome,
            List<Decision> decisions) {}

    /** An incident that is stored. */
    public record Seen(
            UUID id,
            String behavior,
            Instant startedAt,
            @Nullable Instant endedAt) {}

    /**
     * What was decided about the whole.
     *
     * @param outcome {@code no_concern}, {@code concern} or, never told to a student, {@code needs_more}
     * @param appealUntil until when the student may appeal, null if not at all
     * @param onAppeal whether it comes of an appeal
     */
    public record Outcome(
            UUID id,
            String outcome,
            @Nullable String reasonGroup,
            @Nullable String reason,
            String comment,
            Instant decidedAt,
            @Nullable Instant appealUntil,
            boolean onAppeal) {}

    /** What was decided about one incident, which may be stored no longer. */
    public record Decision(
            UUID id,
            UUID incidentId,
            String behavior,
            Instant startedAt,
            Instant endedAt,
            boolean isConfirmed,
            @Nullable String reasonGroup,
            @Nullable String reason,
            String comment,
            Instant decidedAt,
            boolean onAppeal) {}

    /** The names of a sitting, for a list. */
    public record Named(UUID sessionId, String examTitle, Student student) {}

    /** The sitting, if the transaction's actor may see it. */
    public Optional<Sitting> find(JdbcClient jdbc, UUID sessionId) {
        return SessionSummaries.of(jdbc, List.of(sessionId)).stream()
                .findFirst()
                .map(summary -> sitting(jdbc, summary));
    }

    /** The names of those of these sittings that the transaction's actor may see. */
    public List<Named> named(JdbcClient jdbc, Collection<UUID> sessionIds) {
        return SessionSummaries.of(jdbc, sessionIds).stream()
                .map(summary -> new Named(summary.sessionId(), summary.examTitle(), student(summary)))
                .toList();
    }

    /**
     * Dismisses an incident that was confirmed, for everybody, because an appeal was granted. The decision that it supersedes
     * stays in the history.
     */
    public void dismiss(
            JdbcClient jdbc, UUID studentId, UUID sessionId, Decision first, String comment, UUID by, Instant at) {
        jdbc.sql("""
                        INSERT INTO incident_decisions (id, incident_id, session_id, student_id, behavior, started_at, ended_at,
                                                        decision, comment, origin, decided_by, decided_at, supersedes)
                        VALUES (?, ?, ?, ?, ?, ?, ?, 'dismissed', ?, 'appeal', ?, ?, ?)""")
                .params(
                        UUID.randomUUID(),
                        first.incidentId(),
                        sessionId,
                        studentId,
                        first.behavior(),
                        SqlTime.toSql(first.startedAt()),
                        SqlTime.toSql(first.endedAt()),
                        comment,
                        by,
                        SqlTime.toSql(at),
                        first.id())
                .update();
    }

    /** Says that the sitting gives no concern, because an appeal was granted. */
    public void clear(
            JdbcClient jdbc, UUID studentId, UUID sessionId, Outcome first, String comment, UUID by, Instant at) {
        jdbc.sql("""
                        INSERT INTO session_decisions (id, session_id, student_id, outcome, comment, origin, decided_by, decided_at,
                                                       supersedes)
                        VALUES (?, ?, ?, 'no_concern', ?, 'appeal', ?, ?, ?)""")
                .params(UUID.randomUUID(), sessionId, studentId, comment, by, SqlTime.toSql(at), first.id())
                .update();
    }

    private static Sitting sitting(JdbcClient jdbc, SessionSummary summary) {
        UUID sessionId = summary.sessionId();
        String policy = jdbc.sql("SELECT policy FROM exam_sessions WHERE id = ?")
                .param(sessionId)
                .query(String.class)
                .single();
        return new Sitting(
                sessionId,
                summary.examId(),
                summary.examTitle(),
                student(summary),
                summary.startedAt(),
                summary.status().isOver() ? summary.statusSince() : null,
                summary.cheatScore(),
                PolicyReader.read(policy),
                jdbc.sql(INCIDENTS)
                        .param(sessionId)
                        .query(DecidedSittings::seen)
                        .list(),
                ClipRows.ofSession(jdbc, sessionId),
                jdbc.sql(NEWEST_OF_SESSION)
                        .param(sessionId)
                        .query(DecidedSittings::outcome)
                        .optional()
                        .orElse(null),
                jdbc.sql(NEWEST_OF_INCIDENTS)
                        .param(sessionId)
                        .query(DecidedSittings::decision)
                        .list());
    }

    private static Student student(SessionSummary summary) {
        SessionSummary.Student student = summary.student();
        return new Student(student.id(), student.username(), student.displayName());
    }

    private static Seen seen(ResultSet row, int number) throws SQLException {
        return new Seen(
                row.getObject("id", UUID.class),
                row.getString("behavior"),
                SqlTime.instant(row, "started_at"),
                SqlTime.nullableInstant(row, "ended_at"));
    }

    private static Outcome outcome(ResultSet row, int number) throws SQLException {
        return new Outcome(
                row.getObject("id", UUID.class),
                row.getString("outcome"),
                row.getString("reason_group"),
                row.getString("reason"),
                row.getString("comment"),
                SqlTime.instant(row, "decided_at"),
                SqlTime.nullableInstant(row, "deadline"),
                row.getString("origin").equals("appeal"));
    }

    private static Decision decision(ResultSet row, int number) throws SQLException {
        return new Decision(
                row.getObject("id", UUID.class),
                row.getObject("incident_id", UUID.class),
                row.getString("behavior"),
                SqlTime.instant(row, "started_at"),
                SqlTime.instant(row, "ended_at"),
                row.getString("decision").equals("confirmed"),
                row.getString("reason_group"),
                row.getString("reason"),
                row.getString("comment"),
                SqlTime.instant(row, "decided_at"),
                row.getString("origin").equals("appeal"));
    }
}
