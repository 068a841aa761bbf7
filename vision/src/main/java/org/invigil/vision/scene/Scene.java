package org.invigil.vision.scene;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** How bright the parts of a picture are: a grid of means, few enough to keep and smooth enough to tell a change from noise. */
public final class Scene {

    public static final int COLUMNS = 16;
    public static final int ROWS = 12;

    /** Change of a cell in grey levels, beside that of the whole picture, from which something has moved there: five times a webcam's noise. */
    private static final double MOVED = 4;

    /** Change from which a cell shows something else. */
    private static final double OTHER = 12;

    /** Share of cells that show something else, from which the camera looks at another scene. */
    private static final double OTHER_SCENE = 0.6;

    private final float[] means;

    /**
     * A scene.
     *
     * @param means of the cells, row by row, 0 (black) to 255 (white)
     */
    public Scene(float[] means) {
        if (means.length != COLUMNS * ROWS) {
            throw new IllegalArgumentException("A scene has " + COLUMNS * ROWS + " cells, not " + means.length);
        }
        this.means = means.clone();
    }

    /** The middle of a cell as a fraction of the picture's width. */
    public static double x(int cell) {
        return (cell % COLUMNS + 0.5) / COLUMNS;
    }

    /** The middle of a cell as a fraction of the picture's height. */
    public static double y(int cell) {
        int row = cell / COLUMNS;
        return (row + 0.5) / ROWS;
    }

    /** In which cells something has moved, row by row. */
    public boolean[] movedSince(Scene before) {
        double[] changes = changesSince(before);
        boolean[] moved = new boolean[changes.length];
        for (int cell = 0; cell < changes.length; cell++) {
            moved[cell] = changes[cell] > MOVED;
        }
        return moved;
    }

    /** Whether the camera looks somewhere else than before, judged by some cells; by all of them where these are too few. */
    public boolean isAnotherThan(Scene before, IntPredicate cells) {
        double[] changes = changesSince(before);
        int all = 0;
        int judged = 0;
        int other = 0;
        int otherOfAll = 0;
        for (int cell = 0; cell < changes.length; cell++) {
            boolean shown = changes[cell] > OTHER;
            boolean counts = cells.test(cell);
            all++;
            judged += counts ? 1 : 0;
            otherOfAll += shown ? 1 : 0;
            other += counts && shown ? 1 : 0;
        }
        return judged >= all / 4 ? other > OTHER_SCENE * judged : otherOfAll > OTHER_SCENE * all;
    }

    /**
     * By how many grey levels each cell has changed otherwise than the picture as a whole: light that comes and goes, by so many levels or by
     * so large a part, is no movement.
     */
    private double[] changesSince(Scene before) {
        double[] differences = new double[means.length];
        double[] ratios = new double[means.length];
        for (int cell = 0; cell < means.length; cell++) {
            differences[cell] = means[cell] - before.means[cell];
            ratios[cell] = (means[cell] + 1) / (before.means[cell] + 1);
        }
        double brighterBy = median(differences);
        double gain = median(ratios);
        double[] changes = new double[means.length];
        Arrays.setAll(changes, cell -> {
            double expected = (before.means[cell] + 1) * gain - 1;
            return Math.min(Math.abs(differences[cell] - brighterBy), Math.abs(means[cell] - expected));
        });
        return changes;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
