package org.invigil.vision.mesh;

import org.invigil.rules.signal.HeadPose;
import org.jspecify.annotations.Nullable;

/**
 * What the two landmark networks differ by in the pose of one head: a degree or two, above all in pitch. Which of them looks changes from
 * frame to frame, and while frames are followed it is mostly the one with attention; without this a head would seem bowed as soon as it
 * holds still. The difference is learned from looks that come right after each other, and taken off those with attention.
 */
final class NetworkAgreement {

    /** Looks farther apart say more of the head's movement than of the networks. */
    private static final long PAIR_MILLIS = 170;

    /** Pairs over which the difference is averaged, and for how many "no difference" stands at first: one pair by itself is noise. */
    private static final int MOST_PAIRS = 40;

    private static final int PAIRS_OF_DOUBT = 4;

    private @Nullable HeadPose plain;
    private long plainAtMillis;
    private int pairs = PAIRS_OF_DOUBT;
    private double yaw;
    private double pitch;

    /** The pose as the network without attention would have it. */
    HeadPose agreed(HeadPose seen, boolean withAttention, long nowMillis) {
        if (!withAttention) {
            plain = seen;
            plainAtMillis = nowMillis;
            return seen;
        }
        if (plain != null && nowMillis - plainAtMillis <= PAIR_MILLIS) {
            pairs = Math.min(pairs + 1, MOST_PAIRS);
            yaw += (plain.yawDegrees() - seen.yawDegrees() - yaw) / pairs;
            pitch += (plain.pitchDegrees() - seen.pitchDegrees() - pitch) / pairs;
        }
        plain = null;
        return new HeadPose(
                seen.yawDegrees() + yaw,
                seen.pitchDegrees() + pitch,
                seen.rollDegrees(),
                seen.confidence(),
                seen.uncertaintyDegrees());
    }
}
