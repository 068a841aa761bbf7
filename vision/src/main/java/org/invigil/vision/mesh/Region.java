package org.invigil.vision.mesh;

/**
 * A square of the picture, turned in the plane.
 *
 * @param centerX in pixels
 * @param centerY in pixels
 * @param side in pixels
 * @param radians turn of the square against the picture, clockwise as seen (y points down)
 */
record Region(double centerX, double centerY, double side, double radians) {

    /** The same square in a picture scaled by {@code factor}. */
    Region scaled(double factor) {
        return new Region(centerX * factor, centerY * factor, side * factor, radians);
    }
}
