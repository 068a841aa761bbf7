package org.invigil.vision.mesh;

import org.bytedeco.opencv.opencv_core.Mat;
import org.invigil.vision.model.ModelFile;
import org.invigil.vision.model.Network;

/**
 * Face mesh: 468 points of the face in a region, and whether there is a face at all (Kartynnik et al., 2019). The result stays in
 * this object until the next run.
 */
final class FaceLandmarks implements AutoCloseable {

    static final int COUNT = 468;
    private static final int INPUT_SIZE = 192;

    private final Network network = new Network(ModelFile.FACE_LANDMARK);
    private final ImageTensor tensor = new ImageTensor(network, INPUT_SIZE, INPUT_SIZE, 0, 1);
    private final float[] raw = new float[3 * COUNT];
    private final float[] flag = new float[1];
    private final double[] points = new double[3 * COUNT];

    /** Probability, 0 to 1, that the region holds a face; {@link #points()} are then its landmarks. */
    double run(Mat rgb, Region region) {
        tensor.fill(rgb, region);
        network.run();
        network.readOutput(0, raw);
        network.readOutput(1, flag);
        double step = region.side() / INPUT_SIZE;
        double cos = Math.cos(region.radians()) * step;
        double sin = Math.sin(region.radians()) * step;
        double half = INPUT_SIZE / 2.0;
        for (int i = 0; i < raw.length; i += 3) {
            double x = raw[i] - half;
            double y = raw[i + 1] - half;
            points[i] = region.centerX() + cos * x - sin * y;
            points[i + 1] = region.centerY() + sin * x + cos * y;
            points[i + 2] = raw[i + 2] * step;
        }
        return 1 / (1 + Math.exp(-flag[0]));
    }

    /** x, y in pixels of the picture and z (growing away from the camera, same scale, zero near the head's middle) a point. */
    double[] points() {
        return points;
    }

    @Override
    public void close() {
        tensor.close();
        network.close();
    }
}
