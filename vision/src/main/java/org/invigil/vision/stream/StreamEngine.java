package org.invigil.vision.stream;

import java.util.List;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.UnusableReason;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.jpeg.FrameFingerprint;
import org.invigil.vision.jpeg.JpegHeader;
import org.invigil.vision.scene.PictureHash;
import org.invigil.vision.scene.Thumbnail;

/**
 * An engine that looks at new frames only: one that is byte for byte the last costs a checksum. A live sensor's noise never repeats, so
 * a frame that keeps coming for {@value #FROZEN_MILLIS} ms is a frozen camera.
 *
 * @param <M> what the engine remembers of a stream
 */
public abstract class StreamEngine<M extends StreamMemory> implements VisionEngine {

    private static final long FROZEN_MILLIS = 15_000;

    /** So many copies at least: two equal frames with a pause between them are a pause. */
    private static final int FROZEN_REPEATS = 30;

    private final Class<M> memoryType;

    protected StreamEngine(Class<M> memoryType) {
        this.memoryType = memoryType;
    }

    @Override
    public final FrameAnalysis analyze(byte[] jpeg, FaceTracker tracker, long timeMillis)
            throws FrameRejectedException {
        if (!memoryType.isInstance(tracker)) {
            throw new IllegalArgumentException(
                    "This tracker belongs to another engine; ask this one for a new tracker");
        }
        M memory = memoryType.cast(tracker);
        FrameFingerprint fingerprint = FrameFingerprint.of(jpeg);
        long now = memory.moment(timeMillis);
        FrameAnalysis last = memory.lastAnalysis();
        if (last != null && memory.isRepeat(fingerprint)) {
            memory.repeated(now);
            boolean frozen = memory.unchangedMillis() >= FROZEN_MILLIS && memory.repeats() >= FROZEN_REPEATS;
            return hashed(frozen ? frozen(last) : last.takenOver(true, false), jpeg, memory, now);
        }
        FrameAnalysis analysis = look(jpeg, JpegHeader.read(jpeg), memory, now);
        memory.changed(fingerprint, analysis, now);
        return hashed(analysis, jpeg, memory, now);
    }

    /** With the hash of the picture, once a second. */
    private FrameAnalysis hashed(FrameAnalysis analysis, byte[] jpeg, M memory, long now)
            throws FrameRejectedException {
        return memory.hashDue(now)
                ? analysis.withPictureHash(PictureHash.ofClear(thumbnail(jpeg, JpegHeader.read(jpeg))))
                : analysis;
    }

    /**
     * Looks at a frame that differs from the last one.
     *
     * @param nowMillis the frame's time, never before the last one's
     * @throws FrameRejectedException if the frame cannot be decoded; {@code memory} is unchanged then
     */
    protected abstract FrameAnalysis look(byte[] jpeg, JpegHeader header, M memory, long nowMillis)
            throws FrameRejectedException;

    /**
     * A frame in a few grey cells. Called after the frame was looked at.
     *
     * @throws FrameRejectedException if it does not decode
     */
    protected abstract Thumbnail thumbnail(byte[] jpeg, JpegHeader header) throws FrameRejectedException;

    private static FrameAnalysis frozen(FrameAnalysis last) {
        return new FrameAnalysis(
                last.width(),
                last.height(),
                Presence.UNKNOWN,
                1,
                0,
                0,
                0,
                List.of(),
                null,
                null,
                Gaze.UNKNOWN,
                UnusableReason.FROZEN,
                true);
    }
}
