package org.invigil.server.ingest;

/**
 * The agreed rate of one socket: a bucket that refills at the rate the server last asked for, with some slack, and holds
 * one second of it, because a network that stalls delivers late frames all at once. When the server asks for less, the
 * sender has a few seconds to follow. Not thread-safe.
 */
final class RateLimit {

    private static final double SLACK = 1.25;
    private static final double LEAST_BURST = 10;
    private static final long FOLLOW_MILLIS = 3_000;
    private static final long ERROR_PAUSE_MILLIS = 1_000;

    private double agreedFps;
    private int pendingFps;
    private long pendingSinceMillis;
    private double tokens;
    private long refilledAtMillis;
    private long lastErrorAtMillis;

    RateLimit(int fps, long nowMillis) {
        this.agreedFps = fps;
        this.pendingFps = fps;
        this.pendingSinceMillis = nowMillis;
        this.tokens = burst();
        this.refilledAtMillis = nowMillis;
        this.lastErrorAtMillis = nowMillis - ERROR_PAUSE_MILLIS;
    }

    /**
     * Whether a frame that arrives now keeps to the rate.
     *
     * @param targetFps what the server asks for now
     */
    boolean allows(int targetFps, long nowMillis) {
        agree(targetFps, nowMillis);
        // A clock that was set back gives nothing and takes nothing.
        double elapsedMillis = Math.max(0, nowMillis - refilledAtMillis);
        refilledAtMillis = nowMillis;
        tokens = Math.min(burst(), tokens + elapsedMillis * agreedFps * SLACK / 1_000);
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

    private void agree(int targetFps, long nowMillis) {
        if (targetFps >= agreedFps) {
            agreedFps = targetFps;
            pendingFps = targetFps;
            pendingSinceMillis = nowMillis;
            return;
        }
        if (pendingFps >= agreedFps) {
            pendingSinceMillis = nowMillis;
        }
        pendingFps = targetFps;
        if (nowMillis - pendingSinceMillis >= FOLLOW_MILLIS) {
            agreedFps = targetFps;
        }
    }

    private double burst() {
        return Math.max(LEAST_BURST, agreedFps * SLACK);
    }
}
