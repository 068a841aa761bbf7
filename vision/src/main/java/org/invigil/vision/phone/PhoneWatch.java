package org.invigil.vision.phone;

/**
 * When to look for a phone in one stream, which costs more than ten frames in which a face is followed: never unless it is wanted, then now
 * and then, and closely once there may be one, because a single look tells nothing. Not thread-safe.
 */
public final class PhoneWatch {

    /** So often, but in every thirtieth frame at most: where few frames come there is no time to give away. */
    private static final long LOOK_OUT_MILLIS = 3_000;

    private static final int LOOK_OUT_FRAMES = 30;

    /** However few frames come. */
    private static final long SLOW_LOOK_OUT_MILLIS = 10_000;

    private static final long CLOSE_MILLIS = 500;

    /** Closely for so long after a phone may have been seen. */
    private static final long CLOSE_FOR_MILLIS = 5_000;

    /** Confidence from which there may be one: half of what it takes to count, so that one seen badly gets its looks. */
    private static final double PERHAPS = 0.25;

    /** Never so far: the first look is due at once. */
    private static final long NEVER = Long.MIN_VALUE / 2;

    private boolean wanted;
    private long lookedAtMillis = NEVER;
    private long perhapsSeenAtMillis = NEVER;
    private int framesSince;

    /** Whether phones are looked for from now on. Not so at first. */
    public void lookForPhones(boolean isWanted) {
        wanted = isWanted;
    }

    /** Whether to look in this frame; ask once a frame. */
    public boolean isDue(long nowMillis) {
        if (!wanted) {
            return false;
        }
        framesSince++;
        long since = nowMillis - lookedAtMillis;
        if (nowMillis - perhapsSeenAtMillis <= CLOSE_FOR_MILLIS) {
            return since >= CLOSE_MILLIS;
        }
        return since >= SLOW_LOOK_OUT_MILLIS || (since >= LOOK_OUT_MILLIS && framesSince >= LOOK_OUT_FRAMES);
    }

    /** A look that was due; {@code confidence} of the likeliest phone, 0 to 1. */
    public void looked(double confidence, long nowMillis) {
        lookedAtMillis = nowMillis;
        framesSince = 0;
        if (confidence >= PERHAPS) {
            perhapsSeenAtMillis = nowMillis;
        }
    }
}
