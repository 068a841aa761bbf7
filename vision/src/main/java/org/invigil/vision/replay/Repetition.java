package org.invigil.vision.replay;

/**
 * How well the course of a picture fits itself some time ago, for every period up to 40 seconds. A loop goes away from where it was, and
 * comes back to it to within noise after its period, again and again; what lives comes near to where it was and never back.
 */
final class Repetition {

    /** Periods are told in such steps, and up to so many of them. */
    private static final long STEP_MILLIS = 200;

    private static final int STEPS = 201;

    /** The fit is a mean over about so long: a good part of the longest loop. */
    private static final double MEAN_MILLIS = 12_000;

    /** A period counts once its fit was watched for so long, as a share of the mean. */
    private static final double WATCHED = 0.5;

    /** Times that noise, of which the picture must have moved within the period: below, everything repeats. */
    private static final double MOVED = 10;

    private final double[] sums = new double[STEPS];
    private final double[] weights = new double[STEPS];
    private final double[] nearest = new double[STEPS];

    private long periodMillis;

    /** Begins a comparison, so long after the one before. */
    void begin(long elapsedMillis) {
        double fading = Math.exp(-elapsedMillis / MEAN_MILLIS);
        for (int step = 0; step < STEPS; step++) {
            sums[step] *= fading;
            weights[step] *= fading;
            nearest[step] = Double.POSITIVE_INFINITY;
        }
    }

    /** As {@link PastPictures.Told} has it. */
    void distance(long fromMillis, long toMillis, double distance) {
        nearer(fromMillis, distance);
        nearer(toMillis, distance);
    }

    private void nearer(long sinceMillis, double distance) {
        int step = (int) ((sinceMillis + STEP_MILLIS / 2) / STEP_MILLIS);
        if (step < STEPS) {
            nearest[step] = Math.min(nearest[step], distance);
        }
    }

    /** Ends it. */
    void end(long elapsedMillis) {
        double share = 1 - Math.exp(-elapsedMillis / MEAN_MILLIS);
        for (int step = 0; step < STEPS; step++) {
            if (nearest[step] < Double.POSITIVE_INFINITY) {
                sums[step] += share * nearest[step];
                weights[step] += share;
            }
        }
    }

    /**
     * What is left of the movement after the period that fits best, as a share of how far the picture goes within it: 1 and more where
     * nothing fits or nothing moves.
     *
     * @param noise variance of a cell that stands still, in squared steps
     * @param mostNoise times the noise that may be left; what fits worse repeats nothing
     */
    double misfit(double noise, double mostNoise) {
        double farthest = 0;
        double best = 1;
        for (int step = 0; step < STEPS; step++) {
            if (weights[step] < WATCHED) {
                continue;
            }
            double left = sums[step] / weights[step];
            if (farthest >= MOVED * noise && left <= mostNoise * noise && left / farthest < best) {
                best = left / farthest;
                periodMillis = step * STEP_MILLIS;
            }
            farthest = Math.max(farthest, left);
        }
        return best;
    }

    /** The period of the last {@link #misfit} below 1, in milliseconds. */
    long periodMillis() {
        return periodMillis;
    }
}
