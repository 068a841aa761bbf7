package org.invigil.server.session;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.sitting.SittingState;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads how many sittings stand, inside a transaction that its caller has begun. */
@Component
public class SittingSnapshots {

    /**
     * The sittings that are not over and that the transaction's actor may see.
     *
     * @param examId null for every exam
     */
    public List<UUID> goingOn(JdbcClient jdbc, @org.jspecify.annotations.Nullable UUID examId) {
        return jdbc.sql("SELECT id FROM exam_sessions WHERE status IN ('checking_in', 'waiting', 'active', 'paused')"
                        + " AND (CAST(:exam AS uuid) IS NULL OR exam_id = CAST(:exam AS uuid))")
                .param("exam", examId)
                .query(UUID.class)
                .list();
    }

    /** Whose sittings of an exam there are, as far as the transaction's actor may see; who sits it twice is there twice. */
    public List<UUID> students(JdbcClient jdbc, UUID examId) {
        return jdbc.sql("SELECT student_id FROM exam_sessions WHERE exam_id = ?")
                .param(examId)
                .query(UUID.class)
                .list();
    }

    /** Those of these sessions that exist and that the transaction's actor may see. */
    public List<SittingSnapshot> of(JdbcClient jdbc, Collection<UUID> sessionIds) {
        return jdbc.sql("""
                        SELECT s.id, s.exam_id, s.student_id, s.status, s.status_since, s.started_at, s.ends_at, s.submitted_at, s.submit_reason, s.end_reason,
                               a.version
                        FROM exam_sessions s CROSS JOIN LATERAL (
                            SELECT count(*) || ':' || coalesce(to_hex(bit_xor(('x' || left(version::text, 8))::bit(32)::integer)), '0') AS version
                            FROM answers WHERE session_id = s.id) a
                        WHERE s.id = ANY (?)""")
                .param(sessionIds.toArray(UUID[]::new))
                .query((row, number) -> {
                    String reason = row.getString("submit_reason");
                    return new SittingSnapshot(
                            row.getObject("id", UUID.class),
                            row.getObject("exam_id", UUID.class),
                            row.getObject("student_id", UUID.class),
                            WireNamed.get(SittingState.class, row.getString("status")),
                            SqlTime.instant(row, "status_since"),
                            SqlTime.instant(row, "started_at"),
                            SqlTime.instant(row, "ends_at"),
                            SqlTime.nullableInstant(row, "submitted_at"),
                            reason == null ? null : WireNamed.get(SittingView.SubmitReason.class, reason),
                            row.getString("end_reason"),
                            row.getString("version"));
                })
                .list();
    }
}
