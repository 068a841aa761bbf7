package org.invigil.server.review;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody of the staff, by name. Students are not told who it is: the name is not there for them. */
@Schema(name = "Colleague")
public record Colleague(UUID id, String displayName) {

    /** From two columns; null if nobody is meant, or somebody whom the asker may not see. */
    static @Nullable Colleague of(ResultSet row, String idColumn, String nameColumn) throws SQLException {
        UUID id = row.getObject(idColumn, UUID.class);
        String name = row.getString(nameColumn);
        return id == null || name == null ? null : new Colleague(id, name);
    }
}
