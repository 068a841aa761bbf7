package org.invigil.server.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;

/**
 * A clip that a student's page was asked for.
 *
 * @param clipId of the clip too, when it comes
 * @param behavior why, a behaviour's name or {@code focus_score}
 * @param eventAt the moment it is to show, by the server's clock
 * @param reason of a refused or lost one, a code of docs/protocol.md
 */
public record ClipRequest(
        UUID clipId,
        String behavior,
        Instant eventAt,
        ClipFate fate,
        @Nullable String reason) {

    /** @param undecided what a request without a fate is called by now */
    static ClipRequest of(ResultSet row, ClipFate undecided) throws SQLException {
        String fate = row.getString("fate");
        return new ClipRequest(
                row.getObject("id", UUID.class),
                row.getString("behavior"),
                SqlTime.instant(row, "event_at"),
                fate == null ? undecided : WireNamed.get(ClipFate.class, fate),
                row.getString("reason"));
    }
}
