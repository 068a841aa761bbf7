package org.invigil.rules.sight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.score.Scorer;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What single pictures show of a look, whatever head and eyes do. */
class DirectionTest {

    private static final Policy.Sight SIGHT = Policy.DEFAULT.sight();
    private static final int TIMES = 50_000;

    private static List<Behavior> shown(HeadPose head, @Nullable EyeSignal eyes) {
        return Scorer.judge(new FrameSignal(Presence.PRESENT, 0.98, 1, 1, head, eyes), Policy.DEFAULT)
                .behaviors();
    }

    private static HeadPose head(double yaw, double pitch) {
        return new HeadPose(yaw, pitch, 0, 0.9);
    }

    private static EyeSignal eyes(double yaw, double pitch) {
        return new EyeSignal(yaw, pitch, 0.8, 0.9);
    }

    private static EyeSignal anyEyes(Random random) {
        return new EyeSignal(
                random.nextDouble(-35, 35), random.nextDouble(-25, 25), random.nextDouble(), random.nextDouble());
    }

    @ParameterizedTest
    @CsvSource({
        "31, 0, LOOKING_LEFT",
        "-31, 0, LOOKING_RIGHT",
        "0, 18.5, LOOKING_UP",
        "0, -22.5, LOOKING_DOWN",
        "40, 10, LOOKING_LEFT",
        "-46, -12, LOOKING_RIGHT",
        "6, 25, LOOKING_UP",
        "-8, -25, LOOKING_DOWN",
        "30, 25, LOOKING_DIAGONAL",
        "-30, 25, LOOKING_DIAGONAL",
        "35, -35, LOOKING_DIAGONAL",
        "-35, -35, LOOKING_DIAGONAL",
        "31, 11, LOOKING_LEFT", // level enough with the screen
        "12, 30, LOOKING_UP"
    })
    void aHeadTurnedFarDecidesWhateverTheEyesDo(double yaw, double pitch, Behavior expected) {
        Random random = new Random(20_261_201);
        for (int i = 0; i < 1_000; i++) {
            EyeSignal eyes = anyEyes(random);
            assertThat(shown(head(yaw, pitch), eyes)).as("%s", eyes).containsExactly(expected);
        }
        assertThat(shown(head(yaw, pitch), eyes(-Math.signum(yaw) * 30, -Math.signum(pitch) * 20)))
                .as("eyes that go all the way back")
                .containsExactly(expected);
    }

    @Test
    void beyondItsLimitsAHeadIsNeverOnTheScreen() {
        Random random = new Random(20_261_202);
        int beyond = 0;
        for (int i = 0; i < TIMES; i++) {
            HeadPose head = head(random.nextDouble(-60, 60), random.nextDouble(-45, 45));
            EyeSignal eyes = anyEyes(random);
            double up = head.pitchDegrees() > 0 ? SIGHT.headUpDegrees() : SIGHT.headDownDegrees();
            if (Math.hypot(head.yawDegrees() / SIGHT.headSideDegrees(), head.pitchDegrees() / up) >= 1) {
                beyond++;
                assertThat(shown(head, eyes)).as("%s %s", head, eyes).hasSize(1);
            }
        }
        assertThat(beyond).isGreaterThan(TIMES / 4);
    }

    @ParameterizedTest
    @CsvSource({
        "9, 0, -9, 0",
        "-25, 0, 28, 0",
        "0, 6, 0, -6",
        "0, 14, 0, -14",
        "0, -7, 0, 7",
        "0, -20, 0, 18",
        "7, 3, -7, -3"
    })
    void withinThemTheEyesMakeUpForIt(double yaw, double pitch, double eyeYaw, double eyePitch) {
        assertThat(shown(head(yaw, pitch), eyes(eyeYaw, eyePitch))).isEmpty();
    }

