package org.invigil.server.ingest;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The signs of life on one socket, in both directions: when the page was heard last, and whether it has heard from us. */
final class Pulse {

    private final Clock clock;
    private volatile Instant heardAt = Instant.EPOCH;
    private volatile long heardAtNanos;
    private volatile boolean hasSent;
    /** As the next: of the heart beat's thread alone. */
    private int quietBeats;

    private Instant takenHeardAt = Instant.EPOCH;

    Pulse(Clock clock) {
        this.clock = clock;
        heard(); // opening the socket is a word of the student too
    }

    /** Whatever came in, a frame or not: the student's page is there. */
    void heard() {
        heardAt = clock.instant();
        heardAtNanos = System.nanoTime();
    }

    /** Something was sent to the page. */
    void sent() {
        hasSent = true;
    }

    /** When anything came in last, if that is later than at the last call; else null. */
    @Nullable
    Instant takeHeardAt() {
        Instant last = heardAt;
        boolean isNew = !last.equals(takenHeardAt);
        takenHeardAt = last;
        return isNew ? last : null;
    }

    /** When anything came in last, by {@link System#nanoTime()}: a line does not die because a clock was set. */
    long heardAtNanos() {
        return heardAtNanos;
    }

    /** One beat; true if the page was told nothing for {@link FrameLimits#QUIET_BEATS} of them and has to hear something. */
    boolean beat() {
        boolean isQuiet = !hasSent;
        hasSent = false;
        quietBeats = isQuiet ? quietBeats + 1 : 0;
        if (quietBeats < FrameLimits.QUIET_BEATS) {
            return false;
        }
        quietBeats = 0;
        return true;
    }
}
