package org.invigil.server.analysis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.invigil.server.observe.LogContext;
import org.invigil.vision.FrameAnalysis;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The pool of analysing threads, each with its own engine, and the round of lanes they serve. */
@Component
public class FrameAnalyzer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FrameAnalyzer.class);

    private static final long STOP_TIMEOUT_MILLIS = 5_000;

    private static final Duration[] TIME_BOUNDS = IntStream.of(1, 2, 4, 8, 15, 30, 60, 120)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final int maxSessions;
    private final BlockingQueue<FrameLane> ready;
    private final Set<FrameLane> lanes = ConcurrentHashMap.newKeySet();
    private final List<VisionEngine> engines;
    private final List<Thread> threads = new ArrayList<>();
    private final LoadGovernor governor;
    private final AtomicLong busyNanos = new AtomicLong();
    private final AtomicLong waitNanos = new AtomicLong();
    private final AtomicLong frames = new AtomicLong();
    private final Timer analysisTime;
    private final Counter failures;
    private volatile double targetFps = LoadGovernor.MAX_FPS;
    private volatile boolean stopping;

    @Autowired
    FrameAnalyzer(AnalysisProperties properties, MeterRegistry meters) {
        this(openEngines(properties), properties.maxSessions(), properties.minFps(), meters);
    }

    FrameAnalyzer(List<VisionEngine> engines, int maxSessions, double minFps, MeterRegistry meters) {
        this.maxSessions = maxSessions;
        // A closed lane may still wait for its last turn while its successor is queued already.
        this.ready = new ArrayBlockingQueue<>(2 * maxSessions);
        this.governor = new LoadGovernor(engines.size(), minFps);
        this.analysisTime = Timer.builder("invigil.analysis.frame")
                .description("time to analyse one frame")
                .serviceLevelObjectives(TIME_BOUNDS)
                .register(meters);
        this.failures = Counter.builder("invigil.analysis.failures")
                .description("frames on which the engine failed by itself")
                .register(meters);
        Gauge.builder("invigil.analysis.sessions", lanes, Set::size).register(meters);
        Gauge.builder("invigil.analysis.target_fps", this, FrameAnalyzer::targetFps)
                .register(meters);
        this.engines = List.copyOf(engines);
        for (VisionEngine engine : engines) {
            threads.add(Thread.ofPlatform()
                    .name("analysis-" + threads.size())
                    .daemon()
                    .start(() -> serve(engine)));
        }
    }

    private static List<VisionEngine> openEngines(AnalysisProperties properties) {
        List<VisionEngine> engines = new ArrayList<>();
        for (int i = 0; i < properties.threadCount(); i++) {
            engines.add(VisionEngines.open(properties.engine()));
        }
        return engines;
    }

    /**
     * Opens a lane, unless the analyser can take no more sessions.
     *
     * @param known true for a session that was taken before: it comes back from a lost connection and is never refused
     *     for load
     */
    public Optional<FrameLane> open(FrameResults results, boolean known) {
        if (known ? isFull() : !hasRoom()) {
            return Optional.empty();
        }
        FrameLane lane = new FrameLane(this, engines.getFirst().newTracker(), results);
        lanes.add(lane);
        return Optional.of(lane);
    }

    /** Whether a new session would be taken now. */
    public synchronized boolean hasRoom() {
        return !isFull() && governor.hasRoomFor(lanes.size());
    }

    private boolean isFull() {
        return stopping || lanes.size() >= maxSessions;
    }

    /** Frames a second that each session may send now. */
    public double targetFps() {
        return targetFps;
    }

    /** Whether every engine's thread runs. */
    boolean isServing() {
        return !stopping && threads.stream().allMatch(Thread::isAlive);
    }

    int threadCount() {
        return threads.size();
    }

    /** Measures the last window and shares out the next one. */
    @Scheduled(fixedRate = 500)
    synchronized void govern() {
        governor.observe(busyNanos.getAndSet(0) / 1e6, waitNanos.getAndSet(0) / 1e6, frames.getAndSet(0), lanes.size());
        targetFps = governor.targetFps();
    }

    boolean schedule(FrameLane lane) {
        return ready.offer(lane);
    }

    void closed(FrameLane lane) {
        lanes.remove(lane);
    }

    private void serve(VisionEngine engine) {
        while (!stopping) {
            FrameLane lane;
            try {
                lane = ready.take();
            } catch (InterruptedException e) {
                return; // only close() interrupts
            }
            waitNanos.addAndGet(System.nanoTime() - lane.scheduledAtNanos());
            Frame frame = lane.take();
            if (frame != null && !lane.isClosed()) {
                LogContext.with(lane.results.sessionId(), () -> analyze(engine, lane, frame));
            }
            lane.endTurn();
        }
    }

    private void analyze(VisionEngine engine, FrameLane lane, Frame frame) {
        try {
            long start = System.nanoTime();
            FrameAnalysis analysis;
            try {
                analysis = engine.analyze(frame.jpeg(), lane.tracker, frame.arrivedAtMillis());
            } finally {
                long nanos = System.nanoTime() - start;
                busyNanos.addAndGet(nanos);
                frames.incrementAndGet();
                analysisTime.record(nanos, TimeUnit.NANOSECONDS);
            }
            lane.results.analyzed(frame, analysis);
        } catch (FrameRejectedException e) {
            lane.results.rejected(frame, e);
        } catch (RuntimeException e) {
            // One bad frame must not take the thread from all other students. Logged at powers of two, counted always.
            failures.increment();
            long count = (long) failures.count();
            if (Long.bitCount(count) == 1) {
                log.error("Analysing a frame failed ({} times so far)", count, e);
            }
        }
    }

    /** Ends the turn in hand, stops the threads and frees the engines. */
    @Override
    public void close() {
        stopping = true;
        threads.forEach(Thread::interrupt);
        boolean ended = true;
        for (Thread thread : threads) {
            try {
                ended &= thread.join(Duration.ofMillis(STOP_TIMEOUT_MILLIS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ended = false;
            }
        }
        if (ended) {
            engines.forEach(VisionEngine::close);
        } else {
            log.warn("An analysing thread did not end; its native memory is left to the end of the process");
        }
    }
}
