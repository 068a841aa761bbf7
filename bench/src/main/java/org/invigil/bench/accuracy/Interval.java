package org.invigil.bench.accuracy;

/**
 * A 95 % interval of a share, 0 to 1.
 *
 * @param least lower end
 * @param most upper end
 */
record Interval(double least, double most) {

    /** Of the normal distribution, for 95 %. */
    private static final double Z = 1.959964;

    /** Wilson's score interval (1927), which holds for few and for none as well. */
    static Interval wilson(long right, long all) {
        if (all == 0) {
            return new Interval(0, 1);
        }
        double share = right / (double) all;
        double square = Z * Z / all;
        double middle = (share + square / 2) / (1 + square);
        double half = Z * Math.sqrt(share * (1 - share) / all + square / (4 * all)) / (1 + square);
        return new Interval(Math.max(0, middle - half), Math.min(1, middle + half));
    }
}
