package org.invigil.server.review;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at a sitting.
 *
 * @param seq counts the changes from 1; a change names the one that it builds on
 * @param action {@code taken} by the reviewer, {@code given} by somebody else, {@code released} so that nobody has it
 * @param reviewer null where nobody has it
 */
record ReviewAssignment(
        int seq,

        @Schema(allowableValues = {"taken", "given", "released"})
        String action,

        @Nullable Colleague reviewer,
        @Nullable Colleague assignedBy,
        Instant assignedAt) {

    static ReviewAssignment of(ResultSet row, int number) throws SQLException {
        return new ReviewAssignment(
                row.getInt("seq"),
                row.getString("action"),
                Colleague.of(row, "reviewer_id", "reviewer_name"),
                Colleague.of(row, "assigned_by", "assigned_by_name"),
                SqlTime.instant(row, "assigned_at"));
    }
}
