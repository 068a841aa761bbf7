package org.invigil.server.analysis;

/**
 * Tells how many frames a second each session may send. Pure arithmetic over windows of time. What a frame costs gives
 * what the threads could do if they had the machine to themselves; how long sessions wait for a thread tells how much of
 * it they really get, because sockets, scoring, the database and whatever else runs here want the same cores. The share
 * given away falls fast while sessions wait and grows slowly while they do not, and each session gets the same part of
 * it. It never falls below a least rate: before that, new sessions are refused. Not thread-safe.
 *
 * <p>Rates are shared out by what frames really cost. What is promised for low rates, whether there is room for one more and what a full
 * room will get, goes by the frames that were looked at: far apart, none shows what the last one did.
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
    private double lookCostMillis = FIRST_GUESS_MILLIS;
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
     * What happened in one span of time.
     *
     * @param busyMillis time that all threads together spent on frames
     * @param waitMillis time that all sessions together waited for a thread
     * @param frames analysed
     * @param lookMillis the part of {@code busyMillis} that went into {@code looks}
     * @param looks frames that were looked at, and did not just show what an earlier one had
     */
    record Window(double busyMillis, double waitMillis, long frames, double lookMillis, long looks) {}

    /**
     * Takes in one window.
     *
     * @param sessions whose frames are taken
     */
    void observe(Window window, int sessions) {
        long frames = window.frames();
        if (frames >= LEAST_FRAMES) {
            measured |= window.looks() > 0;
            costMillis += LEARNING_SHARE * (window.busyMillis() / frames - costMillis);
            // The fewer were looked at, the less is learnt of what that costs.
            lookCostMillis += LEARNING_SHARE * (window.lookMillis() - window.looks() * lookCostMillis) / frames;
            double wait = window.waitMillis() / frames / costMillis;
            if (wait > LONG_WAIT) {
                usableShare = Math.max(LEAST_SHARE, usableShare * FALL);
            } else if (wait < SHORT_WAIT) {
                usableShare = Math.min(GREATEST_SHARE, usableShare + RISE);
            }
        }
        double wanted = Math.floor(fairShare(sessions, costMillis) * STEPS_A_FRAME) / STEPS_A_FRAME;
        targetFps = Math.min(Math.clamp(wanted, minFps, MAX_FPS), targetFps + RISE_FPS_PER_WINDOW);
    }

    /** Frames a second that each session may send now, at least the given one and at most {@link #MAX_FPS}. */
    double targetFps() {
        return targetFps;
    }

    /** Whether {@link #lookCostMillis()} was measured, and is not the first guess. */
    boolean hasMeasured() {
        return measured;
    }

    /** What a frame that is looked at costs one thread. */
    double lookCostMillis() {
        return lookCostMillis;
    }

    /** The part of the threads' time that frames get, 0 to 1. */
    double usableShare() {
        return usableShare;
    }

    /** Whether one more session than these would still get the least rate. */
    boolean hasRoomFor(int sessions) {
        return fairShare(sessions + 1, lookCostMillis) >= minFps;
    }

    private double fairShare(int sessions, double costMillis) {
        return usableShare * threads * 1_000 / costMillis / Math.max(1, sessions);
    }
}
