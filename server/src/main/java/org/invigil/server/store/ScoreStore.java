package org.invigil.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.invigil.rules.batch.SignalBatch;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.policy.Policy;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.ExamSession;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The SQL of scores and incidents. Everything runs as the analyser, which may write these tables and no other. */
@Component
public class ScoreStore {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private static final String COLUMNS = """
            session_id, student_id, batch_seq, session_started_at, started_at, ended_at, frames, focus_score,
            focus_score_min, cheat_score, presence, detected_behavior, signals, signal_bytes""";

    private static final String FROM_JSON = """
            SELECT session_id, student_id, batch_seq, session_started_at, started_at, ended_at, frames, focus_score,
                focus_score_min, cheat_score, presence, detected_behavior, signals, decode(signal_bytes, 'base64')
            FROM json_to_recordset(?::json) AS row(
                session_id uuid, student_id uuid, batch_seq bigint, session_started_at timestamptz,
                started_at timestamptz, ended_at timestamptz, frames integer, focus_score numeric, focus_score_min numeric,
                cheat_score numeric, presence text, detected_behavior jsonb, signals json,
                signal_bytes text)
            """;

    private static final String UNLESS_STORED = " ON CONFLICT (session_id, batch_seq, session_started_at) DO NOTHING";

    private static final String INSERT_SCORES =
            "INSERT INTO cheat_scores (" + COLUMNS + ") " + FROM_JSON + UNLESS_STORED;

    /** One row a session, written over while it grows; a node that lost the session never writes over its successor's. */
    private static final String UPSERT_UNFINISHED =
            "INSERT INTO unfinished_scores (" + COLUMNS + ") " + FROM_JSON + """
            ON CONFLICT (session_id) DO UPDATE SET batch_seq = excluded.batch_seq, started_at = excluded.started_at,
                ended_at = excluded.ended_at, frames = excluded.frames, focus_score = excluded.focus_score,
                focus_score_min = excluded.focus_score_min, cheat_score = excluded.cheat_score,
                presence = excluded.presence, detected_behavior = excluded.detected_behavior, signals = excluded.signals,
                signal_bytes = excluded.signal_bytes
            WHERE excluded.batch_seq >= unfinished_scores.batch_seq
            """;

    /** Makes a row of what a server that died had gathered, if it did not come to store the finished row itself. */
    private static final String FINISH = "WITH last AS (DELETE FROM unfinished_scores WHERE session_id = ? RETURNING *)"
            + " INSERT INTO cheat_scores (" + COLUMNS + ") SELECT " + COLUMNS + " FROM last" + UNLESS_STORED;

    private static final String DROP_FINISHED = """
            DELETE FROM unfinished_scores USING json_to_recordset(?::json) AS row(session_id uuid, next_batch_seq bigint)
            WHERE unfinished_scores.session_id = row.session_id AND batch_seq < row.next_batch_seq
            """;

    private static final String HAS_ROWS = """
            SELECT EXISTS (SELECT FROM cheat_scores WHERE session_id = :session AND session_started_at = :startedAt)
                OR EXISTS (SELECT FROM unfinished_scores WHERE session_id = :session)
            """;

    /** What has grown into {@code unwatched} is for the module watch to end, whatever scoring says of its first part. */
    private static final String UPSERT_INCIDENTS = """
            INSERT INTO incidents (id, session_id, student_id, behavior, started_at, ended_at, confidence, focus_score_min)
            SELECT id, session_id, student_id, behavior, started_at, ended_at, confidence, focus_score_min
            FROM json_to_recordset(?::json) AS row(
                id uuid, session_id uuid, student_id uuid, behavior text, started_at timestamptz, ended_at timestamptz,
                confidence numeric, focus_score_min numeric)
            ON CONFLICT (id) DO UPDATE SET behavior = excluded.behavior,
                ended_at = coalesce(excluded.ended_at, incidents.ended_at),
                confidence = excluded.confidence, focus_score_min = excluded.focus_score_min
            WHERE incidents.behavior <> 'unwatched' OR excluded.behavior = 'unwatched'
            """;

