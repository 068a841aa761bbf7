package org.invigil.server.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code video_metadata}, inside a transaction that the caller has begun. */
public final class ClipRows {

    private static final String WITH_CHECK = """
            SELECT v.*, c.state, c.reasons, c.shown_ms, c.compared, c.differing
              FROM video_metadata v LEFT JOIN clip_checks c ON c.clip_id = v.id
            """;

    /** Whether somebody has asked for the clip of a row {@code v}. */
    private static final String IS_REQUESTED =
            "EXISTS (SELECT 1 FROM clip_requests r WHERE r.id = v.id AND r.session_id = v.session_id)";

    private ClipRows() {}

    /** The clip, if the transaction's actor may see it. */
    public static Optional<Clip> find(JdbcClient jdbc, UUID clipId) {
        return jdbc.sql(WITH_CHECK + "WHERE v.id = ?")
                .param(clipId)
                .query((row, number) -> clip(row))
                .optional();
    }

    /** The session's clips, oldest first. */
    public static List<Clip> ofSession(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql(WITH_CHECK + "WHERE v.session_id = ? ORDER BY v.recorded_at, v.id")
                .param(sessionId)
                .query((row, number) -> clip(row))
                .list();
    }

    /** Of clips under these storage paths those that are no evidence of what was analysed. */
    public static Set<String> keptApart(JdbcClient jdbc, Collection<String> storagePaths) {
        return jdbc.sql("""
                        SELECT v.storage_path FROM video_metadata v JOIN clip_checks c ON c.clip_id = v.id
                         WHERE v.storage_path = ANY (?) AND c.state = ANY (?)""")
                .params(
                        storagePaths.toArray(String[]::new),
                        Arrays.stream(ClipCheck.State.values())
                                .filter(ClipCheck.State::isKeptApart)
                                .map(ClipCheck.State::wireName)
                                .toArray(String[]::new))
                .query(String.class)
                .set();
    }

    /** How many clips the session has of those that were asked for, or of the others. */
    static int count(JdbcClient jdbc, UUID sessionId, boolean isRequested) {
        return jdbc.sql("SELECT count(*) FROM video_metadata v WHERE v.session_id = ? AND " + IS_REQUESTED + " = ?")
                .params(sessionId, isRequested)
                .query(Integer.class)
                .single();
    }

    /** Inserts the row unless the clip has one; returns whether it did. */
    static boolean insert(JdbcClient jdbc, Clip clip) {
        return jdbc.sql("""
                        INSERT INTO video_metadata (id, session_id, student_id, storage_path, file_size_bytes, sha256,
                                                    content_type, behavior, recorded_at, duration_ms, uploaded_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (id) DO NOTHING""")
                        .params(
                                clip.id(),
                                clip.sessionId(),
                                clip.studentId(),
                                clip.storagePath(),
                                clip.fileSizeBytes(),
                                clip.sha256(),
                                clip.contentType(),
                                clip.behavior(),
                                SqlTime.toSql(clip.recordedAt()),
                                clip.durationMs(),
                                SqlTime.toSql(clip.uploadedAt()))
                        .update()
                == 1;
    }

    private static Clip clip(ResultSet row) throws SQLException {
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
                SqlTime.instant(row, "uploaded_at"),
                ClipCheck.read(row));
    }
}
