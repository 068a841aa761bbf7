package org.invigil.rules.sight;

import static org.assertj.core.api.Assertions.assertThat;

import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.HeadPose;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final Policy.Calibration RULE = Policy.DEFAULT.calibration();

    private static SmoothedSight sight(double yaw, double headPitch, long at) {
        return new SmoothedSight(true, yaw, 0, new HeadPose(yaw / 2, headPitch, 0, 0.9), 0, 0, at);
    }

    /** What is learned from a look at 30 frames a second that lies {@code first} degrees aside and then {@code second}. */
    private static Calibration learned(double first, double second) {
        Calibration calibration = Calibration.EMPTY;
        for (long at = 0; at <= RULE.windowMs(); at += 33) {
            double yaw = at < RULE.windowMs() * 3 / 5 ? first : second;
            calibration = calibration.next(sight(yaw, 0, at), at, RULE);
        }
        return calibration.next(sight(second, 0, 0), RULE.windowMs() + 33, RULE);
    }

    @Test
    void aSteadyLookIsLearned() {
        assertThat(learned(5, 5).baseline()).isEqualTo(new Calibration.Baseline(5, 0, 2.5, 0));
    }

    @Test
    void theWholeWindowCountsNotItsBeginningAlone() {
        assertThat(learned(5, 5 + 2 * RULE.maxSpreadDegrees()).baseline()).isNull();
    }
}
