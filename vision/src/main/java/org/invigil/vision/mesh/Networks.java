package org.invigil.vision.mesh;

import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.jpeg.JpegHeader;
import org.invigil.vision.scene.Luminance;
import org.invigil.vision.scene.Scene;
import org.invigil.vision.scene.Thumbnail;

/**
 * The networks that engine {@code mesh} goes by, and the frame that lies before them: all that it needs of pixels, so that it runs
 * wherever these files are run. Confined to one thread at a time.
 */
public interface Networks extends AutoCloseable {

    /**
     * Decodes a frame and lays it before the networks. All other calls are about this picture, until the next one.
     *
     * @param jpeg the file
     * @param header what it says of itself
     * @param divisor 1, 2, 4 or 8: width and height are divided by it, rounded up
     * @throws FrameRejectedException if it does not decode
     */
    void show(byte[] jpeg, JpegHeader header, int divisor) throws FrameRejectedException;

    /**
     * A frame in a few grey cells, for a tenth of what a look at it costs. Call it before {@link #show}: it takes the place of what was shown.
     *
     * @throws FrameRejectedException if it does not decode
     */
    Thumbnail thumbnail(byte[] jpeg, JpegHeader header) throws FrameRejectedException;

    /** Width of the picture as it was decoded, upright, in pixels. */
    int width();

    /** Height of the same. */
    int height();

    /** By how much the picture was divided. */
    int divisor();

    /**
     * Runs a network on a square of the picture; beyond the picture's edge it sees the picture mirrored.
     *
     * @param region in pixels of the picture
     * @param gain brightness is multiplied by this and clipped; 1 leaves the picture as it is
     */
    void run(NetworkKind network, Region region, double gain);

    /** Runs a network on the whole picture, laid into its input as the network wants it. */
    void runOnWhole(NetworkKind network, double gain);

    /** Number of floats of an output. */
    int outputLength(NetworkKind network, int output);

    /** Copies an output of a network's last run into an array of that length. */
    void readOutput(NetworkKind network, int output, float[] destination);

    /** How light the picture is. */
    Luminance luminance();

    /** How bright its parts are. */
    Scene scene();

    /** The canonical face that comes with the landmark networks. */
    FaceGeometry faceGeometry();

    @Override
    void close();
}
