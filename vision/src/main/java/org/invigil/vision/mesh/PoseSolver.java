package org.invigil.vision.mesh;

/**
 * Head pose from face landmarks: the canonical face is laid over the stiff ones among them by weighted least squares (a similarity:
 * rotation, scale, shift). The landmarks are a near-parallel view along the line from the camera to the face, so the rotation is
 * against that line: a face that looks into the lens has none, wherever in the picture it is, and no lens has to be known.
 */
final class PoseSolver {

    /** Fitted turn from which the landmarks lack no more, and what they lack there, in degrees. */
    private static final double STRONG_TURN = 55;

    private static final double STRONG_TURN_LACKS = 14;

    /**
     * @param rotation rotation of the head against the line of sight from the camera to it
     * @param pixelsPerCentimetre scale of the canonical face in the picture
     * @param residual root mean square distance of the fitted points, in centimetres on the canonical face
     */
    record Pose(Rotation rotation, double pixelsPerCentimetre, double residual) {}

    private final FaceGeometry face;
    private final double radiansPerCentimetre;

    PoseSolver(FaceGeometry face) {
        this.face = face;
        radiansPerCentimetre = Math.max(radiansPerCentimetre(1), radiansPerCentimetre(0));
    }

    /**
     * By how much yaw and pitch may be off, in degrees, because a face has fewer pixels than the network takes in. The network's own
     * error, a pixel of its input, is part of every limit that was set with large faces; a smaller face is enlarged for it, and then an
     * error of one pixel of the picture is more than that. What this is more turns the fit at worst, when all landmarks are off the way
     * that turns it most, by
     *
     * <p>{@code (1 - side / input) / scale * sum(w r) / sum(w r^2)} radians,
     *
     * <p>where {@code r} is a fitted point's distance from the axis of the turn: the normal equation of the weighted least squares that
     * {@link #solve} minimises, for a small turn.
     *
     * @param pixelsPerCentimetre scale of the canonical face, in pixels of the picture as it was sent
     * @param regionSide edge of the square that the network saw, in the same pixels
     */
    double uncertaintyDegrees(double pixelsPerCentimetre, double regionSide) {
        double lacking = Math.max(0, 1 - regionSide / FaceLandmarks.INPUT_SIZE);
        return Math.toDegrees(lacking / pixelsPerCentimetre * radiansPerCentimetre);
    }

    /** The worst turn about an axis (0 is x, 1 is y) through the middle of the fitted points when each is off by 1 cm, in radians. */
    private double radiansPerCentimetre(int axis) {
        double[] middle = new double[3];
        double total = 0;
        for (int i = 0; i < face.basisSize(); i++) {
            total += face.weight(i);
            for (int k = 0; k < 3; k++) {
                middle[k] += face.weight(i) * face.basisPoint(i, k);
            }
        }
        double distances = 0;
        double squares = 0;
        for (int i = 0; i < face.basisSize(); i++) {
            double across = face.basisPoint(i, 1 - axis) - middle[1 - axis] / total;
            double deep = face.basisPoint(i, 2) - middle[2] / total;
            distances += face.weight(i) * Math.hypot(across, deep);
            squares += face.weight(i) * (across * across + deep * deep);
        }
        return distances / squares;
    }

    Pose solve(double[] points) {
        double total = 0;
        double[] meanFrom = new double[3];
        double[] meanTo = new double[3];
        for (int i = 0; i < face.basisSize(); i++) {
            total += face.weight(i);
            for (int k = 0; k < 3; k++) {
                meanFrom[k] += face.weight(i) * face.basisPoint(i, k);
                meanTo[k] += face.weight(i) * spatial(points, face.basisIndex(i), k);
            }
        }
        double[] products = new double[9];
        double fromSquares = 0;
        double toSquares = 0;
        for (int i = 0; i < face.basisSize(); i++) {
            for (int k = 0; k < 3; k++) {
                double from = face.basisPoint(i, k) - meanFrom[k] / total;
                double own = spatial(points, face.basisIndex(i), k) - meanTo[k] / total;
                fromSquares += face.weight(i) * from * from;
                toSquares += face.weight(i) * own * own;
                for (int j = 0; j < 3; j++) {
                    products[3 * k + j] +=
                            face.weight(i) * from * (spatial(points, face.basisIndex(i), j) - meanTo[j] / total);
                }
            }
        }
        Rotation view = Rotation.fit(products);
        double correlation = 0;
        for (int from = 0; from < 3; from++) {
            for (int to = 0; to < 3; to++) {
                correlation += products[3 * from + to] * view.at(to, from);
            }
        }
        double left = Math.max(0, 1 - correlation * correlation / (fromSquares * toSquares));
        double residual = Math.sqrt(left * fromSquares / total);

        Rotation turned = Rotation.turn(missingTurn(view.yawDegrees())).times(view);
        return new Pose(turned, correlation / fromSquares, residual);
    }

    /**
     * What the landmarks lack of a strong turn, in degrees. The network draws far cheeks too near to the front: where heads are seen
     * to be turned by 35, 40, 57, 68 and 78 degrees its landmarks fit best to 31, 34, 48, 57 and 56 (docs/vision.md has how each
     * was told). The curve, a parabola that is flat past 55, gives most of the difference back.
     */
    static double missingTurn(double fittedYawDegrees) {
        double share = Math.min(1, Math.abs(fittedYawDegrees) / STRONG_TURN);
        return Math.copySign(STRONG_TURN_LACKS * share * share, fittedYawDegrees);
    }

    /** Landmark coordinate with y up and z towards the camera. */
    private static double spatial(double[] points, int index, int axis) {
        double value = points[3 * index + axis];
        return axis == 0 ? value : -value;
    }
}
