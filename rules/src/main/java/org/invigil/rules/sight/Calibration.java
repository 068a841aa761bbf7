package org.invigil.rules.sight;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.jspecify.annotations.Nullable;

/**
 * Learns where this student looks when looking at the screen, and how they hold the head then, from the first seconds of steady
 * presence. What wavers or points where no screen is gets refused, and the collecting begins again.
 *
 * @param baseline what was learned, null until then
 * @param samples spread over the window
 * @param sinceMillis when the first of them was taken
 */
public record Calibration(@Nullable Baseline baseline, List<Baseline> samples, long sinceMillis) {

    public static final Calibration EMPTY = new Calibration(null, List.of(), 0);

    /** What a picture by itself is held against: its camera. */
    public static final Calibration CAMERA = settled(new Baseline(0, 0, 0, 0));

    /** Samples of one window, however many frames it has. */
    private static final int MOST_SAMPLES = 64;

    public Calibration {
        Objects.requireNonNull(samples, "samples: a state of another version");
    }

    /**
     * Where the line of sight rests on the screen, and the head meanwhile, in degrees.
     *
     * @param yawDegrees of the line of sight
     * @param pitchDegrees of the line of sight
     * @param headYawDegrees of the head alone, in steps of 0.1
     * @param headPitchDegrees of the head alone, in steps of 0.1
     */
    public record Baseline(double yawDegrees, double pitchDegrees, double headYawDegrees, double headPitchDegrees) {

        /** As rows of older versions have it, which do not tell the head: it is taken to point where the line of sight rests. */
        public static Baseline ofSight(double yawDegrees, double pitchDegrees) {
            return new Baseline(yawDegrees, pitchDegrees, yawDegrees, pitchDegrees);
        }

        private static Baseline of(SmoothedSight sight) {
            return new Baseline(
                    sight.yawDegrees(),
                    sight.pitchDegrees(),
                    sight.head().yawDegrees(),
                    sight.head().pitchDegrees());
        }
    }

    public static Calibration settled(Baseline baseline) {
        return new Calibration(baseline, List.of(), 0);
    }

    /** Takes in one line of sight; null means that the presence was not steady. */
    public Calibration next(@Nullable SmoothedSight sight, long atMillis, Policy.Calibration rule) {
        if (baseline != null || !rule.enabled()) {
            return this;
        }
        if (sight == null) {
            return EMPTY;
        }
        if (samples.isEmpty()) {
            return new Calibration(null, List.of(Baseline.of(sight)), atMillis);
        }
        long elapsedMs = atMillis - sinceMillis;
        if (elapsedMs >= rule.windowMs() && samples.size() >= rule.minFrames()) {
            return conclude(rule);
        }
        boolean due = elapsedMs * MOST_SAMPLES >= rule.windowMs() * samples.size();
        if (!due || samples.size() >= MOST_SAMPLES) {
            return this;
        }
        List<Baseline> more = new ArrayList<>(samples);
        more.add(Baseline.of(sight));
        return new Calibration(null, List.copyOf(more), sinceMillis);
    }

    /** What counts of the smoothed line of sight. */
    public Look look(SmoothedSight sight, Policy.Calibration rule) {
        return look(sight.yawDegrees(), sight.pitchDegrees(), sight.head(), rule);
    }

    /** What counts of the line of sight of a picture by itself. */
    static Look look(LineOfSight sight) {
        return CAMERA.look(sight.yawDegrees(), sight.pitchDegrees(), sight.head(), Policy.DEFAULT.calibration());
    }

    /**
     * How far a head is from where this student holds it. Before that is known, up and down are nobody's: a level face above a
     * leaning lid looks lifted.
     */
    HeadTurn turn(HeadPose head, Policy.Calibration rule) {
        Baseline rest = baseline;
        if (rest == null) {
            HeadTurn turn = HeadTurn.fromCamera(head);
            return rule.enabled() ? new HeadTurn(turn.yawDegrees(), 0) : turn;
        }
        return new HeadTurn(
                HeadTurn.certain(excused(head.yawDegrees(), rest.headYawDegrees()), head.uncertaintyDegrees()),
                HeadTurn.certain(excused(head.pitchDegrees(), rest.headPitchDegrees()), head.uncertaintyDegrees()));
    }

    private Look look(double yawDegrees, double pitchDegrees, HeadPose head, Policy.Calibration rule) {
        double yaw = baseline == null ? yawDegrees : excused(yawDegrees, baseline.yawDegrees());
        double pitch = baseline == null ? pitchDegrees : excused(pitchDegrees, baseline.pitchDegrees());
        return new Look(
                HeadTurn.certain(yaw, head.uncertaintyDegrees()),
                HeadTurn.certain(pitch, head.uncertaintyDegrees()),
                turn(head, rule));
    }

    /**
     * How far an angle is off, given the baseline's. A calibration only ever excuses: what counts is the smaller of the angle
     * against the camera and the angle against the baseline, and nothing where the two disagree about the side. So even a wrong
     * baseline cannot accuse.
     */
    static double excused(double rawDegrees, double baselineDegrees) {
        double relative = rawDegrees - baselineDegrees;
        if (rawDegrees * relative <= 0) {
            return 0;
        }
        return Math.abs(rawDegrees) < Math.abs(relative) ? rawDegrees : relative;
    }

    private Calibration conclude(Policy.Calibration rule) {
        boolean steady = spread(Baseline::yawDegrees) <= rule.maxSpreadDegrees()
                && spread(Baseline::pitchDegrees) <= rule.maxSpreadDegrees();
        Baseline middle = new Baseline(
                quantile(Baseline::yawDegrees, 0.5),
                quantile(Baseline::pitchDegrees, 0.5),
                FrameSignal.tenths(quantile(Baseline::headYawDegrees, 0.5)),
                FrameSignal.tenths(quantile(Baseline::headPitchDegrees, 0.5)));
        boolean plausible = isScreen(middle.yawDegrees(), middle.pitchDegrees(), rule)
                && isScreen(middle.headYawDegrees(), middle.headPitchDegrees(), rule);
        return steady && plausible ? settled(middle) : EMPTY;
    }

    /** Whether there may be a screen in that direction. */
    private static boolean isScreen(double yawDegrees, double pitchDegrees, Policy.Calibration rule) {
        return Math.abs(yawDegrees) <= rule.maxYawDegrees()
                && pitchDegrees <= rule.maxUpDegrees()
                && pitchDegrees >= -rule.maxDownDegrees();
    }

    private double spread(ToDoubleFunction<Baseline> angle) {
        return quantile(angle, 0.75) - quantile(angle, 0.25);
    }

    private double quantile(ToDoubleFunction<Baseline> angle, double share) {
        double[] sorted = samples.stream().mapToDouble(angle).sorted().toArray();
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
