package org.invigil.server.review;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a sitting.
 *
 * @param id made up by whoever decides, so that the same decision can be sent twice
 * @param comment told to the student; may be empty
 * @param decidedBy null for a student
 * @param deadline until when the student may appeal; null while more is needed, and after an appeal
 * @param supersedes the decision that this one took the place of, null for the first
 */
public record SessionDecision(
        UUID id,
        UUID sessionId,
        Outcome outcome,
        DecisionReason.@Nullable Group reasonGroup,
        @Nullable DecisionReason reason,
        String comment,
        DecisionOrigin origin,
        @Nullable Colleague decidedBy,
        Instant decidedAt,
        @Nullable Instant deadline,
        @Nullable UUID supersedes) {

    static SessionDecision of(ResultSet row, int number) throws SQLException {
        DecisionReason reason = IncidentDecision.reason(row);
        return new SessionDecision(
                row.getObject("id", UUID.class),
                row.getObject("session_id", UUID.class),
                WireNamed.get(Outcome.class, row.getString("outcome")),
                reason == null ? null : reason.group(),
                reason,
                row.getString("comment"),
                WireNamed.get(DecisionOrigin.class, row.getString("origin")),
                Colleague.of(row, "decided_by", "display_name"),
                SqlTime.instant(row, "decided_at"),
                SqlTime.nullableInstant(row, "deadline"),
                row.getObject("supersedes", UUID.class));
    }
}
