package org.invigil.server.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Counts what happens to frames and sockets, by cause. */
@Component
class FrameMetrics {

    private static final Duration[] REPLY_BOUNDS = IntStream.of(10, 25, 50, 75, 100, 150, 250, 500, 1_000, 2_500)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Counter received;
    private final Counter analyzed;
    private final Counter reused;
    private final Counter followed;
    private final Counter dropped;
    private final Counter unsent;
    private final Timer reply;
    private final Counter refused;
    private final Map<FrameErrorCode, Counter> rejected = new EnumMap<>(FrameErrorCode.class);

    FrameMetrics(MeterRegistry meters) {
        received = counter(meters, "invigil.frames.received", "messages that arrived on frame sockets");
        analyzed = counter(meters, "invigil.frames.analyzed", "frames analysed and scored");
        reused = counter(meters, "invigil.frames.reused", "of those: equal to the frame before, analysis taken over");
        followed = counter(
                meters, "invigil.frames.followed", "of those: nothing had changed since the last look, its pose held");
        dropped = counter(meters, "invigil.frames.dropped", "frames replaced by a newer one before they were analysed");
        unsent = counter(meters, "invigil.frames.unsent", "answers not sent because the reader is too slow");
        reply = Timer.builder("invigil.frames.reply")
                .description("from a frame's arrival to its answer, the wait for an engine included")
                .serviceLevelObjectives(REPLY_BOUNDS)
                .register(meters);
        refused = counter(
                meters, "invigil.sessions.refused", "connections of new sessions refused because the node is full");
        for (FrameErrorCode code : FrameErrorCode.values()) {
            rejected.put(
                    code,
                    Counter.builder("invigil.frames.rejected")
                            .description("frames refused")
                            .tag("cause", code.wireName())
                            .register(meters));
        }
    }

    void received() {
        received.increment();
    }

    /**
     * A frame was analysed and scored, its answer goes out.
     *
     * @param taken over from the frame before
     * @param replyMillis since it arrived
     */
    void analyzed(boolean taken, long replyMillis) {
        analyzed.increment();
        reply.record(Math.max(0, replyMillis), TimeUnit.MILLISECONDS);
        if (taken) {
            reused.increment();
        }
    }

    /** A frame showed what the last look saw. */
    void followed() {
        followed.increment();
    }

    void dropped(long count) {
        dropped.increment((double) count);
    }

    void unsent() {
        unsent.increment();
    }

    void sessionRefused() {
        refused.increment();
    }

    void rejected(FrameErrorCode code) {
        Counter counter = rejected.get(code);
        if (counter != null) {
            counter.increment();
        }
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }
}
