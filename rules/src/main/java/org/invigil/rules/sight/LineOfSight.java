package org.invigil.rules.sight;

import java.util.Objects;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.HeadPose;
import org.jspecify.annotations.Nullable;

/**
 * Where a person looks, head and eyes together, against the line from the face to the camera. The one definition: gaze and behaviours
 * both come from it. A head that is turned far decides by itself; within that the eyes make up for it, the less the farther it is turned.
 *
 * @param yawDegrees positive to the person's own left
 * @param pitchDegrees positive up
 * @param trust in the eyes, 0 (the direction of the face alone) to 1
 * @param head the pose that it was made of
 */
public record LineOfSight(double yawDegrees, double pitchDegrees, double trust, HeadPose head) {

    /** Confidence up to which eyes say nothing, and from which they count in full. */
    private static final double LEAST_CONFIDENCE = 0.1;

    private static final double FULL_CONFIDENCE = 0.4;

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

    /**
     * Of one frame by itself: its head is measured against the camera.
     *
     * @param eyes null where they cannot be told
     * @param sight below its bounds of confidence and openness, eyes are left out
     */
    public static LineOfSight of(HeadPose head, @Nullable EyeSignal eyes, Policy.Sight sight) {
        return of(head, eyes, HeadTurn.fromCamera(head), sight);
    }

    /**
     * Of one frame of a student who is known.
     *
     * @param eyes null where they cannot be told
     * @param turn how far the head is from where this student holds it
     */
    static LineOfSight of(HeadPose head, @Nullable EyeSignal eyes, HeadTurn turn, Policy.Sight sight) {
        if (!usable(eyes, sight)) {
            return new LineOfSight(head.yawDegrees(), head.pitchDegrees(), 0, head);
        }
        return believed(head, Objects.requireNonNull(eyes), turn, sight);
    }

    /** Of one frame whose eyes count as far as their confidence and the turn of the head let them. */
    static LineOfSight believed(HeadPose head, EyeSignal eyes, HeadTurn turn, Policy.Sight sight) {
        double trust = Math.clamp((eyes.confidence() - LEAST_CONFIDENCE) / (FULL_CONFIDENCE - LEAST_CONFIDENCE), 0, 1);
        double weight = trust * turn.eyesCount(sight);
        double yaw = Math.toRadians(weight * Math.clamp(eyes.yawDegrees(), -MOST_EYE_YAW, MOST_EYE_YAW));
        double pitch = Math.toRadians(weight * Math.clamp(eyes.pitchDegrees(), -MOST_EYE_PITCH, MOST_EYE_PITCH));
        return turned(head, Math.sin(yaw) * Math.cos(pitch), Math.sin(pitch), Math.cos(yaw) * Math.cos(pitch), trust);
    }

    /** Whether eyes may be believed at all: a blink is no look down. */
    public static boolean usable(@Nullable EyeSignal eyes, Policy.Sight sight) {
        return eyes != null
                && eyes.confidence() >= sight.minEyeConfidence()
                && eyes.openness() >= sight.minEyeOpenness();
    }

    /**
     * A direction in the head, turned as the head is: first its tilt, then its nod, then its turn. Axes: x to the right of the picture,
     * y up, z towards the camera.
     */
    private static LineOfSight turned(HeadPose head, double x, double y, double z, double trust) {
        double tilt = Math.toRadians(-head.rollDegrees());
        double tiltedX = x * Math.cos(tilt) - y * Math.sin(tilt);
        double tiltedY = x * Math.sin(tilt) + y * Math.cos(tilt);
        double nod = Math.toRadians(head.pitchDegrees());
        double noddedY = tiltedY * Math.cos(nod) + z * Math.sin(nod);
        double noddedZ = z * Math.cos(nod) - tiltedY * Math.sin(nod);
        double turn = Math.toRadians(head.yawDegrees());
        double turnedX = tiltedX * Math.cos(turn) + noddedZ * Math.sin(turn);
        double turnedZ = noddedZ * Math.cos(turn) - tiltedX * Math.sin(turn);
        return new LineOfSight(
                Math.toDegrees(Math.atan2(turnedX, turnedZ)),
                Math.toDegrees(Math.asin(Math.clamp(noddedY, -1, 1))),
                trust,
                head);
    }

    /**
     * The gaze of one frame, from the same rounded numbers as its behaviours.
     *
     * @param eyes null where they cannot be told
     */
    public static Gaze gaze(HeadPose head, @Nullable EyeSignal eyes) {
        EyeSignal seen = eyes == null ? null : FrameSignal.rounded(eyes);
        return of(FrameSignal.rounded(head), seen, Policy.DEFAULT.sight()).gaze();
    }

    /**
     * The direction in words: the one that leaves its limit furthest. It is the centre only where no behaviour of the default policy
     * would be told by a single picture.
     */
    Gaze gaze() {
        Look look = Calibration.look(this);
        double room = 1 + ROOM_WITHOUT_EYES * (1 - trust);
        double side = Math.abs(look.yawDegrees()) / (SIDE_DEGREES * room);
        double upright = Math.abs(look.pitchDegrees()) / ((pitchDegrees > 0 ? UP_DEGREES : DOWN_DEGREES) * room);
        boolean onScreen = Direction.of(look, Direction.SCREEN, Policy.DEFAULT) == Direction.SCREEN;
        if (Math.max(side, upright) < 1 && onScreen) {
            return Gaze.CENTER;
        }
        if (side >= upright) {
            return yawDegrees > 0 ? Gaze.LEFT : Gaze.RIGHT;
        }
        return pitchDegrees > 0 ? Gaze.UP : Gaze.DOWN;
    }
}
