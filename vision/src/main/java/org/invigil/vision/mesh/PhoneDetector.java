package org.invigil.vision.mesh;

/** NanoDet at 416x320: one pass over the whole picture for phones. Costs a good half more than a look for persons. */
final class PhoneDetector {

    private static final NetworkKind NETWORK = NetworkKind.PHONE_DETECTION;
    private static final int GRIDS = 3;

    private final Networks networks;
    private final float[][] grids = new float[GRIDS][];

    PhoneDetector(Networks networks) {
        this.networks = networks;
        for (int i = 0; i < GRIDS; i++) {
            grids[i] = new float[networks.outputLength(NETWORK, i)];
        }
    }

    /** Confidence of the likeliest phone in the picture, 0 to 1. */
    double confidence() {
        networks.runOnWhole(NETWORK, 1);
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < GRIDS; i++) {
            networks.readOutput(NETWORK, i, grids[i]);
            for (float logit : grids[i]) {
                best = Math.max(best, logit);
            }
        }
        return 1 / (1 + Math.exp(-best));
    }
}
