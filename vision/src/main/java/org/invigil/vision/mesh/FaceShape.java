package org.invigil.vision.mesh;

/** Measures of a set of face landmarks in the picture; the indices are those of the face mesh's topology. */
final class FaceShape {

    private static final int RIGHT_EYE_OUTER = 33;
    private static final int LEFT_EYE_OUTER = 263;

    private FaceShape() {}

    /** The region in which to look for the same face in the next frame: square, eyes level, with a margin. */
    static Region region(double[] points) {
        double radians = Math.atan2(
                points[3 * LEFT_EYE_OUTER + 1] - points[3 * RIGHT_EYE_OUTER + 1],
                points[3 * LEFT_EYE_OUTER] - points[3 * RIGHT_EYE_OUTER]);
        double cos = Math.cos(radians);
        double sin = Math.sin(radians);
        double minX = Double.POSITIVE_INFINITY;
        double minY = Double.POSITIVE_INFINITY;
        double maxX = Double.NEGATIVE_INFINITY;
        double maxY = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < 3 * FaceLandmarks.COUNT; i += 3) {
            double x = cos * points[i] + sin * points[i + 1];
            double y = -sin * points[i] + cos * points[i + 1];
            minX = Math.min(minX, x);
            maxX = Math.max(maxX, x);
            minY = Math.min(minY, y);
            maxY = Math.max(maxY, y);
        }
        double middleX = (minX + maxX) / 2;
        double middleY = (minY + maxY) / 2;
        return new Region(
                cos * middleX - sin * middleY,
                sin * middleX + cos * middleY,
                Math.max(maxX - minX, maxY - minY) * Region.FACE_MARGIN,
                radians);
    }
}
