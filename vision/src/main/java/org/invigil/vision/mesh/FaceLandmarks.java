package org.invigil.vision.mesh;

/**
 * Face mesh: 468 points of the face in a region, and whether there is a face at all (Kartynnik et al., 2019). With attention it
 * refines eyes and lips and finds the irises (Grishchenko et al., 2020) for about one and a half times the cost. The result stays in
 * this object until the next run.
 */
final class FaceLandmarks {

    static final int COUNT = 468;

    /** Points of one eye's refined outline, counted as the attention network puts them out. */
    static final int EYE_POINTS = 71;

    /** Centre of the iris, then its right, top, left and bottom in the picture. */
    static final int IRIS_POINTS = 5;

    /** Edge of what the networks look at, in pixels. */
    static final int INPUT_SIZE = 192;

    /** Outputs of the attention network by their place in the file; the plain network has the mesh and the flag only. */
    private static final int MESH = 0;

    private static final int RIGHT_EYE = 2;
    private static final int LEFT_EYE = 3;
    private static final int RIGHT_IRIS = 4;
    private static final int LEFT_IRIS = 5;

    private final Networks networks;
    private final boolean attention;
    private final NetworkKind network;
    private final float[] raw = new float[3 * COUNT];
    private final float[] flag = new float[1];
    private final float[] rawEye = new float[2 * EYE_POINTS];
    private final float[] rawIris = new float[2 * IRIS_POINTS];
    private final double[] points = new double[3 * COUNT];
    private final double[] eyes = new double[2 * 2 * EYE_POINTS];
    private final double[] irises = new double[2 * 2 * IRIS_POINTS];

    FaceLandmarks(Networks networks, boolean attention) {
        this.networks = networks;
        this.attention = attention;
        network = attention ? NetworkKind.FACE_LANDMARK_WITH_ATTENTION : NetworkKind.FACE_LANDMARK;
    }

    /** Probability, 0 to 1, that the region holds a face; {@link #points()} are then its landmarks. */
    double run(Region region, double gain) {
        networks.run(network, region, gain);
        networks.readOutput(network, MESH, raw);
        networks.readOutput(network, attention ? 6 : 1, flag);
        place(raw, 3, region, points, 0);
        if (attention) {
            networks.readOutput(network, RIGHT_EYE, rawEye);
            place(rawEye, 2, region, eyes, 0);
            networks.readOutput(network, LEFT_EYE, rawEye);
            place(rawEye, 2, region, eyes, rawEye.length);
            networks.readOutput(network, RIGHT_IRIS, rawIris);
            place(rawIris, 2, region, irises, 0);
            networks.readOutput(network, LEFT_IRIS, rawIris);
            place(rawIris, 2, region, irises, rawIris.length);
        }
        return 1 / (1 + Math.exp(-flag[0]));
    }

    /** From the network's input to the picture. */
    private static void place(float[] from, int dimensions, Region region, double[] to, int at) {
        double step = region.side() / INPUT_SIZE;
        double cos = Math.cos(region.radians()) * step;
        double sin = Math.sin(region.radians()) * step;
        double half = INPUT_SIZE / 2.0;
        for (int i = 0; i < from.length; i += dimensions) {
            double x = from[i] - half;
            double y = from[i + 1] - half;
            to[at + i] = region.centerX() + cos * x - sin * y;
            to[at + i + 1] = region.centerY() + sin * x + cos * y;
            if (dimensions == 3) {
                to[at + i + 2] = from[i + 2] * step;
            }
        }
    }

    /** x, y in pixels of the picture and z (growing away from the camera, same scale, zero near the head's middle) a point. */
    double[] points() {
        return points;
    }

    /** x, y in pixels a point: {@link #EYE_POINTS} of the person's right eye, then as many of the left. With attention only. */
    double[] eyes() {
        return eyes;
    }

    /** x, y in pixels a point: {@link #IRIS_POINTS} of the person's right iris, then as many of the left. With attention only. */
    double[] irises() {
        return irises;
    }
}
