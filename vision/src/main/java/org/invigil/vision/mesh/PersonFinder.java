package org.invigil.vision.mesh;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.invigil.vision.model.ModelFile;
import org.invigil.vision.model.Network;

/**
 * Tells whether somebody is in view whose face is not. Two segmentation networks of different shape look at the picture; only cells
 * that both take for a person count. Alone, each of them now and then takes a monitor or a map for a person when nobody is there,
 * but not the same one.
 */
final class PersonFinder implements AutoCloseable {

    private static final int WIDE_WIDTH = 256;
    private static final int WIDE_HEIGHT = 144;
    private static final int SQUARE_SIZE = 256;
    private static final float PERSON = 0.5f;

    private final Network wide = new Network(ModelFile.PERSON_SEGMENTATION);
    private final Network square = new Network(ModelFile.PERSON_SEGMENTATION_SQUARE);
    private final ImageTensor wideTensor = new ImageTensor(wide, WIDE_WIDTH, WIDE_HEIGHT, 0, 1);
    private final ImageTensor squareTensor = new ImageTensor(square, SQUARE_SIZE, SQUARE_SIZE, 0, 1);
    private final float[] wideMask = new float[wide.outputLength(0)];
    private final float[] squareMask = new float[square.outputLength(0)];

    /**
     * Share of the picture, 0 to 1, that both networks take for a person.
     *
     * @param pictures places of faces that are pictures, in fractions of the picture's width: what is around them does not count
     */
    double personShare(Mat rgb, double gain, List<Region> pictures) {
        wideTensor.fillStretched(rgb, gain);
        wide.run();
        wide.readOutput(0, wideMask);
        squareTensor.fillStretched(rgb, gain);
        square.run();
        square.readOutput(0, squareMask);
        int agreed = 0;
        double heightPerWidth = (double) rgb.rows() / rgb.cols();
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

    @Override
    public void close() {
        wideTensor.close();
        squareTensor.close();
        wide.close();
        square.close();
    }
}
