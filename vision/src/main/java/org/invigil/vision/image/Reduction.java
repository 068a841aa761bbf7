package org.invigil.vision.image;

import org.invigil.vision.jpeg.JpegHeader;

/** At which fraction of its size a JPEG is decoded. Smaller is cheaper: the inverse DCT is done at the reduced size. */
public enum Reduction {
    FULL(1),
    HALF(2),
    QUARTER(4),
    EIGHTH(8);

    private final int divisor;

    Reduction(int divisor) {
        this.divisor = divisor;
    }

    /** Width and height are divided by this, rounded up. */
    public int divisor() {
        return divisor;
    }

    /** The reduction that divides by 1, 2, 4 or 8. */
    public static Reduction by(int divisor) {
        for (Reduction reduction : values()) {
            if (reduction.divisor == divisor) {
                return reduction;
            }
        }
        throw new IllegalArgumentException("A picture is divided by 1, 2, 4 or 8, not by " + divisor);
    }

    /** The strongest reduction that still leaves the longer edge at least {@code minLongEdge} pixels long. */
    public static Reduction keepingLongEdge(JpegHeader header, int minLongEdge) {
        int longEdge = Math.max(header.width(), header.height());
        for (Reduction reduction : new Reduction[] {EIGHTH, QUARTER, HALF}) {
            if (longEdge / reduction.divisor >= minLongEdge) {
                return reduction;
            }
        }
        return FULL;
    }
}
