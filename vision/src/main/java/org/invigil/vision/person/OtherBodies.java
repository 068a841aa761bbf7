package org.invigil.vision.person;

import java.util.List;
import org.invigil.rules.signal.PersonBox;

/**
 * Somebody else whose body is seen and whose face is not. Counts after three looks in a row and after it has moved: a coat on a chair, a
 * poster and a chair itself do not.
 */
final class OtherBodies {

    private static final int HITS = 3;
    private static final int MISSES = 2;

    /** So often something moved in the body's place. */
    private static final int MOVES = 2;

    /** So long after a body appeared or moved it is looked at closely: what stands still for longer is a thing until it moves. */
    private static final long STILL_MILLIS = 10_000;

    private List<PersonBox> bodies = List.of();
    private int hits;
    private int misses;
    private int moves;
    private boolean counted;
    private boolean unconfirmed;
    private long activeAtMillis;

    /** What a picture by itself shows, without anything before it: it counts at once, and until the next look. */
    void begin(List<PersonBox> seen, long nowMillis) {
        bodies = seen;
        counted = !seen.isEmpty();
        unconfirmed = counted;
        hits = counted ? 1 : 0;
        activeAtMillis = nowMillis;
    }

    /** Takes note of a look: the bodies beside the student's. */
    void looked(List<PersonBox> seen, long nowMillis) {
        if (unconfirmed) {
            counted = false;
            unconfirmed = false;
        }
        if (seen.isEmpty()) {
            misses++;
            if (misses >= MISSES) {
                forget();
            }
            return;
        }
        if (hits == 0) {
            activeAtMillis = nowMillis;
        }
        misses = 0;
        hits++;
        bodies = seen;
        countIfSure();
    }

    /** Something has moved where a body is. */
    void moved(long nowMillis) {
        moves++;
        activeAtMillis = nowMillis;
        countIfSure();
    }

    private void countIfSure() {
        counted |= hits >= HITS && moves >= MOVES;
    }

    /** Where the last look saw bodies beside the student's. */
    List<PersonBox> places() {
        return bodies;
    }

    /** Whether to look again soon: somebody is there, or may be. */
    boolean needCloseLooks(long nowMillis) {
        return (counted && !unconfirmed) || (hits > 0 && nowMillis - activeAtMillis < STILL_MILLIS);
    }

    /** How many people beside the student are seen by a body alone, beyond doubt. */
    int count() {
        return counted ? bodies.size() : 0;
    }

    void forget() {
        bodies = List.of();
        hits = 0;
        misses = 0;
        moves = 0;
        counted = false;
        unconfirmed = false;
    }
}
