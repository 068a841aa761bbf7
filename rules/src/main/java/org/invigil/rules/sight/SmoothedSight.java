package org.invigil.rules.sight;

import java.util.Objects;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.jspecify.annotations.Nullable;

/**
 * The line of sight over the last frames: evened out, and with the eyes remembered through a blink.
 *
 * @param known false before the first usable pose and after a gap
 * @param yawDegrees smoothed, positive to the person's own left
 * @param pitchDegrees smoothed, positive up
 * @param head the head alone: its yaw, pitch and uncertainty smoothed, the rest of the last frame
 * @param eyeYawDegrees the eyes in the head when they were last seen open
 * @param eyePitchDegrees the same, up and down
 * @param eyesAtMillis when that was
 */
public record SmoothedSight(
        boolean known,
        double yawDegrees,
        double pitchDegrees,
        HeadPose head,
        double eyeYawDegrees,
        double eyePitchDegrees,
        long eyesAtMillis) {

    public static final SmoothedSight UNKNOWN =
            new SmoothedSight(false, 0, 0, new HeadPose(0, 0, 0, 0), 0, 0, Long.MIN_VALUE / 2);

    /** A blink takes up to 0.4 s; for so long the eyes are taken to point where they did. */
    private static final long BLINK_MS = 400;

    public SmoothedSight {
        Objects.requireNonNull(head, "head: a state of another version");
    }

    /**
     * The line of sight after one more frame; null if the frame does not tell.
     *
     * @param calibration what is known by then of how the student holds the head
     */
    public @Nullable SmoothedSight next(
            FrameSignal signal, long atMillis, double elapsedMs, Calibration calibration, Policy policy) {
        Policy.Sight sight = policy.sight();
        HeadPose pose = signal.pose();
        if (pose == null || pose.confidence() < sight.minPoseConfidence()) {
            return null;
        }
        EyeSignal eyes = signal.eyes();
        boolean seen = LineOfSight.usable(eyes, sight);
        if (!seen) {
            boolean remembered = atMillis - eyesAtMillis <= BLINK_MS;
            eyes = remembered ? new EyeSignal(eyeYawDegrees, eyePitchDegrees, 1, 1) : null;
        }
        LineOfSight now = LineOfSight.of(pose, eyes, calibration.turn(pose, policy.calibration()), sight);
        double share = known && sight.smoothingMs() > 0 ? 1 - Math.exp(-elapsedMs / sight.smoothingMs()) : 1;
        return new SmoothedSight(
                true,
                smoothed(yawDegrees, now.yawDegrees(), share),
                smoothed(pitchDegrees, now.pitchDegrees(), share),
                new HeadPose(
                        smoothed(head.yawDegrees(), pose.yawDegrees(), share),
                        smoothed(head.pitchDegrees(), pose.pitchDegrees(), share),
                        pose.rollDegrees(),
                        pose.confidence(),
                        smoothed(head.uncertaintyDegrees(), pose.uncertaintyDegrees(), share)),
                eyes == null ? 0 : eyes.yawDegrees(),
                eyes == null ? 0 : eyes.pitchDegrees(),
                seen ? atMillis : eyesAtMillis);
    }

    private static double smoothed(double before, double now, double share) {
        return before + share * (now - before);
    }
}
