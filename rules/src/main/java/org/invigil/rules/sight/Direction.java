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
     * Classifies one look: off the screen where the head decides so, or where head and eyes together leave the ellipse through the
     * policy's angles: the enter angles if the frame before looked at the screen, the leave angles otherwise. Past the corner is only
     * what is past the leave angles both to a side and up or down: a head held a little high or low tilts every look aside.
     */
    public static Direction of(Look look, Direction before, Policy policy) {
        boolean entering = before == SCREEN;
        double side = sideShare(look.yawDegrees(), entering, policy.sight());
        double vertical = verticalShare(look.pitchDegrees(), entering, policy);
        if (Math.hypot(side, vertical) < 1 && !headDecides(look, entering, policy)) {
            return SCREEN;
        }
        double angle = Math.toDegrees(Math.atan2(vertical, side));
        boolean down = look.pitchDegrees() < 0;
        boolean past = sideShare(look.yawDegrees(), false, policy.sight()) >= 1;
        boolean aboveOrBelow = verticalShare(look.pitchDegrees(), false, policy) >= 1;
        if (angle < sideUntil(before) || (past && !aboveOrBelow)) {
            return look.yawDegrees() > 0 ? LEFT : RIGHT;
        }
        // Towards the keyboard people look down at a slant: it is a diagonal only where the side alone is off the
        // screen.
        if (angle > verticalFrom(before) || !past || (down && side < 1)) {
            return down ? DOWN : UP;
        }
        return DIAGONAL;
    }

    /** Whether the head by itself is turned to something; it ends to be where the line of sight would, in proportion. */
    private static boolean headDecides(Look look, boolean entering, Policy policy) {
        Policy.Sight sight = policy.sight();
        HeadTurn head = look.head();
        double pitch = policy.countsLookingDown() ? head.pitchDegrees() : Math.max(0, head.pitchDegrees());
        if (entering) {
            return new HeadTurn(head.yawDegrees(), pitch).share(sight) >= 1;
        }
        double yawLeave = head.yawDegrees() > 0
                ? sight.leftLeaveDegrees() / sight.leftEnterDegrees()
                : sight.rightLeaveDegrees() / sight.rightEnterDegrees();
        double pitchLeave = pitch > 0
                ? sight.upLeaveDegrees() / sight.upEnterDegrees()
                : sight.downLeaveDegrees() / sight.downEnterDegrees();
        return new HeadTurn(head.yawDegrees() / yawLeave, pitch / pitchLeave).share(sight) >= 1;
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
