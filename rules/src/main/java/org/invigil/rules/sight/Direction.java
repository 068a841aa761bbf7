package org.invigil.rules.sight;

import org.invigil.rules.policy.Policy;

/** Where the line of sight leaves the screen, in the person's own terms. */
public enum Direction {
    SCREEN,
    LEFT,
    RIGHT,
    UP,
    DOWN,
    DIAGONAL;

    /** Between these angles of the scaled line of sight lies the diagonal. */
    private static final double SIDE_UNTIL_DEGREES = 22.5;

    private static final double VERTICAL_FROM_DEGREES = 67.5;

    /** The sector of the frame before reaches this much farther, so that a borderline look does not flicker. */
    private static final double STICKY_DEGREES = 7;

    /**
     * Classifies one line of sight against the ellipse through the policy's angles: the enter angles if the frame before
     * looked at the screen, the leave angles otherwise.
     *
     * @param yawDegrees positive to the person's own left
     * @param pitchDegrees positive up
     */
    public static Direction of(double yawDegrees, double pitchDegrees, Direction before, Policy policy) {
        boolean entering = before == SCREEN;
        double side = sideShare(yawDegrees, entering, policy.sight());
        double vertical = verticalShare(pitchDegrees, entering, policy);
        if (Math.hypot(side, vertical) < 1) {
            return SCREEN;
        }
        double angle = Math.toDegrees(Math.atan2(vertical, side));
        boolean down = pitchDegrees < 0;
        if (angle < sideUntil(before)) {
            return yawDegrees > 0 ? LEFT : RIGHT;
        }
        // Towards the keyboard people look down at a slant: it is a diagonal only where the side alone is off the
        // screen.
        if (angle > verticalFrom(before) || (down && side < 1)) {
            return down ? DOWN : UP;
        }
        return DIAGONAL;
    }

    private static double sideShare(double yawDegrees, boolean entering, Policy.Sight sight) {
        if (yawDegrees > 0) {
            return yawDegrees / (entering ? sight.leftEnterDegrees() : sight.leftLeaveDegrees());
        }
        return -yawDegrees / (entering ? sight.rightEnterDegrees() : sight.rightLeaveDegrees());
    }

    private static double verticalShare(double pitchDegrees, boolean entering, Policy policy) {
        Policy.Sight sight = policy.sight();
        if (pitchDegrees > 0) {
            return pitchDegrees / (entering ? sight.upEnterDegrees() : sight.upLeaveDegrees());
        }
        if (!policy.countsLookingDown()) {
            return 0;
        }
        return -pitchDegrees / (entering ? sight.downEnterDegrees() : sight.downLeaveDegrees());
    }

    private static double sideUntil(Direction before) {
        return switch (before) {
            case LEFT, RIGHT -> SIDE_UNTIL_DEGREES + STICKY_DEGREES;
            case DIAGONAL -> SIDE_UNTIL_DEGREES - STICKY_DEGREES;
            case SCREEN, UP, DOWN -> SIDE_UNTIL_DEGREES;
        };
    }

    private static double verticalFrom(Direction before) {
        return switch (before) {
            case UP, DOWN -> VERTICAL_FROM_DEGREES - STICKY_DEGREES;
            case DIAGONAL -> VERTICAL_FROM_DEGREES + STICKY_DEGREES;
            case SCREEN, LEFT, RIGHT -> VERTICAL_FROM_DEGREES;
        };
    }
}
