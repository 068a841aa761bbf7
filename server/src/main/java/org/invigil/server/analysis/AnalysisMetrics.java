package org.invigil.server.analysis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the analysing threads did: counted for outside, and summed up for the governor's next look. */
final class AnalysisMetrics {

    private static final Logger log = LoggerFactory.getLogger(AnalysisMetrics.class);

    private static final Duration[] TIME_BOUNDS = IntStream.of(1, 2, 4, 8, 15, 30, 60, 120)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final AtomicLong busyNanos = new AtomicLong();
    private final AtomicLong waitNanos = new AtomicLong();
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong lookNanos = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();
    private final LongAdder engineNanos = new LongAdder();
    private final Timer analysisTime;
    private final Counter failures;
    private final Counter undelivered;

    AnalysisMetrics(MeterRegistry meters) {
        this.analysisTime = Timer.builder("invigil.analysis.frame")
                .description("time to analyse one frame")
                .serviceLevelObjectives(TIME_BOUNDS)
                .register(meters);
        FunctionCounter.builder("invigil.analysis.engine.cpu", engineNanos, nanos -> nanos.sum() / 1e9)
                .description("processor time that the engines took; the rest of the process is the server's own")
                .baseUnit("seconds")
                .register(meters);
        this.failures = Counter.builder("invigil.analysis.failures")
                .description("frames on which the engine failed by itself")
                .register(meters);
        this.undelivered = Counter.builder("invigil.analysis.undelivered")
                .description("frames whose result could not be scored or answered")
                .register(meters);
    }

    /** The sums since the last call, of sessions alone. */
    LoadGovernor.Window takeWindow() {
        return new LoadGovernor.Window(
                busyNanos.getAndSet(0) / 1e6,
                waitNanos.getAndSet(0) / 1e6,
                frames.getAndSet(0),
                lookNanos.getAndSet(0) / 1e6,
                looks.getAndSet(0));
    }

    /** A session's frame has waited for its turn. */
    void waited(long nanos) {
        waitNanos.addAndGet(nanos);
    }

    /**
     * A session's frame was analysed.
     *
     * @param nanos by the clock
     * @param held whether what an earlier frame showed was taken over, and no network has looked at this one
     */
    void analysed(long nanos, boolean held) {
        busyNanos.addAndGet(nanos);
        frames.incrementAndGet();
        if (!held) {
            lookNanos.addAndGet(nanos);
            looks.incrementAndGet();
        }
        analysisTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** An engine was at work, for whomever. */
    void engineUsed(long cpuNanos) {
        engineNanos.add(cpuNanos);
    }

    void failed(Throwable reason) {
        count(failures, "Analysing a frame failed ({} times so far)", reason);
    }

    void notDelivered(Throwable reason) {
        count(undelivered, "What a frame showed could not be scored or answered ({} times so far)", reason);
    }

    /** Logged at powers of two, counted always. */
    private static void count(Counter counter, String sentence, Throwable reason) {
        counter.increment();
        long count = (long) counter.count();
        if (Long.bitCount(count) == 1) {
            log.error(sentence, count, reason);
        }
    }
}
