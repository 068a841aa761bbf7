package org.invigil.server.scoring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.exam.Policy;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The SQL of scores and incidents. Everything runs as the analyser, which may write these two tables and no other. */
@Component
class ScoreStore {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private static final String INSERT_SCORES = """
            INSERT INTO cheat_scores (session_id, student_id, batch_seq, started_at, ended_at, frames, focus_score,
                                      focus_score_min, cheat_score, presence, detected_behavior, signals)
            SELECT session_id, student_id, batch_seq, started_at, ended_at, frames, focus_score,
                   focus_score_min, cheat_score, presence, detected_behavior, signals
            FROM json_to_recordset(?::json) AS row(
                session_id uuid, student_id uuid, batch_seq bigint, started_at timestamptz, ended_at timestamptz,
                frames integer, focus_score numeric, focus_score_min numeric, cheat_score numeric, presence text,
                detected_behavior jsonb, signals jsonb)
            ON CONFLICT (session_id, batch_seq) DO NOTHING
            """;

    private static final String UPSERT_INCIDENTS = """
            INSERT INTO incidents (id, session_id, student_id, behavior, started_at, ended_at, confidence, focus_score_min)
            SELECT id, session_id, student_id, behavior, started_at, ended_at, confidence, focus_score_min
            FROM json_to_recordset(?::json) AS row(
                id uuid, session_id uuid, student_id uuid, behavior text, started_at timestamptz, ended_at timestamptz,
                confidence numeric, focus_score_min numeric)
            ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, confidence = excluded.confidence,
                                           focus_score_min = excluded.focus_score_min
            """;

    /** What was open when its server died ended with the last stored frame; nothing was seen after it. */
    private static final String CLOSE_ORPHANS = """
            UPDATE incidents SET ended_at = greatest(started_at, coalesce(
                (SELECT max(ended_at) FROM cheat_scores s WHERE s.session_id = incidents.session_id), started_at))
            WHERE session_id = ? AND ended_at IS NULL
            """;

    private static final String LAST_ROW = """
            SELECT batch_seq, focus_score, cheat_score, signals::text FROM cheat_scores
            WHERE session_id = ? ORDER BY batch_seq DESC LIMIT 1
            """;

    private final ActorTransactions transactions;

    ScoreStore(ActorTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * What one transaction wrote.
     *
     * @param insertedRows score rows that were not there before
     * @param finalScores of the sessions that were to be settled
     */
    record Saved(int insertedRows, Map<UUID, Double> finalScores) {}

    /**
     * Writes everything in one transaction and at most two inserts.
     *
     * @param settle sessions whose open incidents are to be closed and whose final score is asked for
     */
    Saved save(List<ScoreRow> rows, Collection<IncidentRow> incidents, Collection<UUID> settle) {
        return transactions.run(Actor.ANALYZER, jdbc -> {
            int inserted = rows.isEmpty()
                    ? 0
                    : jdbc.sql(INSERT_SCORES)
                            .param(JSON.writeValueAsString(rows))
                            .update();
            if (!incidents.isEmpty()) {
                jdbc.sql(UPSERT_INCIDENTS)
                        .param(JSON.writeValueAsString(lastOfEach(incidents)))
                        .update();
            }
            Map<UUID, Double> finalScores = new LinkedHashMap<>();
            for (UUID sessionId : settle) {
                jdbc.sql(CLOSE_ORPHANS).param(sessionId).update();
                finalScores.put(
                        sessionId,
                        lastRow(jdbc, sessionId)
                                .map(StoredScores.LastRow::cheatScore)
                                .orElse(0.0));
            }
            return new Saved(inserted, finalScores);
        });
    }

    boolean hasRows(UUID sessionId) {
        return transactions.run(Actor.ANALYZER, jdbc -> lastRow(jdbc, sessionId).isPresent());
    }

    /** Where the stored rows of a session end. Closes what an earlier server left open. */
    StoredScores resume(UUID sessionId, Policy policy) {
        return transactions.run(Actor.ANALYZER, jdbc -> {
            jdbc.sql(CLOSE_ORPHANS).param(sessionId).update();
            int incidents = jdbc.sql("SELECT count(*) FROM incidents WHERE session_id = ?")
                    .param(sessionId)
                    .query(Integer.class)
                    .single();
            return StoredScores.of(lastRow(jdbc, sessionId).orElse(null), incidents, policy);
        });
    }

    /** The last known scores of sessions, for a dashboard that has seen no frame of them yet. */
    List<LastKnownScore> lastKnown(Collection<UUID> sessionIds) {
        return transactions.run(Actor.ANALYZER, jdbc -> jdbc.sql("""
                                SELECT s.id, l.focus_score, l.cheat_score, l.presence, l.ended_at,
                                       (SELECT count(*) FROM incidents i WHERE i.session_id = s.id) AS incident_count
                                FROM exam_sessions s LEFT JOIN LATERAL (
                                    SELECT focus_score, cheat_score, presence, ended_at FROM cheat_scores c
                                    WHERE c.session_id = s.id ORDER BY batch_seq DESC LIMIT 1) l ON true
                                WHERE s.id IN (:ids)
                                """)
                .param("ids", sessionIds)
                .query((row, number) -> LastKnownScore.of(row))
                .list());
    }

    private static Optional<StoredScores.LastRow> lastRow(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql(LAST_ROW)
                .param(sessionId)
                .query((row, number) -> new StoredScores.LastRow(
                        row.getLong("batch_seq"),
                        row.getDouble("focus_score"),
                        row.getDouble("cheat_score"),
                        row.getString("signals")))
                .optional();
    }

    /** One statement cannot write a row twice: of an incident that opened and closed meanwhile, the end is what counts. */
    private static List<IncidentRow> lastOfEach(Collection<IncidentRow> incidents) {
        Map<UUID, IncidentRow> last = new LinkedHashMap<>();
        incidents.forEach(incident -> last.put(incident.id(), incident));
        return new ArrayList<>(last.values());
    }
}
