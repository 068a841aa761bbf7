package org.invigil.server.scoring;

import org.invigil.server.exam.Policy;
import org.invigil.vision.EyeSignal;
import org.invigil.vision.HeadPose;
import org.jspecify.annotations.Nullable;

/**
 * Where head and eyes together point, smoothed over the last frames.
 *
 * @param known false before the first usable pose and after a gap
 * @param yawDegrees smoothed, positive to the person's own left
 * @param pitchDegrees smoothed, positive up
 * @param eyeYawDegrees the eyes in the head when they were last seen open
 * @param eyePitchDegrees the same, up and down
 * @param eyesAtMillis when that was
 */
record LineOfSight(
        boolean known,
        double yawDegrees,
        double pitchDegrees,
        double eyeYawDegrees,
        double eyePitchDegrees,
        long eyesAtMillis) {

    static final LineOfSight UNKNOWN = new LineOfSight(false, 0, 0, 0, 0, Long.MIN_VALUE / 2);

    /** A blink takes up to 0.4 s; for so long the eyes are taken to point where they did. */
    private static final long BLINK_MS = 400;

    /** The line of sight after one more frame; null if the frame does not tell. */
    @Nullable
    LineOfSight next(FrameSignal signal, long atMillis, double elapsedMs, Policy.Sight sight) {
        HeadPose pose = signal.pose();
        if (pose == null || pose.confidence() < sight.minPoseConfidence()) {
            return null;
        }
        EyeSignal eyes = signal.eyes();
        boolean seen = usable(eyes, sight);
        boolean remembered = !seen && atMillis - eyesAtMillis <= BLINK_MS;
        double eyeYaw = seen && eyes != null ? eyes.yawDegrees() : remembered ? eyeYawDegrees : 0;
        double eyePitch = seen && eyes != null ? eyes.pitchDegrees() : remembered ? eyePitchDegrees : 0;
        double yaw = pose.yawDegrees() + eyeYaw;
        double pitch = pose.pitchDegrees() + eyePitch;
        double share = known && sight.smoothingMs() > 0 ? 1 - Math.exp(-elapsedMs / sight.smoothingMs()) : 1;
        return new LineOfSight(
                true,
                yawDegrees + share * (yaw - yawDegrees),
                pitchDegrees + share * (pitch - pitchDegrees),
                eyeYaw,
                eyePitch,
                seen ? atMillis : eyesAtMillis);
    }

    private static boolean usable(@Nullable EyeSignal eyes, Policy.Sight sight) {
        return eyes != null
                && eyes.confidence() >= sight.minEyeConfidence()
                && eyes.openness() >= sight.minEyeOpenness();
    }
}
