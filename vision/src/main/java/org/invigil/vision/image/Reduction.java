package org.invigil.vision.image;

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
