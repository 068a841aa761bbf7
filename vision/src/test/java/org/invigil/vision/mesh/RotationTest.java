package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.invigil.rules.signal.HeadPose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {

    private static final double[] FORWARD = {0, 0, 1};

    @ParameterizedTest
    @ValueSource(doubles = {-170, -90, -30, 0, 1, 45, 90, 135})
    void aTurnIsItsYaw(double degrees) {
        Rotation turn = Rotation.turn(degrees);

        assertThat(turn.yawDegrees()).isCloseTo(degrees, within(1e-9));
        assertThat(turn.pitchDegrees()).isCloseTo(0, within(1e-9));
        assertThat(turned(turn, FORWARD)[0]).isCloseTo(Math.sin(Math.toRadians(degrees)), within(1e-12));
    }

    @Test
    void turnsAddUp() {
        assertThat(Rotation.turn(20).times(Rotation.turn(35)).yawDegrees()).isCloseTo(55, within(1e-9));
    }

    /** First the other, then this: matters where the axes differ. */
    @Test
    void aProductTurnsByTheOtherFirst() {
        Rotation nod = fitted(rotation(new double[] {-1, 0, 0}, 30));
        Rotation turn = Rotation.turn(40);

        double[] expected = turned(turn, turned(nod, FORWARD));
        assertThat(turned(turn.times(nod), FORWARD)).containsExactly(expected, within(1e-9));
        assertThat(turn.times(nod).yawDegrees()).isCloseTo(40, within(1e-6));
        assertThat(turn.times(nod).pitchDegrees()).isCloseTo(30, within(1e-6));
        assertThat(nod.times(turn).pitchDegrees()).isLessThan(29);
    }

    @ParameterizedTest
    @CsvSource({
        // axis, degrees, expected yaw, pitch and roll
        "0, 1, 0, 25, 25, 0, 0",
        "-1, 0, 0, 25, 0, 25, 0",
        "0, 0, -1, 25, 0, 0, 25",
        "0, 0, -1, -120, 0, 0, -120"
    })
    void anglesHaveTheSignsOfTheSignals(
            double x, double y, double z, double degrees, double yaw, double pitch, double roll) {
        HeadPose pose = fitted(rotation(new double[] {x, y, z}, degrees)).pose(0.7, 2.5);

        assertThat(pose.yawDegrees()).isCloseTo(yaw, within(1e-6));
        assertThat(pose.pitchDegrees()).isCloseTo(pitch, within(1e-6));
        assertThat(pose.rollDegrees()).isCloseTo(roll, within(1e-6));
        assertThat(pose.confidence()).isEqualTo(0.7);
        assertThat(pose.uncertaintyDegrees()).isEqualTo(2.5);
    }

    @Test
    void anyRotationIsFoundAgainFromThePointsThatItTurned() {
        Random random = new Random(20_261_126);
        for (int i = 0; i < 200; i++) {
            double[] axis = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
            double[][] given = rotation(axis, random.nextDouble(-180, 180));
            Rotation found = fitted(given);
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < 3; column++) {
                    assertThat(found.at(row, column)).isCloseTo(given[row][column], within(1e-6));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0", "0, 1, 0", "0, 0, 1"})
    void halfATurnIsFoundToo(double x, double y, double z) {
        double[][] given = rotation(new double[] {x, y, z}, 180);
        Rotation found = fitted(given);
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                assertThat(found.at(row, column)).isCloseTo(given[row][column], within(1e-9));
            }
        }
    }

    /** Rodrigues' formula, another way than the one that is tested. */
    private static double[][] rotation(double[] axis, double degrees) {
        double length = Math.hypot(Math.hypot(axis[0], axis[1]), axis[2]);
        double x = axis[0] / length;
        double y = axis[1] / length;
        double z = axis[2] / length;
        double c = Math.cos(Math.toRadians(degrees));
        double s = Math.sin(Math.toRadians(degrees));
        return new double[][] {
            {c + x * x * (1 - c), x * y * (1 - c) - z * s, x * z * (1 - c) + y * s},
            {y * x * (1 - c) + z * s, c + y * y * (1 - c), y * z * (1 - c) - x * s},
            {z * x * (1 - c) - y * s, z * y * (1 - c) + x * s, c + z * z * (1 - c)}
        };
    }

    /** The fit to a handful of points and where the matrix takes them. */
    private static Rotation fitted(double[][] matrix) {
        double[][] points = {{3, 1, -2}, {-1, 4, 1}, {2, -3, 5}, {-4, -1, -1}};
        double[] products = new double[9];
        for (double[] point : points) {
            for (int from = 0; from < 3; from++) {
                for (int to = 0; to < 3; to++) {
                    double taken = matrix[to][0] * point[0] + matrix[to][1] * point[1] + matrix[to][2] * point[2];
                    products[3 * from + to] += point[from] * taken;
                }
            }
        }
        return Rotation.fit(products);
    }

    private static double[] turned(Rotation rotation, double[] point) {
        double[] taken = new double[3];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                taken[row] += rotation.at(row, column) * point[column];
            }
        }
        return taken;
    }
}
