package org.invigil.rules.sight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.junit.jupiter.api.Test;

class SmoothedSightTest {

    private static final long NOON = 1_800_000_000_000L;
    private static final EyeSignal BACK_TO_THE_SCREEN = new EyeSignal(-15, 0, 0.8, 0.8);
    private static final EyeSignal SHUT = new EyeSignal(0, 0, 0.02, 0.8);

    private static SmoothedSight next(SmoothedSight before, EyeSignal eyes, long atMillis) {
        FrameSignal signal = new FrameSignal(Presence.PRESENT, 0.98, 1, 1, new HeadPose(20, 0, 0, 0.9), eyes);
        // So long after the frame before that nothing of it is left to be smoothed.
        return Objects.requireNonNull(before.next(signal, atMillis, 1e9, Calibration.CAMERA, Policy.DEFAULT));
    }

    @Test
    void whoBlinksLooksWhereTheyLooked() {
        SmoothedSight before = next(SmoothedSight.UNKNOWN, BACK_TO_THE_SCREEN, NOON);
        assertThat(before.yawDegrees()).isLessThan(13);

        assertThat(next(before, SHUT, NOON + 400).yawDegrees()).isEqualTo(before.yawDegrees(), within(1e-9));
    }

    @Test
    void eyesThatStayShutAreForgottenFourTenthsOfASecondAfterTheyWereSeen() {
        SmoothedSight before = next(SmoothedSight.UNKNOWN, BACK_TO_THE_SCREEN, NOON);
        SmoothedSight blinking = next(before, SHUT, NOON + 300);

        assertThat(next(blinking, SHUT, NOON + 400).yawDegrees()).isEqualTo(before.yawDegrees(), within(1e-9));
        assertThat(next(blinking, SHUT, NOON + 401).yawDegrees())
                .as("the head alone, though eyes were taken for open at 300 ms")
                .isEqualTo(20, within(1e-9));
    }
}
