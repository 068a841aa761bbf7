package org.invigil.server.analysis;

import java.util.concurrent.atomic.AtomicBoolean;
import org.invigil.vision.FaceTracker;
import org.jspecify.annotations.Nullable;

/**
 * One session's way through the analyser. At most one of its frames is being analysed and one is waiting. Before {@link #begin()}
 * none is looked at.
 */
public final class FrameLane implements AutoCloseable {

    private final FrameAnalyzer analyzer;
    private final LatestFrame latest = new LatestFrame();
    /** Whether it stands in the queue or has its turn; a lane that has not begun counts as such, so nobody puts it there. */
    private final AtomicBoolean scheduled = new AtomicBoolean(true);

    private volatile long scheduledAtNanos;
    private volatile boolean closed;

    /** Changed in turns, by whoever has the turn; null before the first. */
    private volatile @Nullable FaceTracker tracker;

    final FrameTurns turns;

    FrameLane(FrameAnalyzer analyzer, FrameTurns turns) {
        this.analyzer = analyzer;
        this.turns = turns;
    }

    /** From now on frames are looked at; one that is waiting already goes first. Called once. */
    public void begin() {
        endTurn();
    }

    /** Hands over a frame; it replaces one that is still waiting. Never blocks. */
    public void offer(Frame frame) {
        if (closed) {
            return;
        }
        latest.put(frame);
        scheduleIfNeeded();
    }

    /** Whether every frame is to be looked at from the next one on, and none followed. Called in a turn. */
    public void lookClosely(boolean closely) {
        tracker().lookClosely(closely);
    }

    /**
     * What is remembered of the session's frames. The first turn takes over what an earlier lane has left, no sooner: when this one was
     * opened, that may still have been in use. Called in a turn.
     */
    FaceTracker tracker() {
        FaceTracker known = tracker;
        if (known == null) {
            known = analyzer.trackerOf(turns.sessionId());
            tracker = known;
        }
        return known;
    }

    /** Remembers anew. Called in a turn. */
    void forget(FaceTracker empty) {
        tracker = empty;
    }

    /** Frames that a newer one replaced before they were analysed. */
    public long dropped() {
        return latest.dropped();
    }

    /** Takes no more frames; one that is being analysed is still delivered. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            latest.take();
            analyzer.closed(this);
            leaveIfIdle();
        }
    }

    /** Whether it is there for one picture of no session: it has no place, and says nothing of what sessions cost. */
    boolean isSingleLook() {
        return turns instanceof SingleLook;
    }

    boolean isClosed() {
        return closed;
    }

    /** When this lane began to wait for its turn, by {@link System#nanoTime()}. */
    long scheduledAtNanos() {
        return scheduledAtNanos;
    }

    @Nullable
    Frame take() {
        return latest.take();
    }

    /** Called after a turn: goes to the end of the queue if a frame has come in meanwhile. */
    void endTurn() {
        scheduled.set(false);
        if (closed) {
            leaveIfIdle();
        } else if (!latest.isEmpty()) {
            scheduleIfNeeded();
        }
    }

    /** Once nobody has a turn and it is closed: nobody has one any more, and what was remembered is free for a successor. */
    private void leaveIfIdle() {
        if (scheduled.compareAndSet(false, true)) {
            FaceTracker left = tracker;
            if (left != null) {
                analyzer.left(turns.sessionId(), left);
            }
        }
    }

    private void scheduleIfNeeded() {
        if (scheduled.compareAndSet(false, true)) {
            scheduledAtNanos = System.nanoTime();
            if (!analyzer.schedule(this)) {
                scheduled.set(false);
            }
        }
    }
}
