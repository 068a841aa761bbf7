package org.invigil.vision.person;

/**
 * Somebody else whose body is seen and whose face is not. Counts after three looks in a row and after it has moved: a coat on a chair, a
 * poster and a chair itself do not.
 */
final class OtherBodies {

    private static final int HITS = 3;
    private static final int MISSES = 2;

    /** Looks between which something moved in the body's place. */
    private static final int MOVES = 2;

    /** So long after a body appeared or moved it is looked at closely: what stands still for longer is a thing until it moves. */
    private static final long STILL_MILLIS = 10_000;

    private int bodies;
    private int hits;
    private int misses;
    private int moves;
    private boolean counted;
    private boolean unconfirmed;
    private long activeAtMillis;

    /** What a picture by itself shows, without anything before it: it counts at once, and until the next look. */
    void begin(int seen, long nowMillis) {
        bodies = seen;
        counted = seen > 0;
        unconfirmed = counted;
        hits = counted ? 1 : 0;
        activeAtMillis = nowMillis;
    }

    /**
     * Takes note of a look.
     *
     * @param seen how many bodies there are beside the student's
     * @param moved whether something has moved in their places since the look before
     */
    void looked(int seen, boolean moved, long nowMillis) {
        if (unconfirmed) {
            counted = false;
            unconfirmed = false;
        }
        if (seen == 0) {
            misses++;
            if (misses >= MISSES) {
                forget();
            }
            return;
        }
        if (hits == 0 || moved) {
            activeAtMillis = nowMillis;
        }
        misses = 0;
        hits++;
        moves += moved ? 1 : 0;
        bodies = seen;
        counted |= hits >= HITS && moves >= MOVES;
    }

    /** Whether to look again soon: somebody is there, or may be. */
    boolean needCloseLooks(long nowMillis) {
        return (counted && !unconfirmed) || (hits > 0 && nowMillis - activeAtMillis < STILL_MILLIS);
    }

    /** How many people beside the student are seen by a body alone, beyond doubt. */
    int count() {
        return counted ? bodies : 0;
    }

    void forget() {
        bodies = 0;
        hits = 0;
        misses = 0;
        moves = 0;
        counted = false;
        unconfirmed = false;
    }
}
