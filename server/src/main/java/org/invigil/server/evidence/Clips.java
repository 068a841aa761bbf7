package org.invigil.server.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads clips inside a transaction that its caller has begun. */
@Component
public class Clips {

    /** The session's clips that the transaction's actor may see, oldest first. */
    public List<Clip> of(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql("SELECT * FROM video_metadata WHERE session_id = ? ORDER BY recorded_at, id")
                .param(sessionId)
                .query(Clips::clip)
                .list();
    }

    static Clip clip(ResultSet row, int number) throws SQLException {
        return new Clip(
                row.getObject("id", UUID.class),
                row.getObject("session_id", UUID.class),
                row.getObject("student_id", UUID.class),
                row.getString("storage_path"),
                row.getLong("file_size_bytes"),
                row.getString("sha256"),
                row.getString("content_type"),
                row.getString("behavior"),
                SqlTime.instant(row, "recorded_at"),
                row.getLong("duration_ms"),
                SqlTime.instant(row, "uploaded_at"));
    }
}
