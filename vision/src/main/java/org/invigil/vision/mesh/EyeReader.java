package org.invigil.vision.mesh;

import org.invigil.rules.signal.EyeSignal;
import org.jspecify.annotations.Nullable;

/**
 * Where the eyes point. An eyeball is taken for a sphere whose centre sits behind the middle between the eye's corners; the iris lies on
 * it, so its offset in the picture, in units of the head's scale, is the sine of the line of sight. Lid opening tells whether there is
 * an iris to see.
 */
final class EyeReader {

    /** Distance from the eyeball's centre of rotation to the plane of the iris, in centimetres on the canonical face. */
    private static final double IRIS_RADIUS = 1.05;

    /** How far that centre lies behind the line between the eye's corners, in centimetres. */
    private static final double CENTRE_DEPTH = 0.6;

    /** How far the iris of an eye that looks straight ahead lies above the line between the corners, in centimetres. */
    private static final double IRIS_ABOVE_CORNERS = 0.07;

    /**
     * Shares of the eyes' turn in the head that the irises show, and where they seem to point when they look straight ahead: the network
     * draws them too near to the middle of the eye, above all up and down. In people who keep looking at one point the eyes turn against
     * the head as far as it turns; what is seen of that are these shares (docs/vision.md).
     */
    private static final double SHOWN_SIDEWAYS = 0.85;

    private static final double SHOWN_UPRIGHT = 0.8;

    private static final double STRAIGHT_PITCH = 5;

    /** Opening between the lids over the eye's width: closed and wide open. */
    private static final double CLOSED = 0.10;

    private static final double OPEN = 0.34;

    /** Below this openness there is no iris to be seen and the signal means nothing. */
    static final double BLINK = 0.22;

    /** Eye width in pixels below which the iris cannot be placed, and from which it can be placed well. */
    private static final double LEAST_WIDTH = 6;

    private static final double GOOD_WIDTH = 14;

    /** Sine of the strongest line of sight against the camera: an eye that looks further away shows no iris. */
    private static final double MOST_ACROSS = 0.95;

    /** Places in the refined outline of an eye. */
    private static final int OUTER_CORNER = 0;

    private static final int INNER_CORNER = 8;
    private static final int[] LOWER_LID = {3, 4, 5};
    private static final int[] UPPER_LID = {11, 12, 13};

    private EyeReader() {}

    /** Reads both eyes from a landmark network with attention that has just run; null if neither can be told. */
    static @Nullable EyeSignal read(FaceLandmarks landmarks, PoseSolver.Pose pose) {
        OneEye right = new OneEye(landmarks.eyes(), 0, landmarks.irises(), 0, pose);
        OneEye left = new OneEye(
                landmarks.eyes(),
                2 * FaceLandmarks.EYE_POINTS,
                landmarks.irises(),
                2 * FaceLandmarks.IRIS_POINTS,
                pose);
        // The eye on the far side of a turned head is foreshortened: its width in pixels says how much it can tell.
        double total = right.weight + left.weight;
        if (total <= 0) {
            return null;
        }
        double x = (right.weight * right.x + left.weight * left.x) / total;
        double y = (right.weight * right.y + left.weight * left.y) / total;
        double across = Math.hypot(x, y);
        if (across > MOST_ACROSS) {
            x *= MOST_ACROSS / across;
            y *= MOST_ACROSS / across;
        }
        double z = Math.sqrt(1 - x * x - y * y);
        Rotation head = pose.rotation();
        double headX = head.at(0, 0) * x + head.at(1, 0) * y + head.at(2, 0) * z;
        double headY = head.at(0, 1) * x + head.at(1, 1) * y + head.at(2, 1) * z;
        double headZ = head.at(0, 2) * x + head.at(1, 2) * y + head.at(2, 2) * z;
        double openness = (right.weight * right.openness + left.weight * left.openness) / total;
        double size = Math.clamp((Math.max(right.width, left.width) - LEAST_WIDTH) / (GOOD_WIDTH - LEAST_WIDTH), 0, 1);
        double agreement = Math.clamp(1.5 - 2 * Math.hypot(right.x - left.x, right.y - left.y), 0, 1);
        double confidence = openness < BLINK ? 0 : size * agreement;
        return new EyeSignal(
                Math.toDegrees(Math.atan2(headX, headZ)) / SHOWN_SIDEWAYS,
                (Math.toDegrees(Math.asin(Math.clamp(headY, -1, 1))) - STRAIGHT_PITCH) / SHOWN_UPRIGHT,
                openness,
                confidence);
    }

    /** One eye in the camera's view: x to the right of the picture, y up, both as parts of a unit line of sight. */
    private static final class OneEye {
        final double width;
        final double openness;
        final double x;
        final double y;
        final double weight;

        OneEye(double[] outline, int at, double[] iris, int irisAt, PoseSolver.Pose pose) {
            double outerX = outline[at + 2 * OUTER_CORNER];
            double outerY = outline[at + 2 * OUTER_CORNER + 1];
            double innerX = outline[at + 2 * INNER_CORNER];
            double innerY = outline[at + 2 * INNER_CORNER + 1];
            width = Math.hypot(innerX - outerX, innerY - outerY);
            double scale = pose.pixelsPerCentimetre();
            Rotation head = pose.rotation();
            double centreX =
                    (outerX + innerX) / 2 / scale + IRIS_ABOVE_CORNERS * head.at(0, 1) - CENTRE_DEPTH * head.at(0, 2);
            double centreY =
                    -(outerY + innerY) / 2 / scale + IRIS_ABOVE_CORNERS * head.at(1, 1) - CENTRE_DEPTH * head.at(1, 2);
            x = (iris[irisAt] / scale - centreX) / IRIS_RADIUS;
            y = (-iris[irisAt + 1] / scale - centreY) / IRIS_RADIUS;
            double opening = 0;
            for (int i = 0; i < UPPER_LID.length; i++) {
                opening += Math.hypot(
                        outline[at + 2 * UPPER_LID[i]] - outline[at + 2 * LOWER_LID[i]],
                        outline[at + 2 * UPPER_LID[i] + 1] - outline[at + 2 * LOWER_LID[i] + 1]);
            }
            // A turned head shortens the eye's width but not its opening.
            double fullWidth = width / Math.max(0.4, Math.abs(head.at(0, 0)));
            openness =
                    Math.clamp((opening / UPPER_LID.length / Math.max(1, fullWidth) - CLOSED) / (OPEN - CLOSED), 0, 1);
            weight = Math.max(0, width - LEAST_WIDTH / 2);
        }
    }
}
