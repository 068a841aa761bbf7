package org.invigil.server.review;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about an incident.
 *
 * @param id made up by whoever decides, so that the same decision can be sent twice
 * @param behavior of the incident when it was decided on, as are {@code startedAt} and {@code endedAt}
 * @param comment told to the student; may be empty
 * @param decidedBy null for a student
 * @param supersedes the decision that this one took the place of, null for the first
 */
public record IncidentDecision(
        UUID id,
        UUID incidentId,
        UUID sessionId,
        String behavior,
        Instant startedAt,
        Instant endedAt,
        Decision decision,
        DecisionReason.@Nullable Group reasonGroup,
        @Nullable DecisionReason reason,
        String comment,
        DecisionOrigin origin,
        @Nullable Colleague decidedBy,
        Instant decidedAt,
        @Nullable UUID supersedes) {

    static IncidentDecision of(ResultSet row, int number) throws SQLException {
        DecisionReason reason = reason(row);
        return new IncidentDecision(
                row.getObject("id", UUID.class),
                row.getObject("incident_id", UUID.class),
                row.getObject("session_id", UUID.class),
                row.getString("behavior"),
                SqlTime.instant(row, "started_at"),
                SqlTime.instant(row, "ended_at"),
                WireNamed.get(Decision.class, row.getString("decision")),
                reason == null ? null : reason.group(),
                reason,
                row.getString("comment"),
                WireNamed.get(DecisionOrigin.class, row.getString("origin")),
                Colleague.of(row, "decided_by", "display_name"),
                SqlTime.instant(row, "decided_at"),
                row.getObject("supersedes", UUID.class));
    }

    static @Nullable DecisionReason reason(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        return reason == null
                ? null
                : WireNamed.find(DecisionReason.class, reason).orElse(null);
    }
}
