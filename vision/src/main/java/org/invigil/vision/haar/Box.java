package org.invigil.vision.haar;

/**
 * A rectangle in a picture.
 *
 * @param x left edge in pixels
 * @param y top edge in pixels
 * @param width in pixels
 * @param height in pixels
 */
record Box(int x, int y, int width, int height) {

    double centerX() {
        return x + width / 2.0;
    }

    double centerY() {
        return y + height / 2.0;
    }

    int area() {
        return width * height;
    }

    /** The same place in a picture whose left and right are exchanged. */
    Box mirrored(int pictureWidth) {
        return new Box(pictureWidth - x - width, y, width, height);
    }

    Box moved(int right, int down) {
        return new Box(x + right, y + down, width, height);
    }

    /** Whether both are hits on one face: they share more than a third of the smaller one. */
    boolean isSameFace(Box other) {
        int overlapWidth = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
        int overlapHeight = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
        return overlapWidth > 0
                && overlapHeight > 0
                && 3 * overlapWidth * overlapHeight > Math.min(area(), other.area());
    }
}
