package org.invigil.server.analysis;

/**
 * Tells how many frames a second each session may send. Pure arithmetic over what one window of time measured: what a
 * frame costs gives the capacity, a margin of it is shared out evenly. Overload begins above one threshold and ends below
 * another, the rate falls at once and comes back step by step, and it never falls below a least rate: before that, new
 * sessions are refused. Not thread-safe.
 */
final class LoadGovernor {

    static final int MAX_FPS = 30;

    /** Share of the analysing threads' time that is given away; the rest belongs to sockets, scoring and the database. */
    private static final double USABLE_SHARE = 0.75;

    private static final double ENTER_BUSY = 0.85;
    private static final double LEAVE_BUSY = 0.65;
    private static final int RISE_PER_WINDOW = 2;
    private static final int LEAST_FRAMES = 10;
    private static final double FIRST_GUESS_MILLIS = 4;
    private static final double LEARNING_SHARE = 0.3;

    private final int threads;
    private final int minFps;
    private double costMillis = FIRST_GUESS_MILLIS;
    private boolean overloaded;
    private int targetFps = MAX_FPS;

    /**
     * A governor that knows nothing yet.
     *
     * @param threads that analyse
     * @param minFps the least rate a session is asked for
     */
    LoadGovernor(int threads, int minFps) {
        this.threads = threads;
        this.minFps = minFps;
    }

    /**
     * Takes in one window.
     *
     * @param windowMillis its length
     * @param busyMillis time that all threads together spent analysing
     * @param frames analysed
     * @param sessions that sent frames
     */
    void observe(double windowMillis, double busyMillis, long frames, int sessions) {
        if (windowMillis <= 0) {
            return;
        }
        if (frames >= LEAST_FRAMES) {
            costMillis += LEARNING_SHARE * (busyMillis / frames - costMillis);
        }
        double busy = busyMillis / (threads * windowMillis);
        double share = share(sessions);
        double demandAtFullRate = sessions * MAX_FPS * costMillis / (1_000.0 * threads);
        if (!overloaded && busy > ENTER_BUSY) {
            overloaded = true;
        } else if (overloaded && demandAtFullRate < LEAVE_BUSY) {
            overloaded = false;
        }
        int wanted = overloaded ? (int) Math.clamp(Math.floor(share), minFps, MAX_FPS) : MAX_FPS;
        targetFps = Math.min(wanted, targetFps + RISE_PER_WINDOW);
    }

    /** Frames a second that each session may send now, at least the given one and at most {@link #MAX_FPS}. */
    int targetFps() {
        return targetFps;
    }

    /** Whether one more session than these would still get the least rate. */
    boolean hasRoomFor(int sessions) {
        return share(sessions + 1) >= minFps;
    }

    private double share(int sessions) {
        return USABLE_SHARE * threads * 1_000 / costMillis / Math.max(1, sessions);
    }
}
