package org.invigil.vision.scene;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A 64-bit perceptual hash of a picture: two of the same scene differ in few bits, however they were encoded or scaled, two of different
 * scenes in about half of them. A bit says whether one of the 64 slowest waves of the picture is above or below their median: light, noise,
 * sharpness and size of the picture hardly change that. Nobody can see anything in it.
 *
 * <p>The method is "pHash" of C. Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions (2010), with the discrete cosine
 * transform taken over the cells of a {@link Thumbnail} as they are.
 */
public final class PictureHash {

    /** Bits of a hash. */
    public static final int BITS = Long.SIZE;

    /** Waves to a side. */
    private static final int WAVES = 8;

    /**
     * Median strength of a wave in grey levels, under which they are noise and their bits chance: a dark picture, a covered lens, a blank
     * wall.
     */
    private static final double LEAST_STRENGTH = 0.5;

    /** So much stronger is a picture that others are held against: what is lost by encoding it leaves enough in it then. */
    private static final double CLEARLY = 2;

    private PictureHash() {}

    /** The hash of a picture; null where there is too little in it to tell it from another. */
    public static @Nullable Long of(Thumbnail picture) {
        return of(picture, LEAST_STRENGTH);
    }

    /**
     * The same of a picture that others are to be held against: null where there is less than twice as much in it as is needed. Whatever
     * shows the same, encoded in another way, has a hash.
     */
    public static @Nullable Long ofClear(Thumbnail picture) {
        return of(picture, CLEARLY * LEAST_STRENGTH);
    }

    private static @Nullable Long of(Thumbnail picture, double leastStrength) {
        double[] waves = waves(picture);
        double[] strengths = new double[waves.length];
        for (int i = 0; i < waves.length; i++) {
            strengths[i] = Math.abs(waves[i]);
        }
        if (median(strengths) < leastStrength) {
            return null;
        }
        double middle = median(waves);
        long hash = 0;
        for (double wave : waves) {
            hash = hash << 1 | (wave > middle ? 1 : 0);
        }
        return hash;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
    }

    /** In how many bits two hashes differ, 0 to {@value #BITS}. */
    public static int distance(long one, long other) {
        return Long.bitCount(one ^ other);
    }

    /** Amplitudes of the waves with one to eight half periods across and down, in grey levels. */
    private static double[] waves(Thumbnail picture) {
        int columns = picture.columns();
        int rows = picture.rows();
        double[][] across = cosines(columns);
        double[][] down = cosines(rows);
        double[] waves = new double[WAVES * WAVES];
        for (int row = 0; row < rows; row++) {
            for (int u = 0; u < WAVES; u++) {
                double sum = 0;
                for (int column = 0; column < columns; column++) {
                    sum += picture.cell(column, row) * across[u][column];
                }
                for (int v = 0; v < WAVES; v++) {
                    waves[v * WAVES + u] += sum * down[v][row] * 4 / (columns * rows);
                }
            }
        }
        return waves;
    }

    private static double[][] cosines(int count) {
        double[][] cosines = new double[WAVES][count];
        for (int wave = 0; wave < WAVES; wave++) {
            for (int at = 0; at < count; at++) {
                cosines[wave][at] = Math.cos(Math.PI * (wave + 1) * (at + 0.5) / count);
            }
        }
        return cosines;
    }
}
