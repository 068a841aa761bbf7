package org.invigil.vision.mesh;

import org.bytedeco.opencv.opencv_core.Mat;
import org.invigil.vision.model.ModelFile;
import org.invigil.vision.model.Network;

/** NanoDet at 416x320: one pass over the whole picture for phones. Costs a good half more than a look for persons. */
final class PhoneDetector implements AutoCloseable {

    private static final int WIDTH = 416;
    private static final int HEIGHT = 320;
    private static final int GRIDS = 3;

    private final Network network = new Network(ModelFile.PHONE_DETECTION);
    private final ImageTensor tensor = new ImageTensor(network, WIDTH, HEIGHT, 0, 255);
    private final float[][] grids = new float[GRIDS][];

    PhoneDetector() {
        for (int i = 0; i < GRIDS; i++) {
            grids[i] = new float[network.outputLength(i)];
        }
    }

    /** Confidence of the likeliest phone in the picture, 0 to 1. */
    double confidence(Mat rgb) {
        tensor.fillInside(rgb, 1);
        network.run();
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < GRIDS; i++) {
            network.readOutput(i, grids[i]);
            for (float logit : grids[i]) {
                best = Math.max(best, logit);
            }
        }
        return 1 / (1 + Math.exp(-best));
    }

    @Override
    public void close() {
        tensor.close();
        network.close();
    }
}
