package org.invigil.rules.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.TimedSignal;

/** Made-up footage, told in seconds: what is in view, for how long, at which frame rate. Collects all that scoring says. */
final class Footage {

    static final FrameSignal ABSENT = new FrameSignal(Presence.ABSENT, 0.95, 0, 0, null, null);
    static final FrameSignal HIDDEN = new FrameSignal(Presence.HIDDEN, 0.9, 0, 0, null, null);
    static final FrameSignal UNKNOWN = new FrameSignal(Presence.UNKNOWN, 0.9, 0, 0, null, null);
    static final FrameSignal ATTENTIVE = looking(0, 0);

    final List<Incident> opened = new ArrayList<>();
    final List<Incident> grown = new ArrayList<>();
    final List<Incident> closed = new ArrayList<>();
    final List<ClipWish.Reason> clips = new ArrayList<>();
    final List<TimedSignal> frames = new ArrayList<>();
    double lowestFocusScore = 100;
    double focusScore = 100;
    double cheatScore;
    List<Behavior> behaviors = List.of();
    ScoreState state = ScoreState.INITIAL;

    private final Policy policy;
    private final double fps;
    private double atMillis = 1_800_000_000_000.0;

    Footage(Policy policy, double fps) {
        this.policy = policy;
        this.fps = fps;
    }

    Footage(double fps) {
        this(Policy.DEFAULT, fps);
    }

    /** A face with head and eyes turned together by these angles. */
    static FrameSignal looking(double yawDegrees, double pitchDegrees) {
        return new FrameSignal(
                Presence.PRESENT,
                0.98,
                1,
                1,
                new HeadPose(yawDegrees, pitchDegrees, 0, 0.9),
                new EyeSignal(0, 0, 0.8, 0.8));
    }

    static FrameSignal faces(int count) {
        return new FrameSignal(
                Presence.PRESENT, 0.9, count, count, new HeadPose(0, 0, 0, 0.9), new EyeSignal(0, 0, 0.8, 0.8));
    }

    static FrameSignal eyes(double yawDegrees, double pitchDegrees, double openness) {
        return new FrameSignal(
                Presence.PRESENT,
                0.98,
                1,
                1,
                new HeadPose(0, 0, 0, 0.9),
                new EyeSignal(yawDegrees, pitchDegrees, openness, 0.8));
    }

    /** Shows the same for so long. */
    Footage show(FrameSignal signal, double seconds) {
        for (int i = 0; i < Math.max(1, Math.round(seconds * fps)); i++) {
            frame(signal);
        }
        return this;
    }

    /** One frame. */
    Footage frame(FrameSignal signal) {
        return frameAt(signal, Math.round(atMillis + 1_000 / fps));
    }

    Footage frameAt(FrameSignal signal, long time) {
        atMillis = time;
        frames.add(new TimedSignal(time, signal));
        ScoredFrame scored = Scorer.step(state, signal, time, policy);
        state = scored.state();
        opened.addAll(scored.opened());
        grown.addAll(scored.grown());
        closed.addAll(scored.closed());
        if (scored.clip() != null) {
            clips.add(scored.clip());
        }
        focusScore = scored.focusScore();
        cheatScore = scored.cheatScore();
        behaviors = scored.behaviors();
        lowestFocusScore = Math.min(lowestFocusScore, focusScore);
        return this;
    }

    /** Takes up where other footage ends, at the frame rate of this one. */
    Footage goingOnAfter(Footage before) {
        state = before.state;
        atMillis = before.atMillis;
        return this;
    }

    /** Nothing arrives for so long. */
    Footage silence(double seconds) {
        atMillis += seconds * 1_000;
        return this;
    }

    /** A person who reads and writes: small turns, reading movements, blinks, a glance at the keyboard now and then. */
    Footage atWork(double seconds, long seed) {
        Random random = new Random(seed);
        double glanceUntil = 0;
        double glanceYaw = 0;
        double glancePitch = 0;
        int blinkFrames = 0;
        for (int i = 0; i < seconds * fps; i++) {
            double second = i / fps;
            // Two glances without a look back between them would be one look of two seconds, and that counts.
            if (second > glanceUntil + 1 && random.nextDouble() < 0.15 / fps) {
                glanceUntil = second + 0.3 + 0.7 * random.nextDouble();
                glanceYaw = random.nextDouble(-45, 45);
                glancePitch = random.nextDouble(-35, 15);
            }
            boolean glance = second < glanceUntil;
            if (random.nextDouble() < 0.3 / fps) {
                blinkFrames = (int) Math.ceil(0.25 * fps);
            }
            double openness = blinkFrames-- > 0 ? 0.05 : 0.7;
            double reading = 8 * Math.sin(second * 2);
            frame(new FrameSignal(
                    Presence.PRESENT,
                    0.97,
                    1,
                    1,
                    new HeadPose(
                            (glance ? glanceYaw : 3 * Math.sin(second / 3)) + 2 * random.nextGaussian(),
                            (glance ? glancePitch : -6) + 2 * random.nextGaussian(),
                            0,
                            0.85),
                    new EyeSignal(reading, openness < 0.3 ? -22 : -4, openness, openness < 0.3 ? 0.2 : 0.8)));
        }
        return this;
    }

    List<Behavior> openedBehaviors() {
        return opened.stream().map(Incident::behavior).toList();
    }

    List<Behavior> grownBehaviors() {
        return grown.stream().map(Incident::behavior).toList();
    }

    long now() {
        return (long) atMillis;
    }
}
