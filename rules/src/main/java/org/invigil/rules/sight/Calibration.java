package org.invigil.rules.sight;

import java.util.ArrayList;
import java.util.List;
import org.invigil.rules.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * Learns where this student looks when looking at the screen, from the first seconds of steady presence. What wavers or
 * points where no screen is gets refused, and the collecting begins again.
 *
 * @param baseline what was learned, null until then
 * @param yaws line of sight in degrees, spread over the window
 * @param pitches the same, up and down
 * @param sinceMillis when the first of them was taken
 */
public record Calibration(@Nullable Baseline baseline, List<Double> yaws, List<Double> pitches, long sinceMillis) {

    public static final Calibration EMPTY = new Calibration(null, List.of(), List.of(), 0);

    /** Samples of one window, however many frames it has. */
    private static final int MOST_SAMPLES = 64;

    /** Where the line of sight rests on the screen, in degrees. */
    public record Baseline(double yawDegrees, double pitchDegrees) {}

    public static Calibration settled(Baseline baseline) {
        return new Calibration(baseline, List.of(), List.of(), 0);
    }

    /** Takes in one line of sight; null means that the presence was not steady. */
    public Calibration next(@Nullable SmoothedSight sight, long atMillis, Policy.Calibration rule) {
        if (baseline != null || !rule.enabled()) {
            return this;
        }
        if (sight == null) {
            return EMPTY;
        }
        if (yaws.isEmpty()) {
            return new Calibration(null, List.of(sight.yawDegrees()), List.of(sight.pitchDegrees()), atMillis);
        }
        long elapsedMs = atMillis - sinceMillis;
        if (elapsedMs >= rule.windowMs() && yaws.size() >= rule.minFrames()) {
            return conclude(rule);
        }
        boolean due = elapsedMs * MOST_SAMPLES >= rule.windowMs() * yaws.size();
        if (!due || yaws.size() >= MOST_SAMPLES) {
            return this;
        }
        return new Calibration(null, plus(yaws, sight.yawDegrees()), plus(pitches, sight.pitchDegrees()), sinceMillis);
    }

    /**
     * How far the line of sight is off, given a raw angle and the baseline's. A calibration only ever excuses: what
     * counts is the smaller of the angle against the camera and the angle against the baseline, and nothing where the
     * two disagree about the side. So even a wrong baseline cannot accuse.
     */
    public static double excused(double rawDegrees, double baselineDegrees) {
        double relative = rawDegrees - baselineDegrees;
        if (rawDegrees * relative <= 0) {
            return 0;
        }
        return Math.abs(rawDegrees) < Math.abs(relative) ? rawDegrees : relative;
    }

    private Calibration conclude(Policy.Calibration rule) {
        double yaw = quantile(yaws, 0.5);
        double pitch = quantile(pitches, 0.5);
        boolean steady = spread(yaws) <= rule.maxSpreadDegrees() && spread(pitches) <= rule.maxSpreadDegrees();
        boolean plausible = Math.abs(yaw) <= rule.maxYawDegrees()
                && pitch <= rule.maxUpDegrees()
                && pitch >= -rule.maxDownDegrees();
        return steady && plausible ? settled(new Baseline(yaw, pitch)) : EMPTY;
    }

    private static double spread(List<Double> values) {
        return quantile(values, 0.75) - quantile(values, 0.25);
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.round(share * (sorted.size() - 1)));
    }

    private static List<Double> plus(List<Double> values, double value) {
        List<Double> longer = new ArrayList<>(values);
        longer.add(value);
        return List.copyOf(longer);
    }
}
