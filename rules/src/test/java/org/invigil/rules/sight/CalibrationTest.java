package org.invigil.rules.sight;

import static org.assertj.core.api.Assertions.assertThat;

import org.invigil.rules.policy.Policy;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final Policy.Calibration RULE = Policy.DEFAULT.calibration();

    /** What is learned from a look at 30 frames a second that lies {@code first} degrees aside and then {@code second}. */
    private static Calibration learned(double first, double second) {
        Calibration calibration = Calibration.EMPTY;
        for (long at = 0; at <= RULE.windowMs(); at += 33) {
            double yaw = at < RULE.windowMs() * 3 / 5 ? first : second;
            calibration = calibration.next(new SmoothedSight(true, yaw, 0, 0, 0, at), at, RULE);
        }
        return calibration.next(new SmoothedSight(true, second, 0, 0, 0, 0), RULE.windowMs() + 33, RULE);
    }

    @Test
    void aSteadyLookIsLearned() {
        assertThat(learned(5, 5).baseline()).isEqualTo(new Calibration.Baseline(5, 0));
    }

    @Test
    void theWholeWindowCountsNotItsBeginningAlone() {
        assertThat(learned(5, 5 + 2 * RULE.maxSpreadDegrees()).baseline()).isNull();
    }
}
