package org.invigil.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a session: its newest row, and the scores that are kept with it once it is submitted. The nullable
 * parts are null before the first row.
 *
 * @param focusScore 0 to 100
 * @param cheatScore 0 to 100
 * @param at time of the last stored frame
 */
public record LastKnownScore(
        UUID sessionId,
        @Nullable Double focusScore,
        @Nullable Double cheatScore,
        @Nullable Presence presence,
        @Nullable Instant at,
        int incidentCount) {

    static LastKnownScore of(ResultSet row) throws SQLException {
        String presence = row.getString("presence");
        Instant at = SqlTime.nullableInstant(row, "ended_at");
        return new LastKnownScore(
                row.getObject("id", UUID.class),
                at == null ? null : row.getDouble("focus_score"),
                at == null ? null : row.getDouble("cheat_score"),
                presence == null ? null : WireNamed.get(Presence.class, presence),
                at,
                row.getInt("incident_count"));
    }
}
