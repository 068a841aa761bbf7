package org.invigil.vision.replay;

/**
 * The pictures of the last {@value #KEPT} looks, and how far a picture is from each of them. What lies between two of them is taken to move
 * in a straight line, so that a picture which came between two looks is known again too.
 */
final class PastPictures {

    static final int KEPT = 200;

    /** Cells are kept in half steps. */
    private static final double FINENESS = 2;

    /** Variance that this adds to a cell, in squared steps. */
    static final double ROUNDING = 1 / (12 * FINENESS * FINENESS);

    /** A longer pause between two looks tells nothing of what was in between. */
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    /** A byte is too small: its cells would all be alike where the light, or the place, is far from what it was at first. */
    private final short[][] pictures = new short[KEPT][];

    private final long[] times = new long[KEPT];
    private int next;
    private int count;

    /** Told of one pause between two earlier looks. */
    interface Told {

        /**
         * How far the picture is from all that lies in this pause.
         *
         * @param fromMillis least time since then
         * @param toMillis most time since then
         * @param distance mean square over the cells, in squared steps
         */
        void distance(long fromMillis, long toMillis, double distance);
    }

    int count() {
        return count;
    }

    /** Adds a picture; the oldest makes room for it. */
    void add(float[] cells, long nowMillis) {
        short[] picture = pictures[next];
        if (picture == null) {
            picture = new short[Cells.COUNT];
            pictures[next] = picture;
        }
        for (int i = 0; i < Cells.COUNT; i++) {
            picture[i] = (short) Math.round(cells[i] * FINENESS);
        }
        times[next] = nowMillis;
        next = (next + 1) % KEPT;
        count = Math.min(KEPT, count + 1);
    }

    /**
     * Compares the newest picture with all before it.
     *
     * @param cells that count
     * @param leastMillis pauses that end later than so long before it are left out
     */
    void compareNewest(int[] cells, long leastMillis, Told told) {
        int newest = Math.floorMod(next - 1, KEPT);
        short[] picture = pictures[newest];
        double scale = 1 / (FINENESS * FINENESS * cells.length);
        int later = Math.floorMod(newest - 1, KEPT);
        double toLater = count < 2 ? 0 : scale * squares(picture, pictures[later], cells);
        for (int back = 2; back < count; back++) {
            int earlier = Math.floorMod(newest - back, KEPT);
            double toEarlier = scale * squares(picture, pictures[earlier], cells);
            long since = times[newest] - times[later];
            if (since >= leastMillis && times[later] - times[earlier] <= LONGEST_PAUSE_MILLIS) {
                double between = scale * squares(pictures[later], pictures[earlier], cells);
                told.distance(since, times[newest] - times[earlier], toLine(toEarlier, toLater, between));
            }
            later = earlier;
            toLater = toEarlier;
        }
    }

    private static int squares(short[] a, short[] b, int[] cells) {
        int sum = 0;
        for (int cell : cells) {
            int difference = a[cell] - b[cell];
            sum += difference * difference;
        }
        return sum;
    }

    /** Squared distance of a point to a line between two others, from the three squared distances. */
    private static double toLine(double toStart, double toEnd, double length) {
        double along = length <= 0 ? 0 : Math.clamp((toStart - toEnd + length) / (2 * length), 0, 1);
        return Math.max(0, toStart - along * (toStart - toEnd + length) + along * along * length);
    }
}
