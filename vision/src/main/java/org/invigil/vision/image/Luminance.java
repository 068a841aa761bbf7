package org.invigil.vision.image;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.invigil.rules.signal.UnusableReason;
import org.jspecify.annotations.Nullable;

/**
 * How light and how sharp a picture is, from a grid of at most 80x60 points: the cost does not depend on
 * the picture's size.
 *
 * @param mean mean luminance, 0 (black) to 255 (white), by the weights of ITU-R BT.601
 * @param spread standard deviation of the luminance, 0 to about 127
 * @param darkFraction share of points darker than {@value #DARK_BELOW}, 0 to 1
 * @param brightFraction share of points of {@value #BRIGHT_FROM} or more, 0 to 1
 * @param edgeEnergy mean absolute difference of a point to its neighbours {@value #NEIGHBOUR_PIXELS} pixels right and
 *     below; near 0 where nothing in the picture is in focus
 */
public record Luminance(double mean, double spread, double darkFraction, double brightFraction, double edgeEnergy) {

    static final int DARK_BELOW = 24;
    static final int BRIGHT_FROM = 245;
    static final int NEIGHBOUR_PIXELS = 2;

    private static final int GRID_WIDTH = 80;
    private static final int GRID_HEIGHT = 60;

    /** So many points are dark that no face could be told from the background. */
    private static final double TOO_DARK_FRACTION = 0.95;

    /** So many points are clipped white that a face in the middle has lost its features. */
    private static final double OVEREXPOSED_FRACTION = 0.70;

    /** A lens covered by a finger, tape or a shutter gives one smooth surface: neither contrast nor any edge. */
    private static final double COVERED_SPREAD = 16;

    private static final double COVERED_EDGE_ENERGY = 1.0;

    /** Measures a decoded picture of either layout. */
    public static Luminance of(Picture picture) {
        int columns = Math.min(GRID_WIDTH, picture.width());
        int rows = Math.min(GRID_HEIGHT, picture.height());
        int channels = picture.layout().channels();
        // Whole rows are copied: reading an array is several times faster than reading native memory byte by byte.
        byte[] line = new byte[picture.width() * channels];
        byte[] below = new byte[line.length];
        int[] columnX = new int[columns];
        for (int column = 0; column < columns; column++) {
            columnX[column] = (2 * column + 1) * picture.width() / (2 * columns);
        }
        long sum = 0;
        long sumOfSquares = 0;
        long edges = 0;
        int dark = 0;
        int bright = 0;
        for (int row = 0; row < rows; row++) {
            int y = (2 * row + 1) * picture.height() / (2 * rows);
            copyRow(picture, y, line);
            copyRow(picture, Math.min(y + NEIGHBOUR_PIXELS, picture.height() - 1), below);
            for (int x : columnX) {
                int xRight = Math.min(x + NEIGHBOUR_PIXELS, picture.width() - 1);
                int luma = luma(line, x, channels);
                sum += luma;
                sumOfSquares += (long) luma * luma;
                edges += Math.abs(luma - luma(line, xRight, channels)) + Math.abs(luma - luma(below, x, channels));
                dark += luma < DARK_BELOW ? 1 : 0;
                bright += luma >= BRIGHT_FROM ? 1 : 0;
            }
        }
        double points = (double) columns * rows;
        double mean = sum / points;
        return new Luminance(
                mean,
                Math.sqrt(Math.max(0, sumOfSquares / points - mean * mean)),
                dark / points,
                bright / points,
                edges / (2 * points));
    }

    /**
     * Why nobody could be seen in a picture of such light, or null if its light is no reason. Ask it only where no face
     * was found: a face that was found has answered the question.
     */
    public @Nullable UnusableReason unusableReason() {
        if (darkFraction >= TOO_DARK_FRACTION) {
            return UnusableReason.TOO_DARK;
        }
        if (brightFraction >= OVEREXPOSED_FRACTION) {
            return UnusableReason.OVEREXPOSED;
        }
        if (spread < COVERED_SPREAD && edgeEnergy < COVERED_EDGE_ENERGY) {
            return UnusableReason.COVERED;
        }
        return null;
    }

    private static void copyRow(Picture picture, int y, byte[] row) {
        MemorySegment.copy(picture.pixels(), JAVA_BYTE, (long) y * picture.strideBytes(), row, 0, row.length);
    }

    private static int luma(byte[] row, int x, int channels) {
        int at = x * channels;
        if (channels == 1) {
            return row[at] & 0xFF;
        }
        return (299 * (row[at] & 0xFF) + 587 * (row[at + 1] & 0xFF) + 114 * (row[at + 2] & 0xFF) + 500) / 1000;
    }
}
