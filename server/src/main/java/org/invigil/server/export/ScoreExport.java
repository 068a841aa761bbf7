package org.invigil.server.export;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.invigil.server.database.OwnerLogin;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.store.SignalJson;
import org.invigil.server.store.StoredSignals;
import org.invigil.server.watch.WatchRows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes rows of {@code cheat_scores} as JSON lines: session by session in the order of their starts, rows oldest first. */
final class ScoreExport {

    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(5);
    private static final int ROWS_AT_ONCE = 500;

    /** Numbers stay as they are written, however many digits they have. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private static final String SESSIONS = """
            SELECT id, exam_id, started_at FROM exam_sessions
             WHERE (?::uuid IS NULL OR id = ?) AND (?::uuid IS NULL OR exam_id = ?) ORDER BY started_at, id
            """;

    private static final String ROWS = "SELECT student_id, batch_seq, started_at, ended_at, frames, focus_score,"
            + " focus_score_min, cheat_score, presence, detected_behavior::text, " + StoredSignals.COLUMNS
            + " FROM cheat_scores WHERE session_id = ? AND session_started_at = ? ORDER BY batch_seq";

    private final Connection snapshot;
    private final OutputStream out;
    private long rows;
    private long sessions;
    private long unreadable;

    private ScoreExport(Connection snapshot, OutputStream out) {
        this.snapshot = snapshot;
        this.out = out;
    }

    /**
     * What was written.
     *
     * @param sessions that were chosen, without rows too
     * @param unreadable rows among {@code rows} whose signals this version cannot read
     */
    record Written(long rows, long sessions, long unreadable) {}

    /**
     * Writes the rows as they are at this moment.
     *
     * @param session the only one, null for more
     * @param exam the only one, null for more
     * @throws ExportException if the database refuses, or has no such session or exam
     * @throws IOException if {@code out} takes no more
     */
    static Written write(OwnerLogin owner, @Nullable UUID session, @Nullable UUID exam, OutputStream out)
            throws IOException {
        try (Connection snapshot = owner.connect(LONGEST_ANSWER)) {
            snapshot.setAutoCommit(false); // rows come a part at a time only within a transaction
            snapshot.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            snapshot.setReadOnly(true);
            become(snapshot, Actor.SYSTEM);
            ScoreExport export = new ScoreExport(snapshot, out);
            export.requireExam(exam);
            export.writeSessions(session, exam);
            snapshot.rollback();
            return new Written(export.rows, export.sessions, export.unreadable);
        } catch (SQLException e) {
            throw ExportException.of(e);
        }
    }

    private static void become(Connection transaction, Actor actor) throws SQLException {
        try (PreparedStatement statement = transaction.prepareStatement("SELECT set_config('invigil.role', ?, true)")) {
            statement.setString(1, actor.rolesSetting());
            statement.execute();
        }
    }

    private void requireExam(@Nullable UUID exam) throws SQLException {
        if (exam == null) {
            return;
        }
        try (PreparedStatement query = snapshot.prepareStatement("SELECT 1 FROM exams WHERE id = ?")) {
            query.setObject(1, exam);
            try (ResultSet found = query.executeQuery()) {
                if (!found.next()) {
                    throw ExportException.unknown("exam", exam);
                }
            }
        }
    }

    private void writeSessions(@Nullable UUID session, @Nullable UUID exam) throws SQLException, IOException {
        try (PreparedStatement query = snapshot.prepareStatement(SESSIONS)) {
            query.setFetchSize(ROWS_AT_ONCE);
            for (int i = 1; i <= 4; i++) {
                query.setObject(i, i <= 2 ? session : exam, Types.OTHER);
            }
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    sessions++;
                    writeRows(
                            Objects.requireNonNull(found.getObject("id", UUID.class)),
                            found.getObject("exam_id", UUID.class),
                            found.getObject("started_at", OffsetDateTime.class));
                }
            }
        }
        if (session != null && sessions == 0) {
            throw ExportException.unknown("session", session);
        }
    }

    private void writeRows(UUID session, UUID exam, OffsetDateTime startedAt) throws SQLException, IOException {
        JsonNode watching = watching(session);
        try (PreparedStatement query = snapshot.prepareStatement(ROWS)) {
            query.setFetchSize(ROWS_AT_ONCE);
            query.setObject(1, session);
            query.setObject(2, startedAt);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    ObjectNode line = JSON.createObjectNode()
                            .put("session_id", session.toString())
                            .put("exam_id", exam.toString());
                    put(line, row);
                    line.set("watching", watching);
                    out.write(JSON.writeValueAsBytes(line));
                    out.write('\n');
                    rows++;
                }
            }
        }
    }

    /** How much of a sitting was watched, on each of its lines; null where it was not measured. */
    private JsonNode watching(UUID session) {
        JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(snapshot, true));
        return JSON.valueToTree(WatchRows.of(jdbc, List.of(session)).get(session));
    }

    private void put(ObjectNode line, ResultSet row) throws SQLException {
        line.put("student_id", row.getString("student_id"))
                .put("batch_seq", row.getLong("batch_seq"))
                .put("started_at", SqlTime.instant(row, "started_at").toString())
                .put("ended_at", SqlTime.instant(row, "ended_at").toString())
                .put("frames", row.getInt("frames"))
                .put("focus_score", row.getBigDecimal("focus_score"))
                .put("focus_score_min", row.getBigDecimal("focus_score_min"))
                .put("cheat_score", row.getBigDecimal("cheat_score"))
                .put("presence", row.getString("presence"));
        line.set("detected_behavior", JSON.readTree(row.getString("detected_behavior")));
        String asSent = row.getString("signals");
        if (asSent != null) {
            line.set("signals", JSON.readTree(asSent));
            return;
        }
        try {
            JsonNode signals = SignalJson.write(
                    StoredSignals.read(row, SqlTime.instant(row, "started_at").toEpochMilli()));
            line.set("signals", signals);
        } catch (IllegalArgumentException e) {
            unreadable++;
            line.putNull("signals").put("signals_problem", e.getMessage());
        }
    }
}
