package org.invigil.server.analysis;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The pool of analysing threads, each with its own engine, and the round of lanes they serve. */
@Component
public class FrameAnalyzer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FrameAnalyzer.class);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    /** Pictures of no session are looked at while every session may send so many frames a second. */
    private static final double SPARE_FPS = 20;

    private static final long SINGLE_LOOK_MILLIS = 2_000;

    private final FramePlaces places;
    private final LeftTrackers leftTrackers;
    private final BlockingQueue<FrameLane> ready;
    private final List<AnalysisThread> threads = new ArrayList<>();
    private final LoadGovernor governor;
    private final AnalysisMetrics metrics;
    private volatile double targetFps = LoadGovernor.MAX_FPS;
    /** One a thread: sessions wait for no more than that. */
    private final Semaphore singleLooks;

    private final int maxSessions;
    private final double minFps;
    private final DoubleSupplier frameCostBeforeAny;
    private volatile boolean stopping;

    @Autowired
    FrameAnalyzer(AnalysisProperties properties, FrameCost frameCost, MeterRegistry meters, Clock clock) {
        this(
                () -> VisionEngines.open(properties.engine()),
                properties.threadCount(),
                properties.maxSessions(),
                properties.minFps(),
                frameCost::millis,
                meters,
                clock);
    }

    FrameAnalyzer(
            Supplier<VisionEngine> engines,
            int threadCount,
            int maxSessions,
            double minFps,
            DoubleSupplier frameCostBeforeAny,
            MeterRegistry meters,
            Clock clock) {
        this.maxSessions = maxSessions;
        this.minFps = minFps;
        this.frameCostBeforeAny = frameCostBeforeAny;
        this.governor = new LoadGovernor(threadCount, minFps);
        this.singleLooks = new Semaphore(threadCount);
        this.places = new FramePlaces(maxSessions, this::bearsOneMoreThan, clock);
        this.leftTrackers = new LeftTrackers(maxSessions, clock);
        // A closed lane may still wait for its last turn while its successor is queued already.
        this.ready = new ArrayBlockingQueue<>(2 * (maxSessions + threadCount));
        this.metrics = new AnalysisMetrics(meters);
        Gauge.builder("invigil.analysis.sessions", places, FramePlaces::laneCount)
                .register(meters);
        Gauge.builder("invigil.analysis.target_fps", this, FrameAnalyzer::targetFps)
                .register(meters);
        for (int i = 0; i < threadCount; i++) {
            threads.add(new AnalysisThread(i, engines, ready, metrics));
        }
        threads.forEach(AnalysisThread::start);
    }

    /**
     * Whether a session would be taken now; changes nothing.
     *
     * @param sessionId whose place, if one is kept for it, does not stand in its own way
     */
    public boolean hasRoomFor(UUID sessionId) {
        return !stopping && places.hasRoomFor(sessionId);
    }

    /** Keeps a place for a session whose socket is being opened; empty if there is none. */
    public Optional<FramePlace> keepPlace(UUID sessionId) {
        return stopping ? Optional.empty() : places.keep(sessionId);
    }

    /** The socket was not opened after all. */
    public void giveBack(FramePlace place) {
        places.giveBack(place);
    }

    /**
     * Opens a lane on the place that is kept for the session, or on a free one. It takes a frame at once and looks at none before
     * {@link FrameLane#begin()}.
     *
     * @param known true for a session that was taken before: it comes back from a lost connection and is never refused
     *     for load
     */
    public Optional<FrameLane> open(FrameTurns turns, boolean known) {
        FrameLane lane = new FrameLane(this, turns);
        return !stopping && places.take(lane, turns.sessionId(), known) ? Optional.of(lane) : Optional.empty();
    }

    /**
     * Looks at one picture of no session, in turn with them, while the server has time to spare. It takes no place, and what it costs
     * is held against no session. Its sender waits.
     *
     * @return empty where there is no room for it now
     * @throws FrameRejectedException if it cannot be decoded
     */
    public Optional<FrameAnalysis> lookOnce(Frame frame) throws FrameRejectedException {
        if (stopping || targetFps < SPARE_FPS || !singleLooks.tryAcquire()) {
            return Optional.empty();
        }
        SingleLook look = new SingleLook();
        try (FrameLane lane = new FrameLane(this, look)) {
            lane.begin();
            lane.offer(frame);
            return look.await(SINGLE_LOOK_MILLIS);
        } finally {
            singleLooks.release();
        }
    }

    /** Frames a second that each session may send now. */
    public double targetFps() {
        return targetFps;
    }

    /** What this analyser can do; before the first students by a measured guess. */
    public AnalyzerCapacity capacity() {
        synchronized (governor) {
            double cost = governor.hasMeasured() ? governor.lookCostMillis() : frameCostBeforeAny.getAsDouble();
            return new AnalyzerCapacity(threadCount(), governor.usableShare(), cost, maxSessions, minFps);
        }
    }

    /** Whether frames are taken, and every engine's thread runs. */
    boolean isServing() {
        return !stopping && isWhole();
    }

    /** Whether no thread has ended that was not told to. */
    boolean isWhole() {
        return stopping || threads.stream().allMatch(AnalysisThread::isAlive);
    }

    int threadCount() {
        return threads.size();
    }

    /** Measures the last window and shares out the next one. */
    @Scheduled(fixedRate = 500)
    void govern() {
        int sessions = places.laneCount();
        LoadGovernor.Window window = metrics.takeWindow();
        synchronized (governor) {
            governor.observe(window, sessions);
            targetFps = governor.targetFps();
        }
    }

    private boolean bearsOneMoreThan(int sessions) {
        synchronized (governor) {
            return governor.hasRoomFor(sessions);
        }
    }

    boolean schedule(FrameLane lane) {
        return ready.offer(lane);
    }

    void closed(FrameLane lane) {
        places.free(lane);
    }

    /** A closed lane had its last turn. */
    void left(@Nullable UUID sessionId, FaceTracker tracker) {
        if (sessionId != null) {
            leftTrackers.leave(sessionId, tracker);
        }
    }

    /** What an earlier lane of the session has left, or nothing yet. */
    FaceTracker trackerOf(@Nullable UUID sessionId) {
        FaceTracker left = sessionId == null ? null : leftTrackers.take(sessionId);
        return left == null ? threads.getFirst().newTracker() : left;
    }

    /** Ends the turns in hand, stops the threads and frees the engines. */
    @Override
    public void close() {
        stopping = true;
        threads.forEach(AnalysisThread::stop);
        boolean ended = true;
        for (AnalysisThread thread : threads) {
            ended &= thread.awaitEnd(STOP_TIMEOUT);
        }
        if (!ended) {
            log.warn("An analysing thread did not end; its native memory is left to the end of the process");
        }
    }
}
