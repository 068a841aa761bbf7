package org.invigil.vision.mesh;

/**
 * A face as a detector sees it, in pixels of the picture; right and left eye are the person's own.
 *
 * @param score 0 to 1
 */
record Detection(
        double left,
        double top,
        double right,
        double bottom,
        double score,
        double rightEyeX,
        double rightEyeY,
        double leftEyeX,
        double leftEyeY) {

    /** The square that the landmark network wants: the box with a margin, turned so that the eyes lie level. */
    Region region() {
        double radians = Math.atan2(leftEyeY - rightEyeY, leftEyeX - rightEyeX);
        double side = Math.max(right - left, bottom - top) * Region.FACE_MARGIN;
        return new Region((left + right) / 2, (top + bottom) / 2, side, radians);
    }

    double overlap(Detection other) {
        double width = Math.min(right, other.right) - Math.max(left, other.left);
        double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double both = width * height;
        return both / (area() + other.area() - both);
    }

    double area() {
        return (right - left) * (bottom - top);
    }
}
