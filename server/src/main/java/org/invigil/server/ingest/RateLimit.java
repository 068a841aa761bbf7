package org.invigil.server.ingest;

/**
 * The agreed rate of one socket: a bucket that refills at the rate the server asks for, with some slack, and holds one
 * second of it, because a network that stalls delivers late frames all at once. A sender that is asked for less has a few
 * seconds to follow, each time: the highest rate of the last seconds is the agreed one. Not thread-safe.
 */
final class RateLimit {

    private static final double SLACK = 1.25;
    private static final double LEAST_BURST = 10;
    /** The highest rate is kept by spans of this length, the one that runs and the one before. */
    private static final long FOLLOW_MILLIS = 3_000;

    private static final long ERROR_PAUSE_MILLIS = 1_000;

    private double highestFps;
    private double highestFpsBefore;
    private long spanStartMillis;
    private double tokens;
    private long refilledAtMillis;
    private long lastErrorAtMillis;

    RateLimit(double fps, long nowMillis) {
        this.highestFps = fps;
        this.highestFpsBefore = fps;
        this.spanStartMillis = nowMillis;
        this.tokens = burst();
        this.refilledAtMillis = nowMillis;
        this.lastErrorAtMillis = nowMillis - ERROR_PAUSE_MILLIS;
    }

    /**
     * Whether a frame that arrives now keeps to the rate.
     *
     * @param targetFps what the server asks for now
     */
    boolean allows(double targetFps, long nowMillis) {
        agree(targetFps, nowMillis);
        // A clock that was set back gives nothing and takes nothing.
        double elapsedMillis = Math.max(0, nowMillis - refilledAtMillis);
        refilledAtMillis = nowMillis;
        tokens = Math.min(burst(), tokens + elapsedMillis * agreedFps() * SLACK / 1_000);
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }

    /** Whether the sender may be told that it is too fast; once a second is enough. */
    boolean mayComplain(long nowMillis) {
        long sinceMillis = nowMillis - lastErrorAtMillis;
        if (sinceMillis >= 0 && sinceMillis < ERROR_PAUSE_MILLIS) {
            return false;
        }
        lastErrorAtMillis = nowMillis;
        return true;
    }

    private void agree(double targetFps, long nowMillis) {
        long sinceMillis = nowMillis - spanStartMillis;
        if (sinceMillis < 0 || sinceMillis >= FOLLOW_MILLIS) {
            // After a silence the span before this one is long over, but whoever was silent has not heard of a lower
            // rate.
            highestFpsBefore = highestFps;
            highestFps = targetFps;
            spanStartMillis = nowMillis;
        } else {
            highestFps = Math.max(highestFps, targetFps);
        }
    }

    private double agreedFps() {
        return Math.max(highestFps, highestFpsBefore);
    }

    private double burst() {
        return Math.max(LEAST_BURST, agreedFps() * SLACK);
    }
}
