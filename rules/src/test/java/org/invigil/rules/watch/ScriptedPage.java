package org.invigil.rules.watch;

import java.util.ArrayList;
import java.util.List;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.score.Rescoring;
import org.invigil.rules.score.ScoreState;
import org.invigil.rules.score.ScoredFrame;
import org.invigil.rules.score.Scorer;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.TimedSignal;
import org.invigil.rules.signal.UnwatchedCause;
import org.jspecify.annotations.Nullable;

/**
 * A student's page by a script, told in milliseconds: what it sends and says, and what watching and scoring make of it. Each frame is
 * judged as it comes in, unless the script says otherwise.
 */
final class ScriptedPage {

    static final FrameSignal PRESENT = new FrameSignal(Presence.PRESENT, 0.98, 1, 1, null, null);
    static final FrameSignal ABSENT = new FrameSignal(Presence.ABSENT, 0.95, 0, 0, null, null);
    static final FrameSignal DARK = new FrameSignal(Presence.UNKNOWN, 0.9, 0, 0, null, null);

    static final LinkReport GOOD = new LinkReport(0, 30, CameraState.LIVE, false);

    final List<Incident> opened = new ArrayList<>();
    final List<Incident> closed = new ArrayList<>();
    final List<Incident> scored = new ArrayList<>();
    final List<TimedSignal> stored = new ArrayList<>();
    WatchedTime time = WatchedTime.NONE;

    @Nullable
    UnwatchedCause cause;

    private final Policy policy = Policy.DEFAULT;
    private final Watch watch;
    private ScoreState state = ScoreState.INITIAL;
    long now = 1_800_000_000_000L;
    /** By how much the page's clock is ahead, and what it takes to arrive. */
    long lagMillis = 40;

    double askedFps = 30;
    /** What is in view. */
    FrameSignal view = PRESENT;
    /** Between two frames; 0 for none at all. */
    long frameEveryMillis = 33;

    @Nullable
    LinkReport report = GOOD;

    boolean saysAlive = true;
    boolean hasEvents = true;
    boolean isJudged = true;
    boolean isJunk;
    private boolean isConnected;
    private long lastFrameAt;
    private long lastSaidAt;

    ScriptedPage() {
        watch = new Watch(policy, now);
        watch.counts(now, true);
    }

    ScriptedPage connect() {
        watch.connected(now);
        isConnected = true;
        return this;
    }

    void disconnect() {
        watch.disconnected(now);
        isConnected = false;
    }

    /** The same socket goes on, but its end is told: that of the one before, too late. */
    void isToldGone() {
        watch.disconnected(now);
    }

    void refused() {
        watch.refused(now);
    }

    void pause(boolean paused) {
        take(watch.counts(now, !paused));
    }

    /** The server's clock is set. */
    void set(long byMillis) {
        now += byMillis;
        lastFrameAt += byMillis;
        lastSaidAt += byMillis;
    }

    /** So the page goes on. */
    ScriptedPage run(long seconds) {
        return runMillis(1_000 * seconds);
    }

    ScriptedPage runMillis(long millis) {
        long end = now + millis;
        while (now < end) {
            now++;
            if (isConnected && frameEveryMillis > 0 && now - lastFrameAt >= frameEveryMillis) {
                frame();
            }
            if (isConnected && report != null && now % 3_000 == 0) {
                watch.reported(now, report);
            }
            if (isConnected && saysAlive && now - lastFrameAt >= 2_000 && now - lastSaidAt >= 2_000) {
                watch.heard(now);
                lastSaidAt = now;
            }
            if (hasEvents && now % 2_000 == 0) {
                watch.pageHeard(now);
            }
            if (now % 1_000 == 0) {
                take(watch.tick(now));
            }
        }
        return this;
    }

    /** Nothing comes, and then goes on as before: the line, or the computer, stood still. */
    void silence(long seconds) {
        long every = frameEveryMillis;
        LinkReport said = report;
        boolean alive = saysAlive;
        boolean events = hasEvents;
        frameEveryMillis = 0;
        report = null;
        saysAlive = false;
        hasEvents = false;
        run(seconds);
        frameEveryMillis = every;
        report = said;
        saysAlive = alive;
        hasEvents = events;
    }

    private void frame() {
        lastFrameAt = now;
        watch.arrived(now, now - lagMillis, askedFps);
        if (!isJudged) {
            return;
        }
        if (isJunk) {
            watch.undecodable(now);
            return;
        }
        UnwatchedCause gap = watch.causeOfGap(now);
        Long before = state.lastAtMillis();
        boolean isGap = before != null && now - before > policy.evidence().maxGapMs();
        FrameSignal signal = isGap && gap != null ? view.withGap(gap) : view;
        watch.judged(now, view.presence() != Presence.UNKNOWN);
        ScoredFrame result = Scorer.step(state, signal, now, policy);
        state = result.state();
        scored.addAll(result.opened());
        scored.addAll(result.grown());
        stored.add(new TimedSignal(now, signal));
    }

    private void take(Watch.Tick tick) {
        cause = tick.cause();
        time = time.plus(watch.take());
        if (tick.opened() != null) {
            opened.add(tick.opened());
        }
        if (tick.closed() != null) {
            closed.add(tick.closed());
        }
    }

    double focusScore() {
        return state.focusScore();
    }

    double cheatScore() {
        return state.cheatScore().value(policy);
    }

    List<Behavior> scoredBehaviors() {
        return scored.stream().map(Incident::behavior).distinct().toList();
    }

    /** The same from what is stored alone. */
    Rescoring.Result rescored() {
        return Rescoring.rescore(List.of(stored), policy);
    }
}
