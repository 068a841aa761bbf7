package org.invigil.server.review;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How often something was so among what people have decided, and how sure that is.
 *
 * @param decided of how many it is known
 * @param so of how many it is so
 * @param share {@code so / decided}, 0 to 1; null for too few
 * @param low lower end of the 95 % interval, 0 to 1; null for too few
 * @param high its upper end
 */
@Schema(name = "Share")
record Share(
        long decided,
        long so,
        @Nullable Double share,
        @Nullable Double low,
        @Nullable Double high) {

    /** With fewer the interval is so wide that the share says nothing. */
    static final int ENOUGH = 20;

    private static final double Z = 1.959964;

    /** With the score interval of E. B. Wilson (1927), which holds near 0 and 1 as well. */
    static Share of(long decided, long so) {
        if (decided < ENOUGH) {
            return new Share(decided, so, null, null, null);
        }
        double n = decided;
        double share = so / n;
        double weight = 1 + Z * Z / n;
        double middle = (share + Z * Z / (2 * n)) / weight;
        double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / weight;
        return new Share(
                decided,
                so,
                thousandths(share),
                thousandths(Math.max(0, middle - half)),
                thousandths(Math.min(1, middle + half)));
    }

    private static double thousandths(double value) {
        return Math.rint(value * 1000) / 1000;
    }
}
