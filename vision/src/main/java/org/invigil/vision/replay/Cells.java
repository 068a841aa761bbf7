package org.invigil.vision.replay;

import java.util.Arrays;
import org.invigil.rules.signal.PersonBox;
import org.invigil.vision.scene.Thumbnail;

/**
 * A picture in few cells, without its light: logarithms of brightness, less the middle one of their row. Light that comes and goes changes
 * a whole row by the same, also where a lamp flickers faster than the camera reads its rows; what somebody does changes parts of it.
 */
final class Cells {

    static final int COLUMNS = 20;
    static final int ROWS = 15;
    static final int COUNT = COLUMNS * ROWS;

    /** Steps of a logarithm in which cells are told; about half a grey level in the middle of the scale. */
    private static final double STEPS = 64;

    /** Added to a brightness before its logarithm, so that the noise of black cells stays small. */
    private static final double BLACK = 16;

    /** Edge of what is looked at around a face, in edges of the face's box; and its least edges in cells. */
    private static final double AROUND = 1.6;

    private static final int LEAST_CELLS = 5;

    private Cells() {}

    /** {@link #COUNT} cells, row by row. */
    static float[] of(Thumbnail picture) {
        float[] cells = picture.means(COLUMNS, ROWS);
        float[] row = new float[COLUMNS];
        for (int from = 0; from < COUNT; from += COLUMNS) {
            for (int at = from; at < from + COLUMNS; at++) {
                cells[at] = (float) (STEPS * Math.log(cells[at] + BLACK));
            }
            System.arraycopy(cells, from, row, 0, COLUMNS);
            Arrays.sort(row);
            float middle = (row[COLUMNS / 2 - 1] + row[COLUMNS / 2]) / 2;
            for (int at = from; at < from + COLUMNS; at++) {
                cells[at] -= middle;
            }
        }
        return cells;
    }

    /**
     * Which cells show a face and what is next to it.
     *
     * @param face in fractions of the picture
     */
    static int[] around(PersonBox face) {
        int[] columns = reach(face.left(), face.right(), COLUMNS);
        int[] rows = reach(face.top(), face.bottom(), ROWS);
        int[] cells = new int[(columns[1] - columns[0]) * (rows[1] - rows[0])];
        int next = 0;
        for (int row = rows[0]; row < rows[1]; row++) {
            for (int column = columns[0]; column < columns[1]; column++) {
                cells[next++] = row * COLUMNS + column;
            }
        }
        return cells;
    }

    /** From and to which of {@code count} cells; the end is none of them. */
    private static int[] reach(double from, double to, int count) {
        double middle = (from + to) / 2 * count;
        double half = Math.max(AROUND * (to - from) * count, LEAST_CELLS) / 2;
        int first = Math.clamp(Math.round(middle - half), 0, count - LEAST_CELLS);
        int end = Math.clamp(Math.round(middle + half), first + LEAST_CELLS, count);
        return new int[] {first, end};
    }
}