    /** What was open when its server died ended with the last stored frame; nothing was seen after it. */
    private static final String CLOSE_ORPHANS = """
            UPDATE incidents SET ended_at = greatest(started_at, coalesce(CAST(:at AS timestamptz), started_at))
            WHERE session_id = :session AND ended_at IS NULL AND NOT id = ANY (:open) AND behavior <> 'unwatched'
            """;

    private static final String LAST_ROW =
            "SELECT batch_seq, focus_score, cheat_score, ended_at, " + StoredSignals.COLUMNS + """
             FROM cheat_scores WHERE session_id = ? AND session_started_at = ? ORDER BY batch_seq DESC LIMIT 1
            """;

    private final ActorTransactions transactions;
    private final ParkedScores parked;

    ScoreStore(ActorTransactions transactions, ParkedScores parked) {
        this.transactions = transactions;
        this.parked = parked;
    }

    /**
     * What one transaction wrote.
     *
     * @param insertedRows score rows that were not there before
     * @param finalScores of the sessions that were to be settled
     */
    record Saved(int insertedRows, Map<UUID, Double> finalScores) {}

    /**
     * Writes everything in one transaction, with a number of statements that does not depend on how much there is.
     *
     * @param unfinished at most one row a session, to be gone on from if this server dies before they are full
     * @param parks running scores that are left behind
     * @param settle sessions whose open incidents are to be closed and whose final score is asked for
     */
    Saved save(
            List<ScoreRow> rows,
            Collection<ScoreRow> unfinished,
            Collection<IncidentRow> incidents,
            Collection<ParkRow> parks,
            Collection<ExamSession> settle) {
        return transactions.run(Actor.ANALYZER, jdbc -> {
            int inserted = rows.isEmpty()
                    ? 0
                    : jdbc.sql(INSERT_SCORES)
                            .param(JSON.writeValueAsString(rows))
                            .update();
            if (inserted > 0) {
                keepLastOfEnded(
                        jdbc, rows.stream().map(ScoreRow::sessionId).distinct().toList());
            }
            if (!unfinished.isEmpty()) {
                jdbc.sql(UPSERT_UNFINISHED)
                        .param(JSON.writeValueAsString(lastOfEach(unfinished, ScoreRow::sessionId)))
                        .update();
            }
            if (!incidents.isEmpty()) {
                jdbc.sql(UPSERT_INCIDENTS)
                        .param(JSON.writeValueAsString(lastOfEachIncident(incidents)))
                        .update();
            }
            if (!parks.isEmpty()) {
                List<ParkRow> last = lastOfEach(parks, ParkRow::sessionId);
                jdbc.sql(DROP_FINISHED).param(JSON.writeValueAsString(last)).update();
                parked.park(jdbc, last);
            }
            Map<UUID, Double> finalScores = new LinkedHashMap<>();
            for (ExamSession session : settle) {
                finish(jdbc, session);
                Optional<StoredScores.LastRow> last = lastRow(jdbc, session);
                closeOrphans(jdbc, session, last, List.of());
                finalScores.put(
                        session.sessionId(),
                        last.map(StoredScores.LastRow::cheatScore).orElse(0.0));
            }
            return new Saved(inserted, finalScores);
        });
    }

    /** Rows may come after their session was submitted: what is kept with it follows them. */
    private static void keepLastOfEnded(JdbcClient jdbc, List<UUID> sessionIds) {
        jdbc.sql("SELECT 1 FROM invigil_keep_last_focus_scores(?)")
                .param(sessionIds.toArray(UUID[]::new))
                .query(Integer.class)
                .single();
    }

    public boolean hasRows(ExamSession session) {
        return transactions.run(Actor.ANALYZER, jdbc -> jdbc.sql(HAS_ROWS)
                .param("session", session.sessionId())
                .param("startedAt", SqlTime.toSql(session.startedAt()))
                .query(Boolean.class)
                .single());
    }

    private static void finish(JdbcClient jdbc, ExamSession session) {
        if (jdbc.sql(FINISH).param(session.sessionId()).update() > 0) {
            keepLastOfEnded(jdbc, List.of(session.sessionId()));
        }
    }

