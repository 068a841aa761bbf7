package org.invigil.bench.accuracy;

/**
 * A 95 % interval of a share, 0 to 1, or of the difference of two, -1 to 1.
 *
 * @param least lower end
 * @param most upper end
 */
record Interval(double least, double most) {

    /** Of the normal distribution, for 95 %. */
    private static final double Z = 1.959964;

    /**
     * Wilson's score interval (1927), which holds for few and for none as well.
     *
     * @param right how many are right; may be a sum of shares, one of each of {@code all}: such a sum scatters no more than counts do
     */
    static Interval wilson(double right, long all) {
        if (all == 0) {
            return new Interval(0, 1);
        }
        double share = right / all;
        double square = Z * Z / all;
        double middle = (share + square / 2) / (1 + square);
        double half = Z * Math.sqrt(share * (1 - share) / all + square / (4 * all)) / (1 + square);
        return new Interval(Math.max(0, middle - half), Math.min(1, middle + half));
    }

    /** The first share less the second: Newcombe's square-and-add interval (1998, his method 10), made of Wilson's two. */
    static Interval ofDifference(double right, long all, double otherRight, long otherAll) {
        if (all == 0 || otherAll == 0) {
            return new Interval(-1, 1);
        }
        Interval own = wilson(right, all);
        Interval other = wilson(otherRight, otherAll);
        double share = right / all;
        double otherShare = otherRight / otherAll;
        return new Interval(
                share - otherShare - Math.hypot(share - own.least, other.most - otherShare),
                share - otherShare + Math.hypot(own.most - share, otherShare - other.least));
    }
}
