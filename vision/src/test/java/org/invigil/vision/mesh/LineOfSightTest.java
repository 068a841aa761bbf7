package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.invigil.vision.EyeSignal;
import org.invigil.vision.Gaze;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineOfSightTest {

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
        LineOfSight sight = LineOfSight.of(Rotation.turn(headYaw), new EyeSignal(eyeYaw, eyePitch, 0.8, confidence));
        assertThat(sight.gaze()).isEqualTo(expected);
    }
}
