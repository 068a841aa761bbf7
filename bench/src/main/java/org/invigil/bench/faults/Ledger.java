package org.invigil.bench.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one student wrote and what the server said it has. Comparing is strict: after the last acknowledged write of a
 * question the server holds that text or a later one, byte for byte, and every acknowledged clip is there whole.
 */
final class Ledger {

    /** One write of an answer; {@code version} is the id that it was sent under. */
    record Write(UUID version, String text) {}

    private static final class Question {
        private final List<Write> tried = new ArrayList<>();
        private final List<Integer> acknowledged = new ArrayList<>();
    }

    private final Map<String, Question> questions = new HashMap<>();
    private final Map<UUID, String> clips = new ConcurrentHashMap<>();

    /** The student is about to send this, after everything tried before for the same question. */
    synchronized void tried(String questionId, Write write) {
        questions.computeIfAbsent(questionId, id -> new Question()).tried.add(write);
    }

    /** The server said that it has what was sent under this version. */
    synchronized void acknowledged(String questionId, UUID version) {
        Question question = questions.computeIfAbsent(questionId, id -> new Question());
        question.acknowledged.add(index(question, version));
    }

    /** Whether this version is one of the student's own. */
    synchronized boolean isOwn(String questionId, UUID version) {
        Question question = questions.get(questionId);
        return question != null && index(question, version) >= 0;
    }

    /** The server said that it has this clip. */
    void clipAcknowledged(UUID clipId, String sha256) {
        clips.put(clipId, sha256);
    }

    synchronized int answersAcknowledged() {
        return questions.values().stream()
                .mapToInt(question -> question.acknowledged.size())
                .sum();
    }

    int clipsAcknowledged() {
        return clips.size();
    }

    Map<UUID, String> clips() {
        return Map.copyOf(clips);
    }

    /**
     * How many acknowledged writes the server has dropped: those that came after the one it holds.
     *
     * @param stored by question; a question without an answer is missing
     */
    synchronized int answersLost(Map<String, Write> stored) {
        int lost = 0;
        for (Map.Entry<String, Question> entry : questions.entrySet()) {
            Question question = entry.getValue();
            Write held = stored.get(entry.getKey());
            int heldIndex = held == null ? -1 : index(question, held.version());
            if (heldIndex >= 0 && !question.tried.get(heldIndex).equals(held)) {
                heldIndex = -1; // under its name stands another text
            }
            int known = heldIndex;
            lost += (int) question.acknowledged.stream()
                    .filter(acknowledged -> acknowledged > known)
                    .count();
        }
        return lost;
    }

    private static int index(@Nullable Question question, UUID version) {
        if (question == null) {
            return -1;
        }
        for (int i = 0; i < question.tried.size(); i++) {
            if (question.tried.get(i).version().equals(version)) {
                return i;
            }
        }
        return -1;
    }
}
