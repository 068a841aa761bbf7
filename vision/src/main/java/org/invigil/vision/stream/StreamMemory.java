package org.invigil.vision.stream;

import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.jpeg.FrameFingerprint;
import org.jspecify.annotations.Nullable;

/** What every engine remembers of a stream: the last frame, what it showed, and for how long it has been repeated. */
public abstract class StreamMemory implements FaceTracker {

    private static final long HASH_EVERY_MILLIS = 1_000;

    private @Nullable FrameFingerprint lastFrame;
    private @Nullable FrameAnalysis lastAnalysis;
    private long changedAtMillis;
    private long timeMillis = Long.MIN_VALUE;
    private int repeats;
    private long nextHashMillis = Long.MIN_VALUE;

    /** What the last frame showed; null before the first one. */
    public final @Nullable FrameAnalysis lastAnalysis() {
        return lastAnalysis;
    }

    /** Time from the last frame until now, in milliseconds; ask once there has been one. */
    public final long sinceLastFrame(long nowMillis) {
        return nowMillis - timeMillis;
    }

    /** The given time, or that of the last frame if it lies before it: time runs forward only. */
    final long moment(long givenMillis) {
        return Math.max(givenMillis, timeMillis);
    }

    /** Whether a frame is the last one again. */
    final boolean isRepeat(FrameFingerprint frame) {
        return frame.equals(lastFrame);
    }

    final void changed(FrameFingerprint frame, FrameAnalysis analysis, long nowMillis) {
        lastFrame = frame;
        lastAnalysis = analysis;
        changedAtMillis = nowMillis;
        timeMillis = nowMillis;
        repeats = 0;
    }

    final void repeated(long nowMillis) {
        timeMillis = nowMillis;
        repeats++;
    }

    /** Whether this frame's picture is to be hashed: the first one of each second. */
    final boolean hashDue(long nowMillis) {
        if (nowMillis < nextHashMillis) {
            return false;
        }
        nextHashMillis = nowMillis + HASH_EVERY_MILLIS;
        return true;
    }

    /** How often the last frame has come again. */
    final int repeats() {
        return repeats;
    }

    /** How long nothing but the last frame has come. */
    final long unchangedMillis() {
        return timeMillis - changedAtMillis;
    }
}
