package org.invigil.vision.haar;

import org.invigil.rules.sight.LineOfSight;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.HeadPose;
import org.jspecify.annotations.Nullable;

/**
 * What can be guessed of head and gaze from which cascade fired and where the eyes lie. Steps, not measurements: the
 * confidence says so.
 */
final class CoarsePose {

    /** A face that only the profile cascade sees is turned by 60 degrees or more. */
    private static final double PROFILE_YAW = 65;

    /** Where both fire, the head is about half turned. */
    private static final double HALF_TURNED_YAW = 30;

    /** Pupils this far off the eyes' middles look aside, in eye widths. */
    private static final double PUPIL_ASIDE = 0.09;

    /** An eye is a ball of about its opening's width, so a pupil moves by about half a width in 35 degrees. */
    private static final double EYE_DEGREES_PER_WIDTH = 90;

    /** Eye line in a level, straight face, as a fraction of the frontal box's height. */
    private static final double LEVEL_EYE_LINE = 0.38;

    /** Eye line's move for a nod, in degrees a fraction of the box's height. */
    private static final double NOD_DEGREES_PER_HEIGHT = 150;

    private CoarsePose() {}

    static HeadPose of(Sighting face, @Nullable EyePair eyes) {
        // Profiles of both sides at once are a mistake of one of them: no side is taken.
        int side = (face.towardImageRight() ? 1 : 0) - (face.towardImageLeft() ? 1 : 0);
        if (!face.frontal()) {
            return new HeadPose(side * PROFILE_YAW, 0, 0, 0.4);
        }
        if (eyes == null) {
            return new HeadPose(side * HALF_TURNED_YAW, 0, 0, 0.3);
        }
        double dx = eyes.imageRight().centerX() - eyes.imageLeft().centerX();
        double dy = eyes.imageRight().centerY() - eyes.imageLeft().centerY();
        double eyeLine = (eyes.imageLeft().centerY() + eyes.imageRight().centerY()) / 2;
        double fromTop = (eyeLine - face.box().y()) / face.box().height();
        double pitch = Math.clamp((LEVEL_EYE_LINE - fromTop) * NOD_DEGREES_PER_HEIGHT, -20, 20);
        // The eye at the image's right is the person's left one: lower means a tilt to that shoulder.
        double roll = Math.toDegrees(Math.atan2(dy, dx));
        return new HeadPose(side * HALF_TURNED_YAW, pitch, roll, 0.5);
    }

    /** The cascade fires on open eyes only, mostly: both seen means open. */
    static EyeSignal eyeSignal(EyePair eyes) {
        double yaw = Math.clamp(eyes.pupilX() * EYE_DEGREES_PER_WIDTH, -35, 35);
        return new EyeSignal(yaw, 0, 1, 0.3);
    }

    /** Steps of the pupils are told where the line of sight, which trusts them little, sees none. */
    static Gaze gaze(HeadPose pose, @Nullable EyeSignal eyes) {
        Gaze gaze = LineOfSight.gaze(pose, eyes);
        if (gaze != Gaze.CENTER) {
            return gaze;
        }
        if (eyes == null) {
            return Gaze.UNKNOWN;
        }
        if (Math.abs(eyes.yawDegrees()) >= PUPIL_ASIDE * EYE_DEGREES_PER_WIDTH) {
            return eyes.yawDegrees() > 0 ? Gaze.LEFT : Gaze.RIGHT;
        }
        return Gaze.CENTER;
    }
}
