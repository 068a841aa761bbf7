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

    /** A shorter pause between two frames is no silence; the second is for a habit, and while {@code unwatched} is open. */
    private static final double PAUSE_MILLIS = 3_000;

    private static final double HABITUAL_PAUSE_MILLIS = 1_000;

    /** A page says something every 2 s: twice that without a word is a dead line, or a computer that sleeps. */
    private static final long UNHEARD_MILLIS = 4_000;

    /** Where no more was heard after the last frame than this, everything stopped at once. */
    private static final long SUDDEN_MILLIS = 1_000;

    /** A page takes a new socket after 8 s: one that speaks elsewhere, and not on this one, does not want to. */
    private static final long UNWILLING_MILLIS = 12_000;

    /** How long frames are remembered over sockets. */
    private static final long HABIT_MILLIS = 60_000;

    /** Of a minute, so much may go by with a camera that comes, goes or is silent while its page is there: longer is no accident. */
    private static final double MOST_GRACE_MILLIS = 20_000;

    private static final double GRACE_MEMORY_MILLIS = 60_000;

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
    /** Whether a frame came on this socket. */
    private boolean hasArrived;

    private long goneAt;
    private long heardAt;
    private long pageHeardAt;
    /** When the page said anything last, wherever, that is no frame. */
    private long saidAt;

    private @Nullable Long refusedAt;
    private @Nullable Long judgedAt;
    private @Nullable Long scoredAt;
    private boolean usable;
    private double askedFps = 1;
    private FrameHabit frames;
    /** Since the last frame: time for which nothing is held against the student, and the other. */
    private long neutralMillis;

    private long noPictureMillis;
    private double graceMillis;
    private boolean isGrace;
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
        hasArrived = false;
        heardAt = atMillis;
        refusedAt = null;
        judgedAt = null;
        report = null;
        Long arrivedAt = frames.arrivedAtMillis();
        if (arrivedAt == null || atMillis - arrivedAt > HABIT_MILLIS) {
            frames = new FrameHabit((double) policy.evidence().maxGapMs(), askedFps, atMillis);
        } else {
            frames.connected(atMillis);
        }
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
        heardAt = atMillis;
        saidAt = atMillis;
    }

    /** The student's page said something, wherever. */
    public void pageHeard(long atMillis) {
        pageHeardAt = atMillis;
        saidAt = Math.max(saidAt, atMillis);
    }

    /** The page told how line and camera are. */
    public void reported(long atMillis, LinkReport now) {
        heard(atMillis);
        report = now;
        reportedAt = atMillis;
    }

    /**
     * A frame came in that keeps to the rate. So there is a socket, whatever was told last: the end of one and the beginning of the
     * next may be told in either order.
     *
     * @param capturedMillis when it was taken, by its sender's clock
     * @param nowAskedFps frames a second that the server asks for now
     */
    public void arrived(long atMillis, long capturedMillis, double nowAskedFps) {
        if (connectedAt == null) {
            connected(atMillis);
        }
        heard(atMillis);
        askedFps = nowAskedFps;
        if (frames.arrivedAtMillis() == null) {
            frames = new FrameHabit((double) policy.evidence().maxGapMs(), nowAskedFps, atMillis);
        }
        frames.arrived(atMillis, capturedMillis, nowAskedFps, explanation(atMillis));
        hasArrived = true;
        neutralMillis = 0;
        noPictureMillis = 0;
    }

    /**
     * A frame was looked at, and scored.
     *
     * @param atMillis when it had come in
     * @param isUsable whether anything could be told of the picture
     */
    public void judged(long atMillis, boolean isUsable) {
        judgedAt = atMillis;
        scoredAt = atMillis;
        usable = isUsable;
    }

    /** A frame was looked at, and was no picture: nothing was scored of it. */
    public void undecodable(long atMillis) {
        judgedAt = atMillis;
        usable = false;
    }

    /**
     * Why no frame came for a while before one that is about to be judged: {@link UnwatchedCause#NO_PICTURE} only where that is a
     * habit and nothing explains it.
     *
     * @param atMillis when it had come in
     * @return null where there was no gap since the frame that was scored last, or it cannot be told
     */
    public @Nullable UnwatchedCause causeOfGap(long atMillis) {
        FrameHabit.Gap gap = frames.lastGap();
        return gap == null || gap.endedAtMillis() > atMillis || (scoredAt != null && gap.endedAtMillis() <= scoredAt)
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
        cause = elapsed > LONGEST_TICK_MILLIS ? UnwatchedCause.OUTAGE : causeOfTick(atMillis, elapsed);
        counted = counted.plus(elapsed, cause);
        noPictureMillis += cause == UnwatchedCause.NO_PICTURE ? elapsed : 0;
        neutralMillis += cause == null || cause == UnwatchedCause.NO_PICTURE ? 0 : elapsed;
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

    private @Nullable UnwatchedCause causeOfTick(long atMillis, long elapsed) {
        isGrace = false;
        UnwatchedCause now = cause(atMillis);
        graceMillis = isGrace
                ? Math.min(graceMillis + elapsed, 1.5 * MOST_GRACE_MILLIS)
                : graceMillis * Math.exp(-elapsed / GRACE_MEMORY_MILLIS);
        return now;
    }

    private @Nullable UnwatchedCause cause(long atMillis) {
        Long since = connectedAt;
        if (since == null) {
            return causeWithoutCamera(atMillis);
        }
        Long arrivedAt = hasArrived ? frames.arrivedAtMillis() : null;
        if (arrivedAt == null && report == null && atMillis - since <= CONNECT_MILLIS) {
            return grace(atMillis);
        }
        double longestPause =
                frames.longestPauseMillis(frames.isHabit() || tally.open() ? HABITUAL_PAUSE_MILLIS : PAUSE_MILLIS);
        boolean isEnough = arrivedAt != null && atMillis - arrivedAt <= longestPause && !frames.isTooSlow();
        // Few frames that are all that link and device carry are as good as many, as long as evidence adds up over
        // them.
        if (arrivedAt != null && (isEnough || (explained(atMillis) && frames.isWithoutGap(atMillis)))) {
            return causeWithFrames(arrivedAt - (judgedAt == null ? since : judgedAt) > longestPause);
        }
        if (atMillis - heardAt > UNHEARD_MILLIS) {
            boolean isUnwilling = atMillis - heardAt > UNWILLING_MILLIS || frames.wasHabit();
            return isUnwilling && atMillis - pageHeardAt <= UNHEARD_MILLIS
                    ? UnwatchedCause.NO_PICTURE
                    : grace(atMillis);
        }
        if (explained(atMillis)) {
            return UnwatchedCause.SLOW_LINK;
        }
        boolean isSudden = arrivedAt != null && heardAt - arrivedAt <= SUDDEN_MILLIS && !frames.isHabit();
        return isSudden ? grace(atMillis) : UnwatchedCause.NO_PICTURE;
    }

    /** A camera that is about to come, or has just gone: that takes a while, but not most of a minute while its page is there. */
    private UnwatchedCause grace(long atMillis) {
        Long arrivedAt = frames.arrivedAtMillis();
        boolean isPageThere = atMillis - saidAt <= UNHEARD_MILLIS && (arrivedAt == null || saidAt > arrivedAt);
        isGrace = isPageThere;
        return isPageThere && graceMillis >= MOST_GRACE_MILLIS ? UnwatchedCause.NO_PICTURE : UnwatchedCause.OUTAGE;
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
        return atMillis - goneAt <= CONNECT_MILLIS ? grace(atMillis) : UnwatchedCause.NO_PICTURE;
    }

    /** Why few frames came before the one that just comes in, where that is not the student's doing. */
    private @Nullable UnwatchedCause explanation(long atMillis) {
        if (!hasArrived && neutralMillis >= noPictureMillis) {
            return UnwatchedCause.OUTAGE;
        }
        return explained(atMillis) ? UnwatchedCause.SLOW_LINK : null;
    }

    private boolean explained(long atMillis) {
        LinkReport last = report;
        return last != null && atMillis - reportedAt <= REPORT_MILLIS && last.explains(frames.enoughFps());
    }
}