    /** Where the stored session ends. Closes what a server that crashed left open. */
    public StoredScores resume(ExamSession session, Policy policy, long epoch) {
        return transactions.run(Actor.ANALYZER, jdbc -> {
            finish(jdbc, session);
            Optional<StoredScores.LastRow> last = lastRow(jdbc, session);
            Optional<StoredScores> asLeft = parked.find(jdbc, session.sessionId())
                    .flatMap(state -> StoredScores.ofParked(state, last.orElse(null), epoch));
            closeOrphans(jdbc, session, last, asLeft.map(StoredScores::open).orElse(List.of()));
            if (asLeft.isPresent()) {
                return asLeft.get();
            }
            int incidents = jdbc.sql("SELECT count(*) FROM incidents WHERE session_id = ? AND behavior <> 'unwatched'")
                    .param(session.sessionId())
                    .query(Integer.class)
                    .single();
            return StoredScores.ofRow(last.orElse(null), incidents, policy, epoch);
        });
    }

    private static void closeOrphans(
            JdbcClient jdbc, ExamSession session, Optional<StoredScores.LastRow> last, List<OpenIncident> open) {
        jdbc.sql(CLOSE_ORPHANS)
                .param("at", last.map(row -> SqlTime.toSql(row.endedAt())).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("session", session.sessionId())
                .param("open", open.stream().map(OpenIncident::id).toArray(UUID[]::new), Types.ARRAY)
                .update();
    }

    /** The last known scores of sessions, for a dashboard that has seen no frame of them yet. */
    public List<LastKnownScore> lastKnown(Collection<UUID> sessionIds) {
        return transactions.run(Actor.ANALYZER, jdbc -> jdbc.sql("""
                                SELECT s.id, coalesce(s.last_focus_score, l.focus_score) AS focus_score,
                                       coalesce(s.cheat_score, l.cheat_score) AS cheat_score, l.presence, l.ended_at,
                                       (SELECT count(*) FROM incidents i WHERE i.session_id = s.id) AS incident_count
                                FROM exam_sessions s LEFT JOIN LATERAL (
                                    SELECT focus_score, cheat_score, presence, ended_at FROM cheat_scores c
                                    WHERE c.session_id = s.id AND c.session_started_at = s.started_at
                                    ORDER BY batch_seq DESC LIMIT 1) l ON true
                                WHERE s.id IN (:ids)
                                """)
                .param("ids", sessionIds)
                .query((row, number) -> LastKnownScore.of(row))
                .list());
    }

    private static Optional<StoredScores.LastRow> lastRow(JdbcClient jdbc, ExamSession session) {
        return jdbc.sql(LAST_ROW)
                .params(session.sessionId(), SqlTime.toSql(session.startedAt()))
                .query((row, number) -> new StoredScores.LastRow(
                        row.getLong("batch_seq"),
                        row.getDouble("focus_score"),
                        row.getDouble("cheat_score"),
                        SqlTime.instant(row, "ended_at"),
                        signals(row)))
                .optional();
    }

    private static @Nullable SignalBatch signals(ResultSet row) throws SQLException {
        try {
            return StoredSignals.read(row, 0);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As below; what has grown into {@code unwatched} is not what scoring says of its first part any more. */
    private static List<IncidentRow> lastOfEachIncident(Collection<IncidentRow> rows) {
        String unwatched = Behavior.UNWATCHED.wireName();
        Map<UUID, IncidentRow> last = new LinkedHashMap<>();
        rows.forEach(row -> last.merge(
                row.id(),
                row,
                (before, now) ->
                        before.behavior().equals(unwatched) && !now.behavior().equals(unwatched) ? before : now));
        return new ArrayList<>(last.values());
    }

    /** One statement cannot write a row twice: of an incident that opened and closed meanwhile, the end is what counts. */
    private static <T> List<T> lastOfEach(Collection<T> rows, Function<T, UUID> id) {
        Map<UUID, T> last = new LinkedHashMap<>();
        rows.forEach(row -> last.put(id.apply(row), row));
        return new ArrayList<>(last.values());
    }
}
