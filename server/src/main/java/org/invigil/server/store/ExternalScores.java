package org.invigil.server.store;

import jakarta.validation.Validator;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.problem.ProblemException.FieldProblem;
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
    private static final int MOST_JSON_CHARS = 200_000;
    /** Of several wrong parts the first is told. */
    private static final List<String> PARTS = Arrays.stream(ScoreBatch.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    private final ExamSessions sessions;
    private final ScoreStore store;
    private final ObjectProvider<ScoreListener> listeners;
    private final Validator validator;

    ExternalScores(
            ExamSessions sessions, ScoreStore store, ObjectProvider<ScoreListener> listeners, Validator validator) {
        this.sessions = sessions;
        this.store = store;
        this.listeners = listeners;
        this.validator = validator;
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
            ScoreRow row = row(session, valid(batches.get(i), i), i);
            if (!seqs.add(row.batchSeq())) {
                throw ScoringException.invalidBatch(i, "batch_seq stands twice in this request");
            }
            rows.add(row);
            detectedLast = DetectedBehavior.read(batches.get(i).detectedBehavior(), i, row.frames());
        }
        int inserted =
                store.save(rows, List.of(), List.of(), List.of(), List.of()).insertedRows();
        if (inserted > 0) {
            ScoreUpdate update = update(rows.getLast(), detectedLast);
            listeners.forEach(listener -> listener.scored(session, update));
        }
        return inserted;
    }

    private ScoreBatch valid(@Nullable ScoreBatch batch, int index) {
        if (batch == null) {
            throw ScoringException.invalidBatch(index, "is null");
        }
        validator.validate(batch).stream()
                .min(Comparator.comparing(
                        wrong -> PARTS.indexOf(wrong.getPropertyPath().toString())))
                .ifPresent(wrong -> {
                    String field = FieldProblem.wireName(wrong.getPropertyPath().toString());
                    throw ScoringException.invalidBatch(index, field + " " + wrong.getMessage());
                });
        return batch;
    }

    private static ScoreRow row(ExamSession session, ScoreBatch batch, int index) {
        if (batch.endedAt().isBefore(batch.startedAt())) {
            throw ScoringException.invalidBatch(index, "ended_at must not be before started_at");
        }
        return new ScoreRow(
                session.sessionId(),
                session.studentId(),
                batch.batchSeq(),
                session.startedAt(),
                batch.startedAt(),
                batch.endedAt(),
                batch.frames(),
                BatchBuilder.hundredths(batch.focusScore()),
                BatchBuilder.hundredths(batch.focusScoreMin()),
                BatchBuilder.hundredths(batch.cheatScore()),
                batch.presence(),
                object(batch.detectedBehavior(), "detected_behavior", index),
                object(batch.signals(), "signals", index),
                null);
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
                WireNamed.get(Presence.class, row.presence()),
                row.focusScore(),
                row.cheatScore(),
                detected.stream().map(DetectedBehavior::behavior).toList(),
                List.of(),
                0,
                false);
    }
}
