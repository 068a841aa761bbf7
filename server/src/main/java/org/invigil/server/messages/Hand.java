package org.invigil.server.messages;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A hand that a student has raised.
 *
 * @param note what the student added, null for nothing
 * @param answeredAt when somebody of the staff took it on; null while it waits
 */
public record Hand(
        HandKind kind,
        @Nullable String note,
        Instant raisedAt,
        @Nullable Instant answeredAt) {

    static Hand of(ResultSet row) throws SQLException {
        return new Hand(
                WireNamed.get(HandKind.class, row.getString("kind")),
                row.getString("note"),
                SqlTime.instant(row, "raised_at"),
                SqlTime.nullableInstant(row, "answered_at"));
    }

    /** Those of these sessions, inside a transaction that the caller has begun; a session without a hand is missing. */
    public static Map<UUID, Hand> of(JdbcClient jdbc, Collection<UUID> sessionIds) {
        Map<UUID, Hand> hands = new HashMap<>();
        jdbc.sql("SELECT session_id, kind, note, raised_at, answered_at FROM hands WHERE session_id = ANY (?)")
                .param(sessionIds.toArray(UUID[]::new))
                .query((row, number) -> hands.put(row.getObject("session_id", UUID.class), of(row)))
                .list();
        return hands;
    }
}
