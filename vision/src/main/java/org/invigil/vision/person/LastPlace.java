package org.invigil.vision.person;

import org.invigil.rules.signal.PersonBox;
import org.jspecify.annotations.Nullable;

/**
 * Where the student was when last seen, by the face or by the body. A person does not vanish inside a picture: who has not left over its
 * edge is still there, hidden, even if no network sees a person. That ends when nothing has moved in the place for as long as no living
 * person stays still, or when the detector has not seen even as much as the top of a cap there for half a minute: an empty chair is
 * nobody.
 */
final class LastPlace {

    /** As still as this long no sitting person was measured to be (docs/vision.md). */
    private static final long STILL_MILLIS = 10_000;

    private static final long NO_TRACE_MILLIS = 30_000;

    /** Score that the top of a cap has at least, and an empty office chair as well. */
    private static final double TRACE = 0.25;

    /** Nearer to the edge than this fraction of the picture is at the edge. */
    private static final double EDGE = 0.02;

    /** A place whose middle lies in this outer part of the picture can be left over the edge that it touches. */
    private static final double OUTER = 0.25;

    private @Nullable PersonBox place;
    private long movedAtMillis;
    private long traceAtMillis;

    /** The student is seen there. */
    void seen(PersonBox seen, long nowMillis) {
        place = seen;
        there(nowMillis);
    }

    /** The student is there, somewhere in the picture. */
    void there(long nowMillis) {
        movedAtMillis = nowMillis;
        traceAtMillis = nowMillis;
    }

    /** Something has moved in the place. */
    void moved(long nowMillis) {
        movedAtMillis = nowMillis;
    }

    /**
     * Nobody was seen.
     *
     * @param bestThere best score of what lies in the place, 0 to 1
     */
    void scored(double bestThere, long nowMillis) {
        if (bestThere >= TRACE) {
            traceAtMillis = nowMillis;
        }
    }

    /** Nobody could look for so long, be it dark, covered, or without frames: that time speaks neither for nor against anybody. */
    void unwatchedFor(long millis) {
        movedAtMillis += millis;
        traceAtMillis += millis;
    }

    /** Whether somebody who cannot be seen is there all the same. */
    boolean holds(long nowMillis) {
        return place != null
                && !isAtEdge(place)
                && nowMillis - movedAtMillis < STILL_MILLIS
                && nowMillis - traceAtMillis < NO_TRACE_MILLIS;
    }

    @Nullable
    PersonBox place() {
        return place;
    }

    void forget() {
        place = null;
    }

    /** Nobody leaves over the lower edge, where the table is. */
    private static boolean isAtEdge(PersonBox box) {
        double x = (box.left() + box.right()) / 2;
        double y = (box.top() + box.bottom()) / 2;
        return (box.left() <= EDGE && x < OUTER)
                || (box.right() >= 1 - EDGE && x > 1 - OUTER)
                || (box.top() <= EDGE && y < OUTER);
    }
}
