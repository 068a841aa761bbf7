package org.invigil.vision.mesh;

/**
 * The canonical face that comes with the landmark model: a neutral average face in centimetres, x to the person's left, y up,
 * z out of the face; and those of its points that are stiff and well localised, with weights, for fitting a pose.
 */
public final class FaceGeometry {

    /** x, y, z of 468 points. */
    private final double[] points;
    /** Which of them to fit, and how much each counts. */
    private final int[] basis;

    private final double[] weights;

    /**
     * A face.
     *
     * @param points x, y, z of 468 points
     * @param basis which of them to fit
     * @param weights how much each of these counts, above 0
     */
    public FaceGeometry(double[] points, int[] basis, double[] weights) {
        this.points = points.clone();
        this.basis = basis.clone();
        this.weights = weights.clone();
    }

    /** Number of points to fit. */
    public int basisSize() {
        return basis.length;
    }

    /** Index of a point to fit among the landmarks. */
    public int basisIndex(int i) {
        return basis[i];
    }

    /** Coordinate of a point to fit; axis 0 is x, 1 is y, 2 is z. */
    public double basisPoint(int i, int axis) {
        return points[3 * basis[i] + axis];
    }

    /** How much a point to fit counts, above 0. */
    public double weight(int i) {
        return weights[i];
    }
}
