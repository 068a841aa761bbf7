package org.invigil.vision.person;

/**
 * When the person detector looks, which costs as much as ten frames in which a face is followed. While one is, it looks out now and then, and
 * when something has changed away from the student; closely only where somebody else may be; and where no face is found, until that has lasted.
 */
final class LookTimes {

    /** Look-out while the student's face is followed; at low frame rates in every hundredth frame, but after half a minute at most. */
    private static final long LOOK_OUT_MILLIS = 10_000;

    private static final int LOOK_OUT_FRAMES = 100;
    private static final long SLOW_LOOK_OUT_MILLIS = 30_000;

    private static final long CLOSE_MILLIS = 500;

    /** So soon after the last look a change is looked at; each change that was nobody doubles this, a curtain in the wind in the end to a look-out. */
    private static final long CHANGE_MILLIS = 1_000;

    /** How often it looks where no face has been found for {@link #LONG_LOST_MILLIS}. */
    private static final long LONG_LOST_LOOK_MILLIS = 2_000;

    private static final long LONG_LOST_MILLIS = 10_000;

    /** Never so far: the first look is always due. */
    private static final long NEVER = Long.MIN_VALUE / 2;

    private long lookedAtMillis = NEVER;
    private long lostAtMillis = NEVER;
    private int framesSince;
    private boolean changed;
    private long changedAtMillis = NEVER;
    private long changePauseMillis = CHANGE_MILLIS;

    /** A frame in which the student's face is followed. */
    boolean dueBesideFace(boolean closely, long nowMillis) {
        lostAtMillis = NEVER;
        framesSince++;
        long since = nowMillis - lookedAtMillis;
        if (closely) {
            return since >= CLOSE_MILLIS;
        }
        return (changed && since >= changePauseMillis)
                || since >= SLOW_LOOK_OUT_MILLIS
                || (since >= LOOK_OUT_MILLIS && framesSince >= LOOK_OUT_FRAMES);
    }

    /** Something has changed away from the student since the frame before. */
    void changedElsewhere(long nowMillis) {
        if (nowMillis - changedAtMillis > LOOK_OUT_MILLIS) {
            changePauseMillis = CHANGE_MILLIS;
        }
        changed = true;
        changedAtMillis = nowMillis;
    }

    /** A frame that was searched for faces in vain; the first one after a face is always looked at. */
    boolean dueWithoutFace(long nowMillis) {
        if (lostAtMillis == NEVER) {
            lostAtMillis = nowMillis;
            return true;
        }
        boolean longLost = nowMillis - lostAtMillis > LONG_LOST_MILLIS;
        return nowMillis - lookedAtMillis >= (longLost ? LONG_LOST_LOOK_MILLIS : CLOSE_MILLIS);
    }

    void looked(long nowMillis) {
        if (changed) {
            changePauseMillis = Math.min(2 * changePauseMillis, LOOK_OUT_MILLIS);
        }
        changed = false;
        lookedAtMillis = nowMillis;
        framesSince = 0;
    }
}
