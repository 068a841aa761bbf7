package org.invigil.server.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.invigil.rules.batch.SignalBatch;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.score.ScoredFrame;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.TimedSignal;
import org.invigil.server.session.ExamSession;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Gathers frames until they make a row. Not thread-safe. */
public final class BatchBuilder {

    static final int FRAMES_A_ROW = 10;

    /**
     * An unfinished row is handed over once so much has been seen since the last handing over. With the sink's quarter of
     * a second and a transaction on top, less than a second is unsaved at any frame rate; from 20 frames a second on,
     * rows are full before.
     */
    static final long HAND_OVER_MILLIS = 500;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ExamSession session;
    private final List<TimedSignal> frames = new ArrayList<>(FRAMES_A_ROW);
    private final Map<Behavior, Integer> counts = new EnumMap<>(Behavior.class);
    private final Map<Behavior, Double> confidences = new EnumMap<>(Behavior.class);
    private final Map<Presence, Integer> presences = new EnumMap<>(Presence.class);
    private long nextSeq;
    private double focusScoreMin = 100;
    private @Nullable ScoredFrame last;
    private @Nullable Long handedOverAtMillis;

    public BatchBuilder(ExamSession session, long nextSeq) {
        this.session = session;
        this.nextSeq = nextSeq;
    }

    /** Whether a frame of this time belongs to another row: the row is full, or the clock was set back. */
    public boolean mustEndBefore(long atMillis) {
        return !frames.isEmpty()
                && (frames.size() >= FRAMES_A_ROW || atMillis < frames.getLast().atMillis());
    }

    /** The number of the next row. */
    public long nextSeq() {
        return nextSeq;
    }

    public boolean isFull() {
        return frames.size() >= FRAMES_A_ROW;
    }

    /** Whether the frames gathered so far should not wait until the row is full. */
    public boolean isDue() {
        if (frames.isEmpty() || handedOverAtMillis == null) {
            return false;
        }
        long sinceMillis = frames.getLast().atMillis() - handedOverAtMillis;
        return sinceMillis >= HAND_OVER_MILLIS || sinceMillis < 0; // below 0 the clock was set back
    }

    public void add(FrameSignal signal, long atMillis, ScoredFrame scored) {
        if (handedOverAtMillis == null) {
            handedOverAtMillis = atMillis;
        }
        frames.add(new TimedSignal(atMillis, signal));
        presences.merge(signal.presence(), 1, Integer::sum);
        focusScoreMin = Math.min(focusScoreMin, scored.focusScore());
        for (Behavior behavior : scored.behaviors()) {
            counts.merge(behavior, 1, Integer::sum);
            confidences.put(
                    behavior, scored.state().tally(behavior).incident(behavior).confidence());
        }
        last = scored;
    }

    /** The row of what was gathered, and a new beginning; null if nothing was. */
    public @Nullable ScoreRow end() {
        ScoreRow row = soFar();
        if (row != null) {
            nextSeq++;
            frames.clear();
            counts.clear();
            confidences.clear();
            presences.clear();
            focusScoreMin = 100;
            last = null;
        }
        return row;
    }

    /** The row of what was gathered, which goes on under the same number; null if nothing was. */
    public @Nullable ScoreRow soFar() {
        if (frames.isEmpty() || last == null) {
            return null;
        }
        handedOverAtMillis = frames.getLast().atMillis();
        return new ScoreRow(
                session.sessionId(),
                session.studentId(),
                nextSeq,
                session.startedAt(),
                Instant.ofEpochMilli(frames.getFirst().atMillis()),
                Instant.ofEpochMilli(frames.getLast().atMillis()),
                frames.size(),
                hundredths(last.focusScore()),
                hundredths(focusScoreMin),
                hundredths(last.cheatScore()),
                mostFrequent(),
                detectedBehavior(),
                null,
                StoredSignals.encode(new SignalBatch(
                        List.copyOf(frames),
                        last.state().cheatScore(),
                        last.state().calibration().baseline())));
    }

    static double hundredths(double score) {
        return Math.rint(score * 100) / 100;
    }

    private String mostFrequent() {
        return presences.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(entry -> entry.getKey().wireName())
                .orElseThrow();
    }

    private String detectedBehavior() {
        ObjectNode root = JSON.createObjectNode();
        counts.forEach((behavior, count) -> root.putObject(behavior.wireName())
                .put("frames", count)
                .put("confidence", hundredths(confidences.getOrDefault(behavior, 0.0))));
        return JSON.writeValueAsString(root);
    }
}
