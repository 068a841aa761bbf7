package org.invigil.rules.watch;

import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Condition;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.incident.Tally;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.UnwatchedCause;
import org.jspecify.annotations.Nullable;

/**
 * Tells of one sitting how much of its time was watched and why the rest was not, and when {@code unwatched} begins and ends. It is
 * told what happens, in the order in which it happens, and counts with each {@link #tick}. Times are milliseconds since 1970 by the
 * server's clock. Not thread-safe. The whole of it in words stands in {@code docs/scoring.md}.
 */
public final class Watch {

    /** A camera that has just come or gone may take so long to be there again. */
    private static final long CONNECT_MILLIS = 5_000;

    /** A shorter pause between two frames is no silence, and of whoever makes a habit of it. */
    private static final double PAUSE_MILLIS = 3_000;

    private static final double HABITUAL_PAUSE_MILLIS = 1_000;

    /** A page says something every 2 s: twice that without a word is a dead line, or a computer that sleeps. */
    private static final long UNHEARD_MILLIS = 4_000;

    /** A page takes a new socket after 8 s: one that speaks elsewhere, and not on this one, does not want to. */
    private static final long UNWILLING_MILLIS = 12_000;

    /** What a page said of its line holds for so long: on a slow one the next word waits behind frames. */
    private static final long REPORT_MILLIS = 15_000;

    /** After a refusal a page tries again after 10 s at the latest. */
    private static final long REFUSED_MILLIS = 30_000;

    /** Nobody looked meanwhile: a server that stood still, or a clock that was set. */
    private static final long LONGEST_TICK_MILLIS = 5_000;

    private static final int LEAST_TICKS = 3;

    private final Policy policy;
    private WatchedTime counted = WatchedTime.NONE;
    private Tally tally = Tally.NONE;
    private @Nullable UnwatchedCause cause;
    private boolean counts;
    private long countedUntil;
    private @Nullable Long connectedAt;
    private long goneAt;
    private long heardAt;
    private long pageHeardAt;
    private @Nullable Long refusedAt;
    private @Nullable Long judgedAt;
    private boolean usable;
    private double askedFps = 1;
    private FrameHabit frames;
    private @Nullable LinkReport report;
    private long reportedAt;

    /** Of a sitting that does not count yet, known from this time on. */
    public Watch(Policy policy, long atMillis) {
        this.policy = policy;
        this.countedUntil = atMillis;
        this.goneAt = atMillis;
        this.frames = new FrameHabit((double) policy.evidence().maxGapMs(), askedFps, atMillis);
    }

    /**
     * What came of a tick.
     *
     * @param cause why the sitting is not watched now; null while it is, and while its time does not run
     * @param opened {@code unwatched} that begins with it
     * @param closed {@code unwatched} that ended
     */
    public record Tick(
            @Nullable UnwatchedCause cause,
            @Nullable Incident opened,
            @Nullable Incident closed) {}

    /** The camera's socket is open. */
    public void connected(long atMillis) {
        connectedAt = atMillis;
        heardAt = atMillis;
        refusedAt = null;
        judgedAt = null;
        report = null;
        frames = new FrameHabit((double) policy.evidence().maxGapMs(), askedFps, atMillis);
    }

    /** The camera's socket is gone. */
    public void disconnected(long atMillis) {
        connectedAt = null;
        goneAt = atMillis;
    }

    /** The camera's socket was refused: the server had no room. */
    public void refused(long atMillis) {
        refusedAt = atMillis;
    }

    /** Something came in on the camera's socket. */
    public void heard(long atMillis) {
        heardAt = Math.max(heardAt, atMillis);
    }

    /** The student's page said something, wherever. */
    public void pageHeard(long atMillis) {
        pageHeardAt = Math.max(pageHeardAt, atMillis);
    }

    /** The page told how line and camera are. */
    public void reported(long atMillis, LinkReport now) {
        heard(atMillis);
        report = now;
        reportedAt = atMillis;
    }

    /**
     * A frame came in that keeps to the rate.
     *
     * @param capturedMillis when it was taken, by its sender's clock
     * @param nowAskedFps frames a second that the server asks for now
     */
    public void arrived(long atMillis, long capturedMillis, double nowAskedFps) {
        heard(atMillis);
        askedFps = nowAskedFps;
        if (frames.arrivedAtMillis() == null) {
            frames = new FrameHabit((double) policy.evidence().maxGapMs(), nowAskedFps, atMillis);
        }
        frames.arrived(atMillis, capturedMillis, nowAskedFps, explained(atMillis));
    }

    /**
     * A frame was looked at.
     *
     * @param atMillis when it had come in
     * @param isUsable whether anything could be told of the picture
     */
    public void judged(long atMillis, boolean isUsable) {
        judgedAt = atMillis;
        usable = isUsable;
    }

    /**
     * Why no frame came for a while before one that is about to be judged: {@link UnwatchedCause#NO_PICTURE} only where that is a
     * habit and nothing explains it.
     *
     * @param atMillis when it had come in
     * @return null where there was no gap since the frame that was judged last, or it cannot be told
     */
    public @Nullable UnwatchedCause causeOfGap(long atMillis) {
        FrameHabit.Gap gap = frames.lastGap();
        return gap == null || gap.endedAtMillis() > atMillis || (judgedAt != null && gap.endedAtMillis() <= judgedAt)
                ? null
                : gap.cause();
    }

    /** Whether {@code unwatched} is open. */
    public boolean isUnwatched() {
        return tally.open();
    }

