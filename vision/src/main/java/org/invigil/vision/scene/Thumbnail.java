package org.invigil.vision.scene;

/**
 * A frame in a few grey cells, to tell whether anything has changed since another one. The longer edge has about {@value #LONG_EDGE} cells
 * whatever the frame's size: a cell evens out the camera's noise, and a head that turns by a few degrees moves an edge of the face by a good
 * part of a cell. Immutable.
 */
public final class Thumbnail {

    private static final int LONG_EDGE = 40;

    /** Cells to a side of what is compared as one where nobody's face is. */
    private static final int BLOCK = 2;

    private final int columns;
    private final int rows;
    private final float[] cells;

    private Thumbnail(int columns, int rows, float[] cells) {
        this.columns = columns;
        this.rows = rows;
        this.cells = cells;
    }

    /**
     * From a grey picture.
     *
     * @param grey row by row, a byte a pixel, 0 (black) to 255 (white)
     */
    public static Thumbnail of(byte[] grey, int width, int height) {
        int step = Math.max(1, Math.round(Math.max(width, height) / (float) LONG_EDGE));
        int columns = Math.max(1, width / step);
        int rows = Math.max(1, height / step);
        float[] cells = new float[columns * rows];
        int across = Math.min(step, width);
        int down = Math.min(step, height);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int sum = 0;
                for (int y = row * step; y < row * step + down; y++) {
                    for (int x = column * step; x < column * step + across; x++) {
                        sum += grey[y * width + x] & 0xFF;
                    }
                }
                cells[row * columns + column] = (float) sum / (across * down);
            }
        }
        return new Thumbnail(columns, rows, cells);
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    /** How bright a cell is, 0 (black) to 255 (white). */
    float cell(int column, int row) {
        return cells[row * columns + column];
    }

    /**
     * How bright the picture is in a grid of other cells than its own, each the mean of those that begin in it.
     *
     * @return columns x rows means, row by row, 0 (black) to 255 (white)
     */
    public float[] means(int wantedColumns, int wantedRows) {
        float[] means = new float[wantedColumns * wantedRows];
        for (int row = 0; row < wantedRows; row++) {
            int top = row * rows / wantedRows;
            int bottom = Math.max(top + 1, (row + 1) * rows / wantedRows);
            for (int column = 0; column < wantedColumns; column++) {
                int left = column * columns / wantedColumns;
                int right = Math.max(left + 1, (column + 1) * columns / wantedColumns);
                float sum = 0;
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        sum += cells[y * columns + x];
                    }
                }
                means[row * wantedColumns + column] = sum / ((bottom - top) * (right - left));
            }
        }
        return means;
    }

    /** Whether cells of both show the same parts of a picture. */
    public boolean isShapedLike(Thumbnail other) {
        return columns == other.columns && rows == other.rows;
    }

    /**
     * By how many grey levels a part of the picture differs: root mean square over its cells, those at its border in full. 0 where the part
     * lies outside of the picture.
     *
     * @param before of the same shape
     * @param left in fractions of the width, as {@code right}; {@code top} and {@code bottom} in fractions of the height
     */
    public double changeSince(Thumbnail before, double left, double top, double right, double bottom) {
        int fromColumn = cell(Math.floor(left * columns), columns);
        int toColumn = cell(Math.ceil(right * columns), columns);
        int fromRow = cell(Math.floor(top * rows), rows);
        int toRow = cell(Math.ceil(bottom * rows), rows);
        double squares = 0;
        for (int row = fromRow; row < toRow; row++) {
            for (int column = fromColumn; column < toColumn; column++) {
                double change = cells[row * columns + column] - before.cells[row * columns + column];
                squares += change * change;
            }
        }
        int count = (toColumn - fromColumn) * (toRow - fromRow);
        return count <= 0 ? 0 : Math.sqrt(squares / count);
    }

    private static int cell(double at, int count) {
        return (int) Math.clamp(at, 0, count);
    }

    /** By how many grey levels the most changed spot of the whole picture differs: mean over blocks of two by two cells. */
    public double largestChangeSince(Thumbnail before) {
        double largest = 0;
        for (int row = 0; row + BLOCK <= rows; row += BLOCK) {
            for (int column = 0; column + BLOCK <= columns; column += BLOCK) {
                largest = Math.max(largest, changeOfBlock(before, row, column));
            }
        }
        return largest;
    }

    private double changeOfBlock(Thumbnail before, int row, int column) {
        double sum = 0;
        for (int y = row; y < row + BLOCK; y++) {
            for (int x = column; x < column + BLOCK; x++) {
                sum += Math.abs(cells[y * columns + x] - before.cells[y * columns + x]);
            }
        }
        return sum / (BLOCK * BLOCK);
    }
}
