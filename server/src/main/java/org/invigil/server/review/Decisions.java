package org.invigil.server.review;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Rows of decisions, inside a transaction that the caller has begun. A decision follows the one that its writer has seen, and no
 * other: the keys of the tables refuse a second that follows the same, see {@code V19__review_decisions.sql}.
 */
public final class Decisions {

    private static final String INCIDENT = """
            SELECT d.*, p.display_name FROM incident_decisions d LEFT JOIN profiles p ON p.id = d.decided_by
             WHERE NOT EXISTS (SELECT 1 FROM incident_decisions n WHERE n.supersedes = d.id) AND d.""";

    private static final String SESSION = """
            SELECT d.*, p.display_name FROM session_decisions d LEFT JOIN profiles p ON p.id = d.decided_by
             WHERE NOT EXISTS (SELECT 1 FROM session_decisions n WHERE n.supersedes = d.id) AND d.session_id = ?""";

    private static final String REVIEWED_INCIDENTS = """
            SELECT d.*, p.display_name FROM incident_decisions d LEFT JOIN profiles p ON p.id = d.decided_by
             WHERE d.origin = 'review' AND d.session_id = ?
               AND NOT EXISTS (SELECT 1 FROM incident_decisions n WHERE n.supersedes = d.id AND n.origin = 'review')
             ORDER BY d.started_at, d.incident_id""";

    private static final String REVIEWED_SESSION = """
            SELECT d.*, p.display_name FROM session_decisions d LEFT JOIN profiles p ON p.id = d.decided_by
             WHERE d.origin = 'review' AND d.session_id = ?
               AND NOT EXISTS (SELECT 1 FROM session_decisions n WHERE n.supersedes = d.id AND n.origin = 'review')""";

    private Decisions() {}

    /**
     * An incident as it is decided on.
     *
     * @param endedAt the incident is over
     */
    public record Subject(
            UUID incidentId, UUID sessionId, UUID studentId, String behavior, Instant startedAt, Instant endedAt) {}

    /** The newest decision about each incident of the sitting that the transaction's actor may see, by time. */
    public static List<IncidentDecision> ofIncidents(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql(INCIDENT + "session_id = ? ORDER BY d.started_at, d.incident_id")
                .param(sessionId)
                .query(IncidentDecision::of)
                .list();
    }

    /** The newest decision about an incident. */
    public static Optional<IncidentDecision> ofIncident(JdbcClient jdbc, UUID incidentId) {
        return jdbc.sql(INCIDENT + "incident_id = ?")
                .param(incidentId)
                .query(IncidentDecision::of)
                .optional();
    }

    /** The newest decision about the sitting. */
    public static Optional<SessionDecision> ofSession(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql(SESSION).param(sessionId).query(SessionDecision::of).optional();
    }

    /** The last decision of the review about each incident, whatever an appeal has changed in it since. */
    static List<IncidentDecision> ofIncidentsBeforeAppeal(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql(REVIEWED_INCIDENTS)
                .param(sessionId)
                .query(IncidentDecision::of)
                .list();
    }

    /** The last decision of the review about the sitting, whatever an appeal has changed in it since. */
    static Optional<SessionDecision> ofSessionBeforeAppeal(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql(REVIEWED_SESSION)
                .param(sessionId)
                .query(SessionDecision::of)
                .optional();
    }

    /**
     * Adds a decision about an incident.
     *
     * @throws org.springframework.dao.DuplicateKeyException if another decision has followed meanwhile
     */
    public static void add(
            JdbcClient jdbc,
            Subject incident,
            DecisionInput<Decision> input,
            DecisionOrigin origin,
            UUID decidedBy,
            Instant at) {
        jdbc.sql("""
                        INSERT INTO incident_decisions (id, incident_id, session_id, student_id, behavior, started_at, ended_at,
                                                        decision, reason_group, reason, comment, origin, decided_by, decided_at,
                                                        supersedes)
                        VALUES (:id, :incident, :session, :student, :behavior, :started_at, :ended_at, :decision,
                                :reason_group, :reason, :comment, :origin, :decided_by, :at, CAST(:supersedes AS uuid))""")
                .param("id", input.id())
                .param("incident", incident.incidentId())
                .param("session", incident.sessionId())
                .param("student", incident.studentId())
                .param("behavior", incident.behavior())
                .param("started_at", SqlTime.toSql(incident.startedAt()))
                .param("ended_at", SqlTime.toSql(incident.endedAt()))
                .param("decision", input.verdict().wireName())
                .param("reason_group", group(input.reason()))
                .param("reason", name(input.reason()))
                .param("comment", input.comment())
                .param("origin", origin.wireName())
                .param("decided_by", decidedBy)
                .param("at", SqlTime.toSql(at))
                .param("supersedes", input.supersedes())
                .update();
    }

    /**
     * Adds a decision about a sitting.
     *
     * @param deadline until when the student may appeal, null if not at all
     * @throws org.springframework.dao.DuplicateKeyException if another decision has followed meanwhile
     */
    public static void add(
            JdbcClient jdbc,
            UUID sessionId,
            UUID studentId,
            DecisionInput<Outcome> input,
            DecisionOrigin origin,
            UUID decidedBy,
            Instant at,
            @Nullable Instant deadline) {
        jdbc.sql("""
                        INSERT INTO session_decisions (id, session_id, student_id, outcome, reason_group, reason, comment, origin,
                                                       decided_by, decided_at, deadline, supersedes)
                        VALUES (:id, :session, :student, :outcome, :reason_group, :reason, :comment, :origin, :decided_by, :at,
                                :deadline, CAST(:supersedes AS uuid))""")
                .param("id", input.id())
                .param("session", sessionId)
                .param("student", studentId)
                .param("outcome", input.verdict().wireName())
                .param("reason_group", group(input.reason()))
                .param("reason", name(input.reason()))
                .param("comment", input.comment())
                .param("origin", origin.wireName())
                .param("decided_by", decidedBy)
                .param("at", SqlTime.toSql(at))
                .param("deadline", SqlTime.toNullableSql(deadline))
                .param("supersedes", input.supersedes())
                .update();
    }

    private static @Nullable String group(@Nullable DecisionReason reason) {
        return reason == null ? null : reason.group().wireName();
    }

    private static @Nullable String name(@Nullable WireNamed reason) {
        return reason == null ? null : reason.wireName();
    }
}
