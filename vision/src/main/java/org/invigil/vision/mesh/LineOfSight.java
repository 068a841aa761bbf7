package org.invigil.vision.mesh;

import org.invigil.vision.EyeSignal;
import org.invigil.vision.Gaze;
import org.jspecify.annotations.Nullable;

/**
 * Where a person looks, head and eyes together, against the line from the face to the camera.
 *
 * @param yawDegrees positive to the person's own left
 * @param pitchDegrees positive up
 * @param trust in the eyes, 0 (the direction of the face alone) to 1
 */
record LineOfSight(double yawDegrees, double pitchDegrees, double trust) {

    /** Confidence up to which eyes say nothing, and from which they count in full. */
    private static final double LEAST_CONFIDENCE = 0.1;

    private static final double FULL_CONFIDENCE = 0.4;

    /**
     * Turn of the head up to which eyes make up for it in full, and from which they count no more: small turns are posture, and the eyes
     * hold their target against them; who turns the head by 30 degrees has turned to something.
     */
    private static final double EYES_MAKE_UP = 10;

    private static final double HEAD_DECIDES = 30;

    /** Furthest turn of the eyes that is believed. */
    private static final double MOST_EYE_YAW = 30;

    private static final double MOST_EYE_PITCH = 20;

    /**
     * How far a look may leave the camera before it is a look aside. Seen from 60 cm, a laptop's screen reaches 14 degrees to each side of
     * its camera and 18 down. A face without eyes gets more room, because eyes move further than heads do.
     */
    private static final double SIDE_DEGREES = 14;

    private static final double UP_DEGREES = 16;
    private static final double DOWN_DEGREES = 18;
    private static final double ROOM_WITHOUT_EYES = 0.25;

    static LineOfSight of(Rotation head, @Nullable EyeSignal eyes) {
        if (eyes == null) {
            return new LineOfSight(head.yawDegrees(), head.pitchDegrees(), 0);
        }
        double trust = Math.clamp((eyes.confidence() - LEAST_CONFIDENCE) / (FULL_CONFIDENCE - LEAST_CONFIDENCE), 0, 1);
        double reach = Math.clamp((HEAD_DECIDES - Math.abs(head.yawDegrees())) / (HEAD_DECIDES - EYES_MAKE_UP), 0, 1);
        double weight = trust * reach;
        double yaw = Math.toRadians(weight * Math.clamp(eyes.yawDegrees(), -MOST_EYE_YAW, MOST_EYE_YAW));
        double pitch = Math.toRadians(weight * Math.clamp(eyes.pitchDegrees(), -MOST_EYE_PITCH, MOST_EYE_PITCH));
        double x = Math.sin(yaw) * Math.cos(pitch);
        double y = Math.sin(pitch);
        double z = Math.cos(yaw) * Math.cos(pitch);
        double sightX = head.at(0, 0) * x + head.at(0, 1) * y + head.at(0, 2) * z;
        double sightY = head.at(1, 0) * x + head.at(1, 1) * y + head.at(1, 2) * z;
        double sightZ = head.at(2, 0) * x + head.at(2, 1) * y + head.at(2, 2) * z;
        return new LineOfSight(
                Math.toDegrees(Math.atan2(sightX, sightZ)),
                Math.toDegrees(Math.asin(Math.clamp(sightY, -1, 1))),
                trust);
    }

    /** The direction in words: the one that leaves its limit furthest. */
    Gaze gaze() {
        double room = 1 + ROOM_WITHOUT_EYES * (1 - trust);
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
