package org.invigil.rules.watch;

import org.invigil.rules.signal.UnwatchedCause;
import org.jspecify.annotations.Nullable;

/**
 * Whether frames come as a page sends them that is asked for so many, or whether it is a habit that they do not. One pause is none,
 * however long; and nobody makes up for silences with bursts. Not thread-safe.
 */
final class FrameHabit {

    /** Fewer than this part of what was asked for are far too few. */
    private static final double LEAST_SHARE = 1.0 / 3;

    /** So many are always enough: pages slow down to 2 a second by themselves. */
    private static final double ENOUGH_FPS = 1.5;

    private static final double RATE_MEMORY_MILLIS = 10_000;
    private static final double MOST_REMEMBERED_FPS = 2 * ENOUGH_FPS;

    /** Who was asked for little hears of more with a delay: what is asked for rises by so much a second here. */
    private static final double FOLLOW_FPS = 0.1;

    private static final double GAP_MEMORY_MILLIS = 60_000;

    /** Three gaps within a minute are a habit. */
    private static final double HABITUAL_GAPS = 2.5;

    /** A line that keeps frames waiting for longer than this is dead: pages take a new one before. */
    private static final long MOST_LAG_MILLIS = 15_000;

    private final double gapMillis;
    private double fps = MOST_REMEMBERED_FPS;
    private double fpsAtArrival = MOST_REMEMBERED_FPS;
    private double askedFps;
    private double gaps;
    /** Whether it was a habit when the last frame came in: a pause after that makes none. */
    private boolean wasHabit;

    private long atMillis;
    private @Nullable Long arrivedAtMillis;
    private long capturedAtMillis;
    private boolean wasGap;
    /** By how much arrivals were behind at the least, by two clocks that need not agree. */
    private long leastLagMillis = Long.MAX_VALUE;

    private @Nullable Gap lastGap;

    /**
     * The last silence between two frames.
     *
     * @param cause null where it cannot be told
     */
    record Gap(long endedAtMillis, @Nullable UnwatchedCause cause) {}

    /** @param gapMillis from which a silence is a gap */
    FrameHabit(double gapMillis, double askedFps, long atMillis) {
        this.gapMillis = gapMillis;
        this.askedFps = askedFps;
        this.atMillis = atMillis;
    }

    /**
     * A frame came in.
     *
     * @param capturedMillis when it was taken, by its sender's clock
     * @param explanation why few come, where that is not the student's doing; null where nothing explains it
     */
    void arrived(long nowMillis, long capturedMillis, double nowAskedFps, @Nullable UnwatchedCause explanation) {
        Long before = arrivedAtMillis;
        moveTo(nowMillis, nowAskedFps);
        long lagMillis = nowMillis - capturedMillis;
        leastLagMillis = Math.min(leastLagMillis, lagMillis);
        wasGap = before != null && nowMillis - before > longestPauseMillis(gapMillis);
        if (before != null && wasGap) {
            // What was taken soon and came late was kept waiting by the line. It catches up; a clock that stands still
            // does not.
            boolean isStalled = capturedMillis - capturedAtMillis < (nowMillis - before) / 2
                    && lagMillis - leastLagMillis <= MOST_LAG_MILLIS;
            UnwatchedCause neutral = isStalled ? UnwatchedCause.SLOW_LINK : explanation;
            lastGap = new Gap(nowMillis, neutral == null && wasHabit ? UnwatchedCause.NO_PICTURE : neutral);
            gaps += neutral == null ? 1 : 0;
        }
        fps = Math.min(MOST_REMEMBERED_FPS, fps + 1_000 / RATE_MEMORY_MILLIS);
        fpsAtArrival = fps;
        arrivedAtMillis = nowMillis;
        capturedAtMillis = capturedMillis;
        wasHabit = isHabit();
    }

    /** They come on a new socket. What came on none is a silence; it says nothing of the rate. */
    void connected(long nowMillis) {
        moveTo(nowMillis, askedFps);
        fps = fpsAtArrival;
    }

    /** Time went by. */
    void moveTo(long nowMillis, double nowAskedFps) {
        double elapsedMillis = Math.max(0, nowMillis - atMillis); // a clock that was set back changes nothing
        atMillis = nowMillis;
        fps *= Math.exp(-elapsedMillis / RATE_MEMORY_MILLIS);
        gaps *= Math.exp(-elapsedMillis / GAP_MEMORY_MILLIS);
        askedFps = Math.min(nowAskedFps, askedFps + FOLLOW_FPS * elapsedMillis / 1_000);
    }

    /** Whether few frames come, or with gaps, again and again. */
    boolean isHabit() {
        return isTooSlow() || gaps >= HABITUAL_GAPS;
    }

    /** Whether it was one when the last frame came in. */
    boolean wasHabit() {
        return wasHabit;
    }

    /** Whether the rate is far under what was asked for. */
    boolean isTooSlow() {
        return fps < enoughFps();
    }

    /** Whether frames come without gaps at this moment, however few they are. */
    boolean isWithoutGap(long nowMillis) {
        return arrivedAtMillis != null && !wasGap && nowMillis - arrivedAtMillis <= longestPauseMillis(gapMillis);
    }

    /** When the last frame came in; null before the first. */
    @Nullable
    Long arrivedAtMillis() {
        return arrivedAtMillis;
    }

    @Nullable
    Gap lastGap() {
        return lastGap;
    }

    /** So many frames a second are enough. */
    double enoughFps() {
        return Math.min(ENOUGH_FPS, askedFps * LEAST_SHARE);
    }

    /** A longer pause between two frames is no unevenness, where this is the least that counts for one. */
    double longestPauseMillis(double leastMillis) {
        return Math.max(leastMillis, 3_000 / askedFps);
    }
}
