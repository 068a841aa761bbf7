package org.invigil.vision.mesh;

import java.util.List;

/**
 * Tells whether somebody is in view whose face is not. Two segmentation networks of different shape look at the picture; only cells
 * that both take for a person count. Alone, each of them now and then takes a monitor or a map for a person when nobody is there,
 * but not the same one.
 */
final class PersonFinder {

    private static final int WIDE_WIDTH = NetworkKind.PERSON_SEGMENTATION.width();
    private static final int WIDE_HEIGHT = NetworkKind.PERSON_SEGMENTATION.height();
    private static final int SQUARE_SIZE = NetworkKind.PERSON_SEGMENTATION_SQUARE.width();
    private static final float PERSON = 0.5f;

    private final Networks networks;
    private final float[] wideMask = new float[WIDE_WIDTH * WIDE_HEIGHT];
    private final float[] squareMask = new float[SQUARE_SIZE * SQUARE_SIZE];

    PersonFinder(Networks networks) {
        this.networks = networks;
    }

    /**
     * Share of the picture, 0 to 1, that both networks take for a person.
     *
     * @param pictures places of faces that are pictures, in fractions of the picture's width: what is around them does not count
     */
    double personShare(double gain, List<Region> pictures) {
        networks.runOnWhole(NetworkKind.PERSON_SEGMENTATION, gain);
        networks.readOutput(NetworkKind.PERSON_SEGMENTATION, 0, wideMask);
        networks.runOnWhole(NetworkKind.PERSON_SEGMENTATION_SQUARE, gain);
        networks.readOutput(NetworkKind.PERSON_SEGMENTATION_SQUARE, 0, squareMask);
        int agreed = 0;
        double heightPerWidth = (double) networks.height() / networks.width();
        for (int row = 0; row < WIDE_HEIGHT; row++) {
            int squareRow = (row * SQUARE_SIZE + SQUARE_SIZE / 2) / WIDE_HEIGHT;
            for (int column = 0; column < WIDE_WIDTH; column++) {
                if (wideMask[row * WIDE_WIDTH + column] > PERSON
                        && squareMask[squareRow * SQUARE_SIZE + column] > PERSON
                        && !isPictured(
                                pictures, (column + 0.5) / WIDE_WIDTH, (row + 0.5) / WIDE_HEIGHT * heightPerWidth)) {
                    agreed++;
                }
            }
        }
        return (double) agreed / wideMask.length;
    }

    /** Whether a point belongs to a pictured person: two faces to either side, one above the face's middle, four below. */
    private static boolean isPictured(List<Region> pictures, double x, double y) {
        for (Region face : pictures) {
            double sideways = (x - face.centerX()) / face.faceSide();
            double below = (y - face.centerY()) / face.faceSide();
            if (Math.abs(sideways) < 2 && below > -1 && below < 4) {
                return true;
            }
        }
        return false;
    }
}
