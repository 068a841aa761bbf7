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

    /** Two movements in the body's place that are no farther apart are those of somebody alive. */
    private static final long MOVES_MILLIS = 5_000;

    /** Whoever has not moved for as long is no longer counted, until they move: no living person sits stiller. */
    private static final long COUNTED_MILLIS = 60_000;

    /** Never so far. */
    private static final long NEVER = Long.MIN_VALUE / 2;

    /** So long after a body appeared or moved it is looked at closely: what stands still for longer is a thing until it moves. */
    private static final long STILL_MILLIS = 10_000;

    private List<PersonBox> bodies = List.of();
    private int hits;
    private int misses;
    private long movedAtMillis = NEVER;
    private boolean alive;
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

    /** Something has moved where a body is, and it was not the student. */
    void moved(long nowMillis) {
        alive |= nowMillis > movedAtMillis && nowMillis - movedAtMillis <= MOVES_MILLIS;
        movedAtMillis = nowMillis;
        activeAtMillis = nowMillis;
        countIfSure();
    }

    /** Time has passed. */
    void at(long nowMillis) {
        if (!unconfirmed && nowMillis - movedAtMillis > COUNTED_MILLIS) {
            alive = false;
            counted = false;
        }
    }

    private void countIfSure() {
        counted |= hits >= HITS && alive;
    }

    /** Where the last look saw bodies beside the student's. */
    List<PersonBox> places() {
        return bodies;
    }

    /** Whether to look again soon: somebody is there, or may be. */
    boolean needCloseLooks(long nowMillis) {
        return counted || (hits > 0 && nowMillis - activeAtMillis < STILL_MILLIS);
    }

    /** How many people beside the student are seen by a body, beyond doubt, and by none of these faces. */
    int count(List<PersonBox> faces) {
        return counted
                ? (int) bodies.stream()
                        .filter(body -> faces.stream().noneMatch(body::containsCentreOf))
                        .count()
                : 0;
    }

    void forget() {
        bodies = List.of();
        hits = 0;
        misses = 0;
        movedAtMillis = NEVER;
        alive = false;
        counted = false;
        unconfirmed = false;
    }
}
