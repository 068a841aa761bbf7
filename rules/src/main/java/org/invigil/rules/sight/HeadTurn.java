package org.invigil.rules.sight;

import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.HeadPose;

/**
 * How far a head is turned from where its owner holds it, as far as that is certain, in degrees.
 *
 * @param yawDegrees positive to the person's own left
 * @param pitchDegrees positive up
 */
public record HeadTurn(double yawDegrees, double pitchDegrees) {

    /** Share of the limits up to which the eyes make up for a turn in full: small turns are posture, and the eyes hold their target. */
    private static final double EYES_MAKE_UP = 1.0 / 3;

    /** Of a head of which nothing is known but this: against the camera. */
    static HeadTurn fromCamera(HeadPose head) {
        return new HeadTurn(
                certain(head.yawDegrees(), head.uncertaintyDegrees()),
                certain(head.pitchDegrees(), head.uncertaintyDegrees()));
    }

    /** What is left of an angle when it is taken for as small as it may be. */
    static double certain(double degrees, double uncertaintyDegrees) {
        return Math.copySign(Math.max(0, Math.abs(degrees) - uncertaintyDegrees), degrees);
    }

    /** 0 where the head rests, 1 on the ellipse through the angles from which it decides by itself, more beyond. */
    double share(Policy.Sight sight) {
        double upright =
                pitchDegrees > 0 ? pitchDegrees / sight.headUpDegrees() : pitchDegrees / sight.headDownDegrees();
        return Math.hypot(yawDegrees / sight.headSideDegrees(), upright);
    }

    /** How far the eyes count, 0 to 1: not at all where the head decides. */
    double eyesCount(Policy.Sight sight) {
        return Math.clamp((1 - share(sight)) / (1 - EYES_MAKE_UP), 0, 1);
    }
}