    @Test
    void theFartherAHeadIsTurnedTheLessTheEyesCount() {
        double before = 2;
        for (double share = 0; share <= 1.2; share += 0.01) {
            HeadTurn turn = new HeadTurn(share * SIGHT.headSideDegrees(), 0);
            HeadTurn lifted = new HeadTurn(0, share * SIGHT.headUpDegrees());
            HeadTurn bent = new HeadTurn(0, -share * SIGHT.headDownDegrees());
            double count = turn.eyesCount(SIGHT);
            assertThat(count).isBetween(0.0, 1.0).isLessThanOrEqualTo(before);
            assertThat(lifted.eyesCount(SIGHT)).isEqualTo(count, within(1e-9));
            assertThat(bent.eyesCount(SIGHT)).isEqualTo(count, within(1e-9));
            before = count;
        }
        assertThat(before).isZero();
        assertThat(new HeadTurn(SIGHT.headSideDegrees() / 3, 0).eyesCount(SIGHT))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "26, 0, LOOKING_LEFT",
        "-26, 0, LOOKING_RIGHT",
        "0, 19, LOOKING_UP",
        "27, 11, LOOKING_LEFT",
        "-27, 11, LOOKING_RIGHT",
        "29, -14, LOOKING_LEFT",
        "-29, -18, LOOKING_RIGHT",
        "22, 17, LOOKING_DIAGONAL",
        "-22, 17, LOOKING_DIAGONAL"
    })
    void theEyesAloneHaveTheirDirection(double yaw, double pitch, Behavior expected) {
        assertThat(shown(head(0, 0), eyes(yaw, pitch))).containsExactly(expected);
    }

    @Test
    void aLookAsideByTheEyesIsPastTheCornerOnlyWhereItIsAboveOrBelowTheScreenByItself() {
        Random random = new Random(20_261_203);
        int aside = 0;
        for (int i = 0; i < TIMES; i++) {
            double yaw = random.nextDouble(-30, 30);
            double pitch = random.nextDouble(-20, SIGHT.upLeaveDegrees());
            List<Behavior> shown = shown(head(random.nextDouble(-1, 1), 0), eyes(yaw, pitch));
            if (Math.abs(yaw) >= SIGHT.leftEnterDegrees() + 1) {
                aside++;
                assertThat(shown)
                        .as("%s %s", yaw, pitch)
                        .containsExactly(yaw > 0 ? Behavior.LOOKING_LEFT : Behavior.LOOKING_RIGHT);
            }
        }
        assertThat(aside).isGreaterThan(TIMES / 10);
    }

    @Test
    void leftAndRightAreMirrored() {
        Random random = new Random(20_261_204);
        for (int i = 0; i < TIMES; i++) {
            double yaw = random.nextDouble(-60, 60);
            double pitch = random.nextDouble(-45, 45);
            double roll = random.nextDouble(-30, 30);
            EyeSignal eyes = anyEyes(random);
            List<Behavior> one = shown(new HeadPose(yaw, pitch, roll, 0.9), eyes);
            List<Behavior> other = shown(
                    new HeadPose(-yaw, pitch, -roll, 0.9),
                    new EyeSignal(-eyes.yawDegrees(), eyes.pitchDegrees(), eyes.openness(), eyes.confidence()));
            assertThat(other)
                    .isEqualTo(one.stream().map(DirectionTest::mirrored).toList());
        }
    }

    private static Behavior mirrored(Behavior behavior) {
        return switch (behavior) {
            case LOOKING_LEFT -> Behavior.LOOKING_RIGHT;
            case LOOKING_RIGHT -> Behavior.LOOKING_LEFT;
            default -> behavior;
        };
    }

    @Test
    void anAngleCountsAsFarAsItIsCertain() {
        Random random = new Random(20_261_205);
        int shownAtAll = 0;
        for (int i = 0; i < TIMES; i++) {
            double yaw = random.nextDouble(-60, 60);
            double pitch = random.nextDouble(-45, 45);
            double uncertainty = random.nextDouble(0, 12);
            List<Behavior> shown = shown(new HeadPose(yaw, pitch, 0, 0.9, uncertainty), null);
            List<Behavior> least = shown(
                    new HeadPose(HeadTurn.certain(yaw, uncertainty), HeadTurn.certain(pitch, uncertainty), 0, 0.9),
                    null);
            assertThat(shown).as("%s %s +- %s", yaw, pitch, uncertainty).isEqualTo(least);
            shownAtAll += shown.size();
        }
        assertThat(shownAtAll).isGreaterThan(TIMES / 4);
        assertThat(shown(new HeadPose(31, 0, 0, 0.9, 0), null)).isNotEmpty();
        assertThat(shown(new HeadPose(31, 0, 0, 0.9, 7), null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.6, true", "0.59, false"})
    void aDoubtfulPictureShowsNoLookAway(double confidence, boolean shown) {
        assertThat(shown(new HeadPose(45, 0, 0, confidence), null).isEmpty()).isEqualTo(!shown);
    }
}
