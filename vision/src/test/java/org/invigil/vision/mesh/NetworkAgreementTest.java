package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.invigil.rules.signal.HeadPose;
import org.junit.jupiter.api.Test;

class NetworkAgreementTest {

    private final NetworkAgreement agreement = new NetworkAgreement();

    private static HeadPose pose(double yaw, double pitch) {
        return new HeadPose(yaw, pitch, 3, 0.9, 0.5);
    }

    @Test
    void aPoseWithoutAttentionIsAsItWasSeen() {
        assertThat(agreement.agreed(pose(4, -2), false, 0)).isEqualTo(pose(4, -2));
    }

    @Test
    void whatTheNetworksDifferByIsTakenOffTheOneWithAttention() {
        HeadPose last = pose(0, 0);
        for (int i = 0; i < 200; i++) {
            double turn = 5 * Math.sin(i); // heads move, and that is no difference of the networks
            agreement.agreed(pose(turn, turn), false, i * 1000L);
            last = agreement.agreed(pose(turn + 0.4, turn - 1.2), true, i * 1000L + 33);
            if (i == 0) {
                assertThat(last.pitchDegrees() - turn).as("one pair is little").isBetween(-1.2, -0.9);
            }
        }
        double turn = 5 * Math.sin(199);
        assertThat(last.yawDegrees()).isCloseTo(turn, within(0.02));
        assertThat(last.pitchDegrees()).isCloseTo(turn, within(0.02));
        assertThat(last.rollDegrees()).isEqualTo(3);
        assertThat(last.confidence()).isEqualTo(0.9);
    }

    @Test
    void looksThatAreFarApartSayNothing() {
        agreement.agreed(pose(0, 0), false, 0);
        assertThat(agreement.agreed(pose(20, 20), true, 171)).isEqualTo(pose(20, 20));
    }

    @Test
    void onePlainLookIsComparedOnce() {
        agreement.agreed(pose(0, 0), false, 0);
        HeadPose first = agreement.agreed(pose(1, 1), true, 33);
        assertThat(agreement.agreed(pose(1, 1), true, 66)).isEqualTo(first);
    }
}
