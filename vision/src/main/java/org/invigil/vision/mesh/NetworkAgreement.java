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

    /** From a head turned farther nothing is learned: the network with attention is lost there first, which is no constant difference. */
    private static final double MOST_YAW = 20;

    /** A pair that differs by more shows a quick movement between its two looks. */
    private static final double MOST_DEGREES_OF_PAIR = 5;

    /** More is taken off no pose, whatever was learned: 1.2 were measured (docs/vision.md). */
    private static final double MOST_DEGREES = 3;

    private @Nullable HeadPose plain;
    private long plainAtMillis;
    private int pairs = PAIRS_OF_DOUBT;
    private double yaw;
    private double pitch;

    /** For a face that is not there any more: the next may be another's. */
    void forget() {
        plain = null;
        pairs = PAIRS_OF_DOUBT;
        yaw = 0;
        pitch = 0;
    }

    /** The pose as the network without attention would have it. */
    HeadPose agreed(HeadPose seen, boolean withAttention, long nowMillis) {
        if (!withAttention) {
            plain = seen;
            plainAtMillis = nowMillis;
            return seen;
        }
        if (plain != null && nowMillis - plainAtMillis <= PAIR_MILLIS) {
            learn(plain, seen);
        }
        plain = null;
        return new HeadPose(
                seen.yawDegrees() + yaw,
                seen.pitchDegrees() + pitch,
                seen.rollDegrees(),
                seen.confidence(),
                seen.uncertaintyDegrees());
    }

    private void learn(HeadPose without, HeadPose with) {
        double yawApart = without.yawDegrees() - with.yawDegrees();
        double pitchApart = without.pitchDegrees() - with.pitchDegrees();
        boolean isTurned = Math.max(Math.abs(without.yawDegrees()), Math.abs(with.yawDegrees())) >= MOST_YAW;
        boolean hasMoved = Math.max(Math.abs(yawApart), Math.abs(pitchApart)) >= MOST_DEGREES_OF_PAIR;
        if (isTurned || hasMoved) {
            return;
        }
        pairs = Math.min(pairs + 1, MOST_PAIRS);
        yaw = Math.clamp(yaw + (yawApart - yaw) / pairs, -MOST_DEGREES, MOST_DEGREES);
        pitch = Math.clamp(pitch + (pitchApart - pitch) / pairs, -MOST_DEGREES, MOST_DEGREES);
    }
}
