package org.invigil.server.review;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;

/**
 * What reviewers say to each other about a sitting; no student sees it.
 *
 * @param incidentId what it is about, null for the whole sitting
 */
record ReviewComment(
        UUID id,
        @Nullable UUID incidentId,
        String body,
        @Nullable Colleague writtenBy,
        Instant writtenAt) {

    static ReviewComment of(ResultSet row, int number) throws SQLException {
        return new ReviewComment(
                row.getObject("id", UUID.class),
                row.getObject("incident_id", UUID.class),
                row.getString("body"),
                Colleague.of(row, "written_by", "display_name"),
                SqlTime.instant(row, "written_at"));
    }
}
