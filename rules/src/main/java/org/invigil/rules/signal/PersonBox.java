package org.invigil.rules.signal;

/**
 * Where a person is in view, with or without a face, by the person detector. Coordinates are fractions of the picture's width and height
 * from its upper left corner, within 0 to 1.
 *
 * @param left smallest x
 * @param top smallest y
 * @param right largest x
 * @param bottom largest y
 * @param score 0 to 1, how sure the detector is
 */
public record PersonBox(double left, double top, double right, double bottom, double score) {

    /** Its share of the picture's height, 0 to 1. */
    public double height() {
        return Math.max(0, bottom - top);
    }

    /** Its share of the picture, 0 to 1. */
    public double area() {
        return Math.max(0, right - left) * height();
    }

    /** Whether the middle of another box is inside, edges included. */
    public boolean containsCentreOf(PersonBox other) {
        return contains((other.left + other.right) / 2, (other.top + other.bottom) / 2);
    }

    /** Whether a point is inside, edges included. */
    public boolean contains(double x, double y) {
        return x >= left && x <= right && y >= top && y <= bottom;
    }

    /** What both have in common, as a share of the smaller one: 0 (apart) to 1 (one inside the other). */
    public double overlap(PersonBox other) {
        double smaller = Math.min(area(), other.area());
        return smaller <= 0 ? 0 : common(other) / smaller;
    }

    /** What both have in common, as a share of what they cover together: 0 (apart) to 1 (the same). */
    public double intersectionOverUnion(PersonBox other) {
        double common = common(other);
        double together = area() + other.area() - common;
        return together <= 0 ? 0 : common / together;
    }

    private double common(PersonBox other) {
        double width = Math.min(right, other.right) - Math.max(left, other.left);
        double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        return width <= 0 || height <= 0 ? 0 : width * height;
    }
}
