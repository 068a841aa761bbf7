package org.invigil.vision.image;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.invigil.vision.scene.Luminance;

/** Reads how light and how sharp a picture is from at most 80x60 points: the cost does not depend on the picture's size. */
public final class LuminanceReader {

    private static final int GRID_WIDTH = 80;
    private static final int GRID_HEIGHT = 60;

    private LuminanceReader() {}

    /** Measures a decoded picture of either layout. */
    public static Luminance read(Picture picture) {
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
            copyRow(picture, Math.min(y + Luminance.NEIGHBOUR_PIXELS, picture.height() - 1), below);
            for (int x : columnX) {
                int xRight = Math.min(x + Luminance.NEIGHBOUR_PIXELS, picture.width() - 1);
                int luma = luma(line, x, channels);
                sum += luma;
                sumOfSquares += (long) luma * luma;
                edges += Math.abs(luma - luma(line, xRight, channels)) + Math.abs(luma - luma(below, x, channels));
                dark += luma < Luminance.DARK_BELOW ? 1 : 0;
                bright += luma >= Luminance.BRIGHT_FROM ? 1 : 0;
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
