package org.invigil.rules.incident;

import org.invigil.rules.policy.Policy;

/**
 * The evidence for one behaviour over time. While closed, time between two frames that both show the behaviour adds up
 * and time without it takes away at the same speed, so that a dropout delays and a single frame never counts. While
 * open, time without it must add up before the incident closes. Works at any frame rate, because it counts time and only
 * asks for a least number of frames.
 *
 * @param heldMs evidence so far, 0 to the rule's enter time
 * @param frames frames that showed it since the onset
 * @param held whether the last frame showed it
 * @param onsetAtMillis when it began, if {@code frames > 0}
 * @param clearMs time without it while open
 * @param clearFrames frames without it while open
 * @param clearSinceMillis when it ended, if {@code clearFrames > 0}
 * @param confidenceSum sum over {@code frames}
 * @param focusScoreMin lowest focus score since it opened
 */
public record Tally(
        double heldMs,
        int frames,
        boolean held,
        long onsetAtMillis,
        boolean open,
        double clearMs,
        int clearFrames,
        long clearSinceMillis,
        double confidenceSum,
        double focusScoreMin) {

    public static final Tally NONE = new Tally(0, 0, false, 0, false, 0, 0, 0, 0, 100);

    /** A frame that cannot tell wears evidence down at a quarter of the speed of one that speaks against it. */
    private static final double UNKNOWN_SPEED = 0.25;

    private static final int LEAST_CLEAR_FRAMES = 2;

    /** Sums of hundredths are that exact. */
    private static final double ROUNDING = 1e-6;

    /**
     * Takes in what one frame says.
     *
     * @param elapsedMs time since the frame before, 0 for the first
     * @param leastConfidence mean over its frames, 0 to 1, under which it does not open
     */
    public Tally observe(
            Condition condition,
            double confidence,
            long atMillis,
            double elapsedMs,
            Policy.Rule rule,
            int minFrames,
            double leastConfidence) {
        return switch (condition) {
            case HOLDS -> holds(confidence, atMillis, elapsedMs, rule, minFrames, leastConfidence);
            case CLEAR -> open ? clearing(atMillis, elapsedMs, rule) : fading(elapsedMs);
            case UNKNOWN ->
                open ? clearing(atMillis, elapsedMs * UNKNOWN_SPEED, rule) : fading(elapsedMs * UNKNOWN_SPEED);
        };
    }

    public Tally withFocusScore(double focusScore) {
        return open && focusScore < focusScoreMin
                ? new Tally(
                        heldMs,
                        frames,
                        held,
                        onsetAtMillis,
                        true,
                        clearMs,
                        clearFrames,
                        clearSinceMillis,
                        confidenceSum,
                        focusScore)
                : this;
    }

    /** The same when nothing can be told any more since {@code lastAtMillis}: pending evidence is gone, what is open ends. */
    public Tally lapsed(long lastAtMillis) {
        return open
                ? new Tally(
                        heldMs,
                        frames,
                        false,
                        onsetAtMillis,
                        false,
                        clearMs,
                        clearFrames,
                        endedAtMillis(lastAtMillis),
                        confidenceSum,
                        focusScoreMin)
                : NONE;
    }

    /** When it ended if the last that can be told is of {@code lastAtMillis}: there, or where it has begun to be clear. */
    public long endedAtMillis(long lastAtMillis) {
        return clearFrames > 0 ? clearSinceMillis : lastAtMillis;
    }

    /** The incident this tally stands for, still open. */
    public Incident incident(Behavior behavior) {
        return new Incident(behavior, onsetAtMillis, null, confidence(), focusScoreMin);
    }

    /** The incident this tally stands for, closed at the given time. */
    public Incident incident(Behavior behavior, long endedAtMillis) {
        return new Incident(
                behavior, onsetAtMillis, Math.max(onsetAtMillis, endedAtMillis), confidence(), focusScoreMin);
    }

    private double confidence() {
        return Math.clamp(confidenceSum / Math.max(1, frames), 0, 1);
    }

    private Tally holds(
            double confidence,
            long atMillis,
            double elapsedMs,
            Policy.Rule rule,
            int minFrames,
            double leastConfidence) {
        long onset = frames == 0 ? atMillis : onsetAtMillis;
        double nowHeldMs = Math.min((double) rule.enterMs(), heldMs + (held ? elapsedMs : 0));
        int nowFrames = frames + 1;
        double nowClearMs = Math.max(0, clearMs - elapsedMs);
        boolean lasted = nowHeldMs >= rule.enterMs() && nowFrames >= minFrames;
        boolean certain = confidenceSum + confidence >= leastConfidence * nowFrames - ROUNDING;
        return new Tally(
                nowHeldMs,
                nowFrames,
                true,
                onset,
                open || (lasted && certain),
                nowClearMs,
                nowClearMs == 0 ? 0 : clearFrames,
                clearSinceMillis,
                confidenceSum + confidence,
                focusScoreMin);
    }

    private Tally fading(double elapsedMs) {
        if (frames == 0 || heldMs - elapsedMs <= 0) {
            return NONE;
        }
        return new Tally(
                heldMs - elapsedMs, frames, false, onsetAtMillis, false, 0, 0, 0, confidenceSum, focusScoreMin);
    }

    private Tally clearing(long atMillis, double elapsedMs, Policy.Rule rule) {
        long since = clearFrames == 0 ? atMillis : clearSinceMillis;
        boolean stillOpen = clearMs + elapsedMs < rule.leaveMs() || clearFrames + 1 < LEAST_CLEAR_FRAMES;
        return new Tally(
                heldMs,
                frames,
                false,
                onsetAtMillis,
                stillOpen,
                clearMs + elapsedMs,
                clearFrames + 1,
                since,
                confidenceSum,
                focusScoreMin);
    }
}
