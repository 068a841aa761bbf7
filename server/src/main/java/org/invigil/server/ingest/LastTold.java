package org.invigil.server.ingest;

import org.jspecify.annotations.Nullable;

/** What a page was told last in a whole result. Not thread-safe. */
final class LastTold {

    /** A result goes out at least so often: the angles of the head are never long behind. */
    static final long RESULT_EVERY_MILLIS = 1_000;

    private @Nullable Told told;
    private long atMillis;

    /**
     * Whether it is enough to say that nothing has changed.
     *
     * @param nowMillis arrival of the frame
     */
    boolean isStillSo(Told now, long nowMillis) {
        long sinceMillis = nowMillis - atMillis;
        return now.equals(told) && sinceMillis >= 0 && sinceMillis < RESULT_EVERY_MILLIS;
    }

    void tell(Told now, long nowMillis) {
        told = now;
        atMillis = nowMillis;
    }
}
