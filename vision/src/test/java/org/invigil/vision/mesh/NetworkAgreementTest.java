package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.invigil.rules.signal.HeadPose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** Shows pairs in which the head is here for the plain network and there for the other; what is learned, yaw and pitch. */
    private HeadPose learnedFrom(int count, HeadPose plain, HeadPose attentive) {
        for (int i = 0; i < count; i++) {
            agreement.agreed(plain, false, i * 1000L);
            agreement.agreed(attentive, true, i * 1000L + 33);
        }
        agreement.agreed(pose(0, 0), false, count * 1000L);
        return agreement.agreed(pose(0, 0), true, count * 1000L + 171);
    }

    @ParameterizedTest
    @CsvSource({"20, 18", "18, 20", "-20, -18", "38, 40", "-40, -38"})
    void nothingIsLearnedFromAHeadThatIsTurned(double plainYaw, double attentiveYaw) {
        assertThat(learnedFrom(40, pose(plainYaw, 0), pose(attentiveYaw, 0))).isEqualTo(pose(0, 0));
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "-9, 0", "0, 5", "0, -9"})
    void nothingIsLearnedFromAHeadThatMovesMeanwhile(double yaw, double pitch) {
        assertThat(learnedFrom(40, pose(0, 0), pose(yaw, pitch))).isEqualTo(pose(0, 0));
    }

    @Test
    void moreThanThreeDegreesAreNoDifferenceOfTheNetworks() {
        HeadPose learned = learnedFrom(200, pose(0, 0), pose(4.5, -4.5));
        assertThat(learned.yawDegrees()).isEqualTo(-3);
        assertThat(learned.pitchDegrees()).isEqualTo(3);
    }

    @Test
    void whatWasLearnedOfOneFaceIsForgottenWithIt() {
        assertThat(learnedFrom(40, pose(0, 0), pose(0, -1.2)).pitchDegrees()).isGreaterThan(1);
        agreement.agreed(pose(0, 0), false, 100_000);
        agreement.forget();
        assertThat(agreement.agreed(pose(0, -1.2), true, 100_033)).isEqualTo(pose(0, -1.2));
    }

    @Test
    void onePlainLookIsComparedOnce() {
        agreement.agreed(pose(0, 0), false, 0);
        HeadPose first = agreement.agreed(pose(1, 1), true, 33);
        assertThat(agreement.agreed(pose(1, 1), true, 66)).isEqualTo(first);
    }
}