    /** Whether its time is counted now. */
    public boolean counts() {
        return counts;
    }

    /** What was counted since the last call. */
    public WatchedTime take() {
        WatchedTime taken = counted;
        counted = WatchedTime.NONE;
        return taken;
    }

    /** Goes on with {@code unwatched} that another node, or this one before it was restarted, has left open. */
    public void goOn(long sinceMillis) {
        tally = new Tally(
                (double) policy.behaviors().unwatched().enterMs(),
                LEAST_TICKS,
                true,
                sinceMillis,
                true,
                0,
                0,
                0,
                LEAST_TICKS,
                100);
    }

    /** Time went by. */
    public Tick tick(long atMillis) {
        long elapsed = atMillis - countedUntil;
        countedUntil = atMillis;
        frames.moveTo(atMillis, askedFps);
        if (!counts || elapsed <= 0) {
            return new Tick(counts ? cause : null, null, null);
        }
        cause = elapsed > LONGEST_TICK_MILLIS ? UnwatchedCause.OUTAGE : cause(atMillis);
        counted = counted.plus(elapsed, cause);
        boolean wasOpen = tally.open();
        Tally now = tally.observe(
                condition(),
                1,
                cause == null ? atMillis : atMillis - elapsed,
                elapsed > LONGEST_TICK_MILLIS ? 0 : (double) elapsed,
                Behavior.UNWATCHED.rule(policy),
                LEAST_TICKS,
                0);
        tally = wasOpen && !now.open() ? Tally.NONE : now;
        return new Tick(
                cause,
                !wasOpen && now.open() ? now.incident(Behavior.UNWATCHED) : null,
                wasOpen && !now.open() ? now.incident(Behavior.UNWATCHED, now.clearSinceMillis()) : null);
    }

    /**
     * Its time counts from now on, or no more: it begins, is paused, is over, or somebody else counts.
     *
     * @return what came of the time until now; what is open closes where counting ends
     */
    public Tick counts(long atMillis, boolean now) {
        if (now == counts) {
            return new Tick(counts ? cause : null, null, null);
        }
        Tick last = tick(atMillis);
        counts = now;
        cause = null;
        Incident closed = last.closed();
        if (!now && tally.open()) {
            closed = tally.incident(Behavior.UNWATCHED, tally.endedAtMillis(atMillis));
        }
        tally = Tally.NONE;
        goneAt = Math.max(goneAt, atMillis); // a pause may have sent the camera away
        return new Tick(null, last.opened(), closed);
    }

    /** Leaves without an end: somebody else goes on with the time and with what is open. */
    public void letGo(long atMillis) {
        counts = false;
        cause = null;
        tally = Tally.NONE;
        countedUntil = atMillis;
    }

    private Condition condition() {
        return switch (cause) {
            case null -> Condition.CLEAR;
            case NO_PICTURE -> Condition.HOLDS;
            case SLOW_LINK, OUTAGE, SERVER_FULL -> Condition.UNKNOWN;
        };
    }

    private @Nullable UnwatchedCause cause(long atMillis) {
        Long since = connectedAt;
        if (since == null) {
            return causeWithoutCamera(atMillis);
        }
        Long arrivedAt = frames.arrivedAtMillis();
        if (arrivedAt == null && report == null && atMillis - since <= CONNECT_MILLIS) {
            return UnwatchedCause.OUTAGE;
        }
        double longestPause = frames.longestPauseMillis(frames.isHabit() ? HABITUAL_PAUSE_MILLIS : PAUSE_MILLIS);
        if (arrivedAt != null && atMillis - arrivedAt <= longestPause && !frames.isTooSlow()) {
            return causeWithFrames(arrivedAt - (judgedAt == null ? since : judgedAt) > longestPause);
        }
        if (atMillis - heardAt > UNHEARD_MILLIS) {
            boolean isUnwilling = atMillis - heardAt > UNWILLING_MILLIS && atMillis - pageHeardAt <= UNHEARD_MILLIS;
            return isUnwilling ? UnwatchedCause.NO_PICTURE : UnwatchedCause.OUTAGE;
        }
        if (explained(atMillis)) {
            return UnwatchedCause.SLOW_LINK;
        }
        boolean isSudden = arrivedAt != null && heardAt <= arrivedAt && !frames.isHabit();
        return isSudden ? UnwatchedCause.OUTAGE : UnwatchedCause.NO_PICTURE;
    }

    private @Nullable UnwatchedCause causeWithFrames(boolean isBehind) {
        if (isBehind) {
            return UnwatchedCause.SERVER_FULL;
        }
        if (judgedAt == null) {
            return UnwatchedCause.OUTAGE; // the first is just being looked at
        }
        return usable ? null : UnwatchedCause.NO_PICTURE;
    }

    private UnwatchedCause causeWithoutCamera(long atMillis) {
        if (atMillis - pageHeardAt > UNHEARD_MILLIS) {
            return UnwatchedCause.OUTAGE;
        }
        if (refusedAt != null && atMillis - refusedAt <= REFUSED_MILLIS) {
            return UnwatchedCause.SERVER_FULL;
        }
        return atMillis - goneAt <= CONNECT_MILLIS ? UnwatchedCause.OUTAGE : UnwatchedCause.NO_PICTURE;
    }

    private boolean explained(long atMillis) {
        LinkReport last = report;
        return last != null && atMillis - reportedAt <= REPORT_MILLIS && last.explains(frames.enoughFps());
    }
}
