package org.invigil.rules.sight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.score.Scorer;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineOfSightTest {

    /** Of one frame by itself, with eyes that count as far as they are believed. */
    private static LineOfSight seen(HeadPose head, EyeSignal eyes) {
        return LineOfSight.believed(head, eyes, HeadTurn.fromCamera(head), Policy.DEFAULT.sight());
    }

    @ParameterizedTest
    @CsvSource({
        // head yaw, eye yaw, eye pitch, eye confidence, expected
        "0, 0, 0, 1, CENTER",
        "0, 25, 0, 1, LEFT",
        "0, -25, 0, 1, RIGHT",
        "0, 0, 20, 1, UP",
        "0, 0, -20, 1, DOWN",
        "9, -9, 0, 1, CENTER", // the eyes hold their target against a small turn
        "9, 9, 0, 1, LEFT", // head and eyes together
        "35, -30, 0, 1, LEFT", // a head turned that far has turned
        "-35, 30, 0, 1, RIGHT",
        "0, 25, 0, 0, CENTER", // eyes that cannot be told say nothing
        "0, 0, -20, 0, CENTER", // so a blink is no look down
        "24, 0, 0, 0, LEFT"
    })
    void headAndEyesMakeTheGaze(double headYaw, double eyeYaw, double eyePitch, double confidence, Gaze expected) {
        LineOfSight sight = seen(new HeadPose(headYaw, 0, 0, 0.9), new EyeSignal(eyeYaw, eyePitch, 0.8, confidence));
        assertThat(sight.gaze()).isEqualTo(expected);
    }

    /** A single picture that shows a behaviour is no look at the screen, whatever head and eyes do. */
    @Test
    void theGazeIsNeverCenterWhereABehaviorIsSeen() {
        Random random = new Random(20_261_126);
        int aside = 0;
        for (int i = 0; i < 200_000; i++) {
            HeadPose head = new HeadPose(
                    random.nextDouble(-60, 60), random.nextDouble(-40, 40), random.nextDouble(-30, 30), 0.9);
            EyeSignal eyes = random.nextInt(4) == 0
                    ? null
                    : new EyeSignal(
                            random.nextDouble(-35, 35),
                            random.nextDouble(-25, 25),
                            random.nextDouble(),
                            random.nextDouble());
            Gaze gaze = LineOfSight.gaze(head, eyes);
            FrameSignal signal = FrameSignal.of(new FrameAnalysis(
                    320, 240, Presence.PRESENT, 0.98, 1, 1, 1, List.of(), head, eyes, gaze, null, false));
            if (!Scorer.judge(signal, Policy.DEFAULT).behaviors().isEmpty()) {
                aside++;
                assertThat(gaze).as("%s %s", head, eyes).isNotEqualTo(Gaze.CENTER);
            }
        }
        assertThat(aside).isGreaterThan(50_000);
    }

    /** The composition of turn, nod and tilt, against cases that can be told without it. */
    @ParameterizedTest
    @CsvSource({
        // head yaw, pitch, roll, eye yaw, eye pitch, expected yaw and pitch
        "0, 0, 0, 10, 5, 10, 5",
        "8, 0, 0, 10, 0, 18, 0",
        "0, 12, 0, 0, -12, 0, 0",
        "0, 0, 90, 10, 0, 0, -10", // a head that lies on its left shoulder, eyes to its left: down
        "0, 0, -90, 10, 0, 0, 10",
        // all at once, worked out by multiplying the three matrices
        "8, -6, 15, 12, -9, 17.538823, -17.705207",
        "-20, 14, -25, 18, 10, -13.523213, 22.245871",
        "9, 11, 30, -16, 7, -2.181751, 24.830245"
    })
    void eyesTurnInTheHeadsOwnAxes(
            double yaw, double pitch, double roll, double eyeYaw, double eyePitch, double sightYaw, double sightPitch) {
        LineOfSight sight = LineOfSight.believed(
                new HeadPose(yaw, pitch, roll, 0.9),
                new EyeSignal(eyeYaw, eyePitch, 0.8, 0.9),
                new HeadTurn(yaw, 0),
                Policy.DEFAULT.sight());
        assertThat(sight.yawDegrees()).isCloseTo(sightYaw, within(1e-6));
        assertThat(sight.pitchDegrees()).isCloseTo(sightPitch, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        // head yaw, confidence, weight of the eyes: by their confidence, and less the farther the head is turned
        "0, 0.1, 0",
        "0, 0.25, 0.5",
        "0, 0.4, 1",
        "20, 0.4, 0.5",
        "20, 0.25, 0.25",
        "30, 0.4, 0",
        "-40, 0.4, 0"
    })
    void eyesCountByTheirConfidenceAndTheTurnOfTheHead(double headYaw, double confidence, double weight) {
        LineOfSight sight = seen(new HeadPose(headYaw, 0, 0, 0.9), new EyeSignal(20, 0, 0.8, confidence));
        assertThat(sight.yawDegrees()).isCloseTo(headYaw + weight * 20, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        // with eyes that are believed: 14 aside, 16 up, 18 down
        "13.9, 0, true, CENTER",
        "14.1, 0, true, LEFT",
        "-14.1, 0, true, RIGHT",
        "0, 15.9, true, CENTER",
        "0, 16.1, true, UP",
        "0, -17.9, true, CENTER",
        "0, -18.1, true, DOWN",
        // without: a quarter more, but never past where a head decides by itself
        "17.4, 0, false, CENTER",
        "17.6, 0, false, LEFT",
        "0, 17.9, false, CENTER",
        "0, 18.1, false, UP",
        "0, -21.9, false, CENTER",
        "0, -22.1, false, DOWN",
        // the one that leaves its limit farther
        "20, 17, true, LEFT",
        "15, 25, true, UP",
        "-15, -25, true, DOWN"
    })
    void theGazeHasItsLimits(double yaw, double pitch, boolean withEyes, Gaze expected) {
        EyeSignal eyes = withEyes ? new EyeSignal(0, 0, 0.8, 0.9) : null;
        assertThat(LineOfSight.gaze(new HeadPose(yaw, pitch, 0, 0.9), eyes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.3, true", "0.49, 0.3, false", "0.5, 0.29, false"})
    void closedAndDoubtfulEyesAreLeftOut(double confidence, double openness, boolean usable) {
        assertThat(LineOfSight.usable(new EyeSignal(0, 0, openness, confidence), Policy.DEFAULT.sight()))
                .isEqualTo(usable);
    }
}
