package org.invigil.server.analysis;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.server.observe.LogContext;
import org.invigil.vision.EngineFailedException;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One analysing thread and the engine that is its own. Whatever a frame does to the engine, the lane's turn ends and the
 * thread goes on, with a new engine where the old one cannot be trusted any more. Without one, or without memory, the thread
 * ends, and the node's liveness with it.
 */
final class AnalysisThread {

    private static final Logger log = LoggerFactory.getLogger(AnalysisThread.class);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Supplier<VisionEngine> engines;
    private final BlockingQueue<FrameLane> ready;
    private final AnalysisMetrics metrics;
    private final Thread thread;
    /** Replaced on the thread itself; elsewhere it only makes trackers, and is closed once the thread has ended. */
    private volatile VisionEngine engine;

    private volatile boolean stopping;
    /** What the engine threw in the turn in hand; of the thread alone. */
    private @Nullable Throwable engineFailure;

    AnalysisThread(
            int number, Supplier<VisionEngine> engines, BlockingQueue<FrameLane> ready, AnalysisMetrics metrics) {
        this.engines = engines;
        this.ready = ready;
        this.metrics = metrics;
        this.engine = engines.get();
        this.thread = Thread.ofPlatform().name("analysis-" + number).daemon().unstarted(this::serveToTheEnd);
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    FaceTracker newTracker() {
        return engine.newTracker();
    }

    private void serveToTheEnd() {
        try {
            serve();
        } catch (Throwable e) { // said here, because nobody waits for this thread
            log.error("An analysing thread has ended and cannot be replaced; the node reports itself as not alive", e);
        }
    }

    private void serve() {
        while (!stopping) {
            FrameLane lane;
            try {
                lane = ready.take();
            } catch (InterruptedException e) {
                return; // only stop() interrupts
            }
            try {
                if (!lane.isSingleLook()) {
                    metrics.waited(System.nanoTime() - lane.scheduledAtNanos());
                }
                Frame frame = lane.take();
                if (frame != null && !lane.isClosed()) {
                    LogContext.with(lane.turns.sessionId(), () -> turn(lane, frame));
                }
            } finally {
                lane.endTurn(); // whatever has happened: a lane that is never given back is never served again
            }
        }
    }

    private void turn(FrameLane lane, Frame frame) {
        engineFailure = null;
        try {
            lane.turns.turn(frame, taken -> look(lane, taken));
        } catch (Throwable e) {
            // One bad frame must not take the thread from all other students.
            if (e != engineFailure) {
                // What goes wrong in scoring and answering is not the engine's fault, and no other student's either.
                metrics.notDelivered(e);
                throwIfOutOfMemory(e);
            }
        }
        if (engineFailure != null) {
            metrics.failed(engineFailure);
            recover(lane, engineFailure);
        }
    }

    private FrameAnalysis look(FrameLane lane, Frame frame) throws FrameRejectedException {
        long start = System.nanoTime();
        long cpuStart = THREADS.getCurrentThreadCpuTime();
        FrameAnalysis seen = null;
        try {
            FaceTracker tracker = lane.tracker();
            tracker.lookForPhones(lane.turns.looksForPhones()); // it may be a new one, after a failure
            seen = engine.analyze(frame.jpeg(), tracker, frame.arrivedAtMillis());
            return seen;
        } catch (RuntimeException | Error e) {
            engineFailure = e;
            throw e;
        } finally {
            metrics.engineUsed(THREADS.getCurrentThreadCpuTime() - cpuStart);
            if (!lane.isSingleLook()) { // a first look costs ten times what a session's next one does
                metrics.analysed(System.nanoTime() - start, seen != null && (seen.followed() || seen.reused()));
            }
        }
    }

    /**
     * An exception leaves the engine's native part as it was; an Error may have come from anywhere in it. What the engine
     * remembers of the student's last frames may be half written in both cases.
     */
    private void recover(FrameLane lane, Throwable failure) {
        throwIfOutOfMemory(failure);
        if (failure instanceof Error || failure instanceof EngineFailedException) {
            VisionEngine suspect = engine;
            engine = engines.get();
            close(suspect);
        }
        lane.forget(engine.newTracker());
    }

    /** A process without memory is to end and to be started again, not to go on with what it has left. */
    private static void throwIfOutOfMemory(Throwable failure) {
        if (failure instanceof OutOfMemoryError end) {
            throw end;
        }
    }

    private static void close(VisionEngine suspect) {
        try {
            suspect.close();
        } catch (Throwable e) {
            log.warn("An engine that failed could not be closed; its native memory is left", e);
        }
    }

    /** Takes no new turn. */
    void stop() {
        stopping = true;
        thread.interrupt();
    }

    /** Waits for the turn in hand and frees the engine; false if it did not end in time and keeps its engine. */
    boolean awaitEnd(Duration patience) {
        try {
            if (thread.join(patience)) {
                engine.close();
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
