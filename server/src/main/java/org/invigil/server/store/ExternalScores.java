package org.invigil.server.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.invigil.rules.signal.Presence;
import org.invigil.server.problem.StorableText;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Checks and stores batches that another analyser has scored, and tells the dashboards. */
@Component
class ExternalScores {

    private static final int MOST_BATCHES = 50;
    private static final int MOST_FRAMES = 1_000;
    private static final int MOST_JSON_CHARS = 200_000;

    private final ExamSessions sessions;
    private final ScoreStore store;
    private final ObjectProvider<ScoreListener> listeners;

    ExternalScores(ExamSessions sessions, ScoreStore store, ObjectProvider<ScoreListener> listeners) {
        this.sessions = sessions;
        this.store = store;
        this.listeners = listeners;
    }

    /**
     * Stores the batches that are not stored yet.
     *
     * @return how many were new
     */
    int save(@Nullable UUID sessionId, @Nullable List<ScoreBatch> batches) {
        if (sessionId == null) {
            throw ScoringException.invalidBatches("session_id is missing.");
        }
        if (batches == null || batches.isEmpty() || batches.size() > MOST_BATCHES) {
            throw ScoringException.invalidBatches("batches must hold 1 to " + MOST_BATCHES + " batches.");
        }
        ExamSession session = sessions.find(sessionId).orElseThrow(ScoringException::unknownSession);
        if (session.isOver()) {
            throw ScoringException.sessionClosed();
        }
        if (!session.isActive()) {
            throw ScoringException.sessionNotActive();
        }
        List<ScoreRow> rows = new ArrayList<>();
        List<DetectedBehavior> detectedLast = List.of();
        Set<Long> seqs = new HashSet<>();
        for (int i = 0; i < batches.size(); i++) {
            ScoreRow row = row(session, batches.get(i), i);
            if (!seqs.add(row.batchSeq())) {
                throw ScoringException.invalidBatch(i, "batch_seq stands twice in this request");
            }
            rows.add(row);
            detectedLast = detected(batches.get(i), i);
        }
        int inserted =
                store.save(rows, List.of(), List.of(), List.of(), List.of()).insertedRows();
        if (inserted > 0) {
            ScoreUpdate update = update(rows.getLast(), detectedLast);
            listeners.forEach(listener -> listener.scored(session, update));
        }
        return inserted;
    }

    private static ScoreRow row(ExamSession session, @Nullable ScoreBatch batch, int index) {
        if (batch == null) {
            throw ScoringException.invalidBatch(index, "is null");
        }
        ScoreRow row = new ScoreRow(
                session.sessionId(),
                session.studentId(),
                needed(batch.batchSeq(), "batch_seq", index),
                session.startedAt(),
                needed(batch.startedAt(), "started_at", index),
                needed(batch.endedAt(), "ended_at", index),
                needed(batch.frames(), "frames", index),
                score(batch.focusScore(), "focus_score", index),
                score(batch.focusScoreMin(), "focus_score_min", index),
                score(batch.cheatScore(), "cheat_score", index),
                presence(batch.presence(), index),
                object(needed(batch.detectedBehavior(), "detected_behavior", index), "detected_behavior", index),
                object(needed(batch.signals(), "signals", index), "signals", index));
        if (row.batchSeq() < 0) {
            throw ScoringException.invalidBatch(index, "batch_seq must not be negative");
        }
        if (row.endedAt().isBefore(row.startedAt())) {
            throw ScoringException.invalidBatch(index, "ended_at must not be before started_at");
        }
        if (row.frames() < 1 || row.frames() > MOST_FRAMES) {
            throw ScoringException.invalidBatch(index, "frames must be 1 to " + MOST_FRAMES);
        }
        return row;
    }

    private static <T> T needed(@Nullable T value, String name, int index) {
        if (value == null) {
            throw ScoringException.invalidBatch(index, name + " is missing");
        }
        return value;
    }

    private static double score(@Nullable Double value, String name, int index) {
        double score = needed(value, name, index);
        if (!(score >= 0 && score <= 100)) {
            throw ScoringException.invalidBatch(index, name + " must be 0 to 100");
        }
        return BatchBuilder.hundredths(score);
    }

    private static String presence(@Nullable String value, int index) {
        String presence = needed(value, "presence", index);
        for (Presence known : Presence.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(presence)) {
                return presence;
            }
        }
        throw ScoringException.invalidBatch(index, "presence must be present, hidden, absent or unknown");
    }

    private static List<DetectedBehavior> detected(ScoreBatch batch, int index) {
        return DetectedBehavior.read(
                needed(batch.detectedBehavior(), "detected_behavior", index),
                index,
                needed(batch.frames(), "frames", index));
    }

    private static String object(JsonNode node, String name, int index) {
        if (!node.isObject()) {
            throw ScoringException.invalidBatch(index, name + " must be an object");
        }
        String json = node.toString();
        if (json.length() > MOST_JSON_CHARS || json.contains("\\u0000") || !StorableText.isStorable(json)) {
            throw ScoringException.invalidBatch(
                    index, name + " is too long or holds a character that cannot be stored");
        }
        return json;
    }

    private static ScoreUpdate update(ScoreRow row, List<DetectedBehavior> detected) {
        return new ScoreUpdate(
                row.sessionId(),
                row.endedAt(),
                Presence.valueOf(row.presence().toUpperCase(Locale.ROOT)),
                row.focusScore(),
                row.cheatScore(),
                detected.stream().map(DetectedBehavior::behavior).toList(),
                List.of(),
                0);
    }
}
