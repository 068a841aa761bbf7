package org.invigil.bench.load;

import java.net.http.WebSocket;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A proctor's dashboard. Measures how long after a student's reply the dashboard shows a state at least as new. One
 * sample a session is under way at a time. Needs generator and server on one clock, that is one machine.
 */
final class LiveWatcher implements WebSocket.Listener {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long LONGEST_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private record Awaited(Instant dueAt, long repliedNanos) {}

    private final Map<String, Awaited> awaited = new ConcurrentHashMap<>();
    private final Histogram delays = new ConcurrentHistogram(LONGEST_MILLIS, 3);
    private final StringBuilder text = new StringBuilder();
    private final long nanosAtStart = System.nanoTime();
    private final Instant instantAtStart = Instant.now();

    /** A student got the reply to a frame that was due at the given time. */
    void replied(String sessionId, long dueNanos, long nowNanos) {
        awaited.putIfAbsent(sessionId, new Awaited(instantAtStart.plusNanos(dueNanos - nanosAtStart), nowNanos));
    }

    /** Begins anew, after a warm-up. */
    void reset() {
        delays.reset();
    }

    double delayMillis(double percentile) {
        return delays.getValueAtPercentile(percentile);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            String message = text.toString();
            text.setLength(0);
            shown(JSON.readTree(message), System.nanoTime());
        }
        webSocket.request(1);
        return null;
    }

    private void shown(JsonNode message, long nowNanos) {
        for (JsonNode session : message.path("sessions")) {
            String id = session.path("session_id").asString("");
            String lastFrameAt = session.path("last_frame_at").asString("");
            Awaited sample = awaited.get(id);
            if (sample != null
                    && !lastFrameAt.isEmpty()
                    && !Instant.parse(lastFrameAt).isBefore(sample.dueAt())) {
                awaited.remove(id);
                long millis = TimeUnit.NANOSECONDS.toMillis(nowNanos - sample.repliedNanos());
                delays.recordValue(Math.clamp(millis, 0, LONGEST_MILLIS));
            }
        }
    }
}
