package org.invigil.bench.engine;

import java.util.Arrays;

/** Durations of one stage. */
final class Timings {

    private long[] nanos = new long[1024];
    private int count;
    private long totalNanos;

    void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
        totalNanos += duration;
    }

    int count() {
        return count;
    }

    long totalNanos() {
        return totalNanos;
    }

    double meanMillis() {
        return totalNanos / 1e6 / count;
    }

    /** The duration that this share of all does not exceed. */
    double quantileMillis(double share) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)] / 1e6;
    }
}
