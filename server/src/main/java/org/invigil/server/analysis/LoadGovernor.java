package org.invigil.server.analysis;

/**
 * Tells how many frames a second each session may send. Pure arithmetic over windows of time. What a frame costs gives
 * what the threads could do if they had the machine to themselves; how long sessions wait for a thread tells how much of
 * it they really get, because sockets, scoring, the database and whatever else runs here want the same cores. The share
 * given away falls fast while sessions wait and grows slowly while they do not, and each session gets the same part of
 * it. It never falls below a least rate: before that, new sessions are refused. Not thread-safe.
 */
final class LoadGovernor {

    static final int MAX_FPS = 30;

    /** Rates are told in tenths of a frame a second: a hundred sessions at 2.9 instead of 2 are half as much again. */
    private static final double STEPS_A_FRAME = 10;

    private static final double FIRST_SHARE = 0.75;
    private static final double LEAST_SHARE = 0.4;
    private static final double GREATEST_SHARE = 0.95;

    /**
     * Waits, in frames' cost and in the mean of a window, from which the share falls and up to which it grows. Frames that come at random
     * and ask for three quarters of what two threads can do wait for two thirds of one frame's cost; twice that, and the slowest answer in
     * a hundred takes longer than a student should notice.
     */
    private static final double LONG_WAIT = 1.33;

    private static final double SHORT_WAIT = 0.67;
    private static final double FALL = 0.9;
    private static final double RISE = 0.02;

    private static final double RISE_FPS_PER_WINDOW = 2;
    private static final int LEAST_FRAMES = 10;
    static final double FIRST_GUESS_MILLIS = 4;
    private static final double LEARNING_SHARE = 0.3;

    private final int threads;
    private final double minFps;
    private double costMillis = FIRST_GUESS_MILLIS;
    private double usableShare = FIRST_SHARE;
    private boolean measured;
    private double targetFps = MAX_FPS;

    /**
     * A governor that knows nothing yet.
     *
     * @param threads that analyse
     * @param minFps the least rate a session is asked for
     */
    LoadGovernor(int threads, double minFps) {
        this.threads = threads;
        this.minFps = minFps;
    }

    /**
     * Takes in one window.
     *
     * @param busyMillis time that all threads together spent analysing
     * @param waitMillis time that all sessions together waited for a thread
     * @param frames analysed
     * @param sessions whose frames are taken
     */
    void observe(double busyMillis, double waitMillis, long frames, int sessions) {
        if (frames >= LEAST_FRAMES) {
            measured = true;
            costMillis += LEARNING_SHARE * (busyMillis / frames - costMillis);
            double wait = waitMillis / frames / costMillis;
            if (wait > LONG_WAIT) {
                usableShare = Math.max(LEAST_SHARE, usableShare * FALL);
            } else if (wait < SHORT_WAIT) {
                usableShare = Math.min(GREATEST_SHARE, usableShare + RISE);
            }
        }
        double wanted = Math.floor(fairShare(sessions) * STEPS_A_FRAME) / STEPS_A_FRAME;
        targetFps = Math.min(Math.clamp(wanted, minFps, MAX_FPS), targetFps + RISE_FPS_PER_WINDOW);
    }

    /** Frames a second that each session may send now, at least the given one and at most {@link #MAX_FPS}. */
    double targetFps() {
        return targetFps;
    }

    /** Whether {@link #costMillis()} was measured, and is not the first guess. */
    boolean hasMeasured() {
        return measured;
    }

    /** What a frame costs one thread. */
    double costMillis() {
        return costMillis;
    }

    /** The part of the threads' time that frames get, 0 to 1. */
    double usableShare() {
        return usableShare;
    }

    /** Whether one more session than these would still get the least rate. */
    boolean hasRoomFor(int sessions) {
        return fairShare(sessions + 1) >= minFps;
    }

    private double fairShare(int sessions) {
        return usableShare * threads * 1_000 / costMillis / Math.max(1, sessions);
    }
}
