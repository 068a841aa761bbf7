package org.invigil.vision.mesh;

import org.invigil.vision.model.FaceGeometry;

/**
 * Head pose from face landmarks: the canonical face is laid over the stiff ones among them by weighted least squares (a similarity:
 * rotation, scale, shift). The landmarks are a near-parallel view along the line from the camera through the face; turning that line
 * back to the camera's axis gives the rotation against the camera wherever in the picture the face is.
 */
final class PoseSolver {

    /** Focal length over the longer edge of the picture: a horizontal view of 58 degrees, the middle of common webcams. */
    private static final double FOCAL_PER_LONG_EDGE = 0.9;

    /** Fitted turn from which the landmarks lack no more, and what they lack there, in degrees. */
    private static final double STRONG_TURN = 46;

    private static final double STRONG_TURN_LACKS = 16;

    /**
     * @param view rotation of the head against the line of sight from the camera to it
     * @param camera rotation of the head against the camera's axes
     * @param pixelsPerCentimetre scale of the canonical face in the picture
     * @param residual root mean square distance of the fitted points, in centimetres on the canonical face
     */
    record Pose(Rotation view, Rotation camera, double pixelsPerCentimetre, double residual) {}

    private final FaceGeometry face = FaceGeometry.load();

    Pose solve(double[] points, int width, int height) {
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

        double focal = FOCAL_PER_LONG_EDGE * Math.max(width, height);
        Rotation sight =
                Rotation.fromForwardTo(-(meanTo[0] / total - width / 2.0), -(meanTo[1] / total + height / 2.0), focal);
        Rotation turned = Rotation.turn(missingTurn(view.yawDegrees())).times(view);
        return new Pose(turned, sight.times(turned), correlation / fromSquares, residual);
    }

    /**
     * What the landmarks lack of a strong turn, in degrees. The network draws far cheeks too near to the front: on renderings of the
     * canonical face under known turns of 15, 30, 45 and 60 degrees its landmarks fit best to 14, 26, 36 and 41, whatever the face's
     * texture, distance and pitch (docs/vision.md). The curve gives most of the difference back and is flat past 46.
     */
    static double missingTurn(double fittedYawDegrees) {
        double share = Math.min(1, Math.abs(fittedYawDegrees) / STRONG_TURN);
        return Math.copySign(STRONG_TURN_LACKS * Math.pow(share, 2.7), fittedYawDegrees);
    }

    /** Landmark coordinate with y up and z towards the camera. */
    private static double spatial(double[] points, int index, int axis) {
        double value = points[3 * index + axis];
        return axis == 0 ? value : -value;
    }
}
