package org.invigil.vision.mesh;

import org.invigil.rules.signal.PersonBox;

/**
 * A square of the picture, turned in the plane.
 *
 * @param centerX in pixels
 * @param centerY in pixels
 * @param side in pixels
 * @param radians turn of the square against the picture, clockwise as seen (y points down)
 */
public record Region(double centerX, double centerY, double side, double radians) {

    /** Regions around faces carry this margin: the face itself is about the side divided by it. */
    public static final double FACE_MARGIN = 1.5;

    /** An upright square around a whole picture, {@code margin} times its longer edge. */
    public static Region whole(int width, int height, double margin) {
        return new Region(width / 2.0, height / 2.0, Math.max(width, height) * margin, 0);
    }

    /** The same square in a picture scaled by {@code factor}. */
    public Region scaled(double factor) {
        return new Region(centerX * factor, centerY * factor, side * factor, radians);
    }

    /** Edge length of the face in a face region, in pixels. */
    public double faceSide() {
        return side / FACE_MARGIN;
    }

    /**
     * The face in a face region, if this one is in fractions of the picture's width, as fractions of its width and height.
     *
     * @param widthPerHeight of the picture
     */
    PersonBox box(double widthPerHeight) {
        double half = faceSide() / 2;
        return new PersonBox(
                centerX - half,
                (centerY - half) * widthPerHeight,
                centerX + half,
                (centerY + half) * widthPerHeight,
                1);
    }

    /** Whether two face regions are about the same face: nearer to each other than half the larger face. */
    public boolean sameFace(Region other) {
        return Math.hypot(centerX - other.centerX, centerY - other.centerY)
                < Math.max(faceSide(), other.faceSide()) / 2;
    }

    /**
     * Whether this face lies where the shirt of another face's owner is: a print, a badge, a picture held up. Within a face width to
     * either side, half a face to four faces down.
     */
    public boolean isOnTheChestOf(Region wearer) {
        double along = Math.cos(wearer.radians);
        double across = Math.sin(wearer.radians);
        double dx = centerX - wearer.centerX;
        double dy = centerY - wearer.centerY;
        double sideways = (dx * along + dy * across) / wearer.faceSide();
        double below = (dy * along - dx * across) / wearer.faceSide();
        return Math.abs(sideways) < 1 && below > 0.5 && below < 4;
    }

    /** Share of the face that lies inside the picture, 0 to 1. */
    public double visibleShare(int width, int height) {
        double half = faceSide() / 2;
        double across = Math.min(width, centerX + half) - Math.max(0, centerX - half);
        double down = Math.min(height, centerY + half) - Math.max(0, centerY - half);
        return Math.max(0, across) * Math.max(0, down) / (faceSide() * faceSide());
    }
}
