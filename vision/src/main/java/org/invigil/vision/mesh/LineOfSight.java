package org.invigil.vision.mesh;

import org.invigil.vision.EyeSignal;
import org.invigil.vision.Gaze;
import org.jspecify.annotations.Nullable;

/**
 * Where a person looks, head and eyes together, against the line from the face to the camera.
 *
 * @param yawDegrees positive to the person's own left
 * @param pitchDegrees positive up
 * @param withEyes whether the eyes could be told; if not, it is the direction of the face
 */
record LineOfSight(double yawDegrees, double pitchDegrees, boolean withEyes) {

    /** Eye signals of less confidence say nothing. */
    private static final double LEAST_CONFIDENCE = 0.15;

    /**
     * How far a look may leave the camera before it leaves a screen under or over that camera: a 15 inch screen at half a metre reaches
     * 18 degrees to each side of its middle, and as far down. A face without eyes gets more room, because eyes move further than
     * heads do.
     */
    private static final double SIDE_DEGREES = 16;

    private static final double UP_DEGREES = 18;
    private static final double DOWN_DEGREES = 18;
    private static final double WITHOUT_EYES = 1.25;

    static LineOfSight of(Rotation head, @Nullable EyeSignal eyes) {
        if (eyes == null || eyes.confidence() < LEAST_CONFIDENCE) {
            return new LineOfSight(head.yawDegrees(), head.pitchDegrees(), false);
        }
        double yaw = Math.toRadians(eyes.yawDegrees());
        double pitch = Math.toRadians(eyes.pitchDegrees());
        double x = Math.sin(yaw) * Math.cos(pitch);
        double y = Math.sin(pitch);
        double z = Math.cos(yaw) * Math.cos(pitch);
        double sightX = head.at(0, 0) * x + head.at(0, 1) * y + head.at(0, 2) * z;
        double sightY = head.at(1, 0) * x + head.at(1, 1) * y + head.at(1, 2) * z;
        double sightZ = head.at(2, 0) * x + head.at(2, 1) * y + head.at(2, 2) * z;
        return new LineOfSight(
                Math.toDegrees(Math.atan2(sightX, sightZ)), Math.toDegrees(Math.asin(Math.clamp(sightY, -1, 1))), true);
    }

    /** The direction in words: the one that leaves its limit furthest. */
    Gaze gaze() {
        double room = withEyes ? 1 : WITHOUT_EYES;
        double side = Math.abs(yawDegrees) / (SIDE_DEGREES * room);
        double upright = Math.abs(pitchDegrees) / ((pitchDegrees > 0 ? UP_DEGREES : DOWN_DEGREES) * room);
        if (Math.max(side, upright) < 1) {
            return Gaze.CENTER;
        }
        if (side >= upright) {
            return yawDegrees > 0 ? Gaze.LEFT : Gaze.RIGHT;
        }
        return pitchDegrees > 0 ? Gaze.UP : Gaze.DOWN;
    }
}
