package org.invigil.rules.score;

import org.invigil.rules.policy.Policy;

/**
 * What the cheat score adds up from. The formula, with its reasons, stands in {@code docs/scoring.md}:
 *
 * <pre>
 * cheat_score = 100 * (1 - exp(-suspicious / (base + share * observed)))
 * </pre>
 *
 * @param suspiciousMs time under a behaviour times the behaviour's weight, plus a fixed part for each incident
 * @param observedMs time that could be judged at all
 */
public record CheatScore(double suspiciousMs, double observedMs) {

    /** Nothing seen yet. */
    public static final CheatScore NONE = new CheatScore(0, 0);

    public CheatScore observe(double elapsedMs, double weight, double incidentMs) {
        return new CheatScore(suspiciousMs + weight * elapsedMs + incidentMs, observedMs + elapsedMs);
    }

    /** The score, 0 (nothing seen) to 100. */
    public double value(Policy policy) {
        return 100 * (1 - Math.exp(-suspiciousMs / scaleMs(observedMs, policy)));
    }

    /** The totals that give a score, for rows that hold a score alone. */
    public static CheatScore fromValue(double value, double observedMs, Policy policy) {
        double below100 = Math.min(value, 99.99);
        return new CheatScore(-Math.log(1 - below100 / 100) * scaleMs(observedMs, policy), observedMs);
    }

    private static double scaleMs(double observedMs, Policy policy) {
        return 1_000 * policy.score().cheatBaseSeconds() + policy.score().cheatTimeShare() * observedMs;
    }
}
