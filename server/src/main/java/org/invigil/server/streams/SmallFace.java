package org.invigil.server.streams;

import org.invigil.rules.signal.HeadPose;
import org.jspecify.annotations.Nullable;

/**
 * Whether a student's face is too small in the picture to tell well where it looks. Said once it has lasted: the server may ask for larger
 * pictures meanwhile, and mostly they help (docs/protocol.md). Changes nothing in scoring. Arithmetic over the frames' times; not thread-safe.
 */
public final class SmallFace {

    /** Uncertainty of a pose from a face of 53 pixels and less (docs/vision.md). From the same on larger pictures are asked for. */
    public static final double SMALL_DEGREES = 2.5;

    SmallFace() {}

    /** Larger pictures are asked for after two seconds, and come within another. */
    private static final long BEGIN_MILLIS = 6_000;

    private static final long END_MILLIS = 2_000;

    /** A longer pause between two frames tells nothing of what was in between; 1.4 s is the slowest rate. */
    private static final long LONGEST_STEP_MILLIS = 1_500;

    private long lastMillis = -1;
    private long evidenceMillis;
    private boolean small;

    /**
     * Takes in a frame.
     *
     * @param pose of the main face, null without one
     * @param atMillis its arrival
     * @return whether the face is too small, by now
     */
    boolean after(@Nullable HeadPose pose, long atMillis) {
        long step = lastMillis < 0 ? 0 : Math.clamp(atMillis - lastMillis, 0, LONGEST_STEP_MILLIS);
        lastMillis = atMillis;
        boolean looksSmall = pose != null && pose.uncertaintyDegrees() >= SMALL_DEGREES;
        evidenceMillis = looksSmall == small ? 0 : evidenceMillis + step;
        if (evidenceMillis >= (small ? END_MILLIS : BEGIN_MILLIS)) {
            small = !small;
            evidenceMillis = 0;
        }
        return small;
    }

    /** As the last frame left it. */
    boolean isSmall() {
        return small;
    }
}
