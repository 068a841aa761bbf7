package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceShapeTest {

    private static final int RIGHT_EYE_OUTER = 33;
    private static final int LEFT_EYE_OUTER = 263;

    @ParameterizedTest
    @CsvSource({"0, 80, 120", "25, 80, 120", "-60, 80, 120", "0, 130, 90", "25, 130, 90"})
    void theRegionFollowsTheEyesAndHoldsTheFace(double tilt, double width, double height) {
        Region region = FaceShape.region(face(320, 200, width, height, tilt));

        assertThat(region.centerX()).isCloseTo(320, within(1e-6));
        assertThat(region.centerY()).isCloseTo(200, within(1e-6));
        assertThat(region.side()).isCloseTo(1.5 * Math.max(width, height), within(1e-6));
        assertThat(Math.toDegrees(region.radians())).isCloseTo(tilt, within(1e-6));
    }

    /** Landmarks in a box that is turned about its middle: its corners, its eyes, the rest in the middle. */
    private static double[] face(double x, double y, double width, double height, double degrees) {
        double[] points = new double[3 * FaceLandmarks.COUNT];
        for (int i = 0; i < FaceLandmarks.COUNT; i++) {
            put(points, i, x, y, 0, 0, degrees);
        }
        put(points, 0, x, y, -width / 2, -height / 2, degrees);
        put(points, FaceLandmarks.COUNT - 1, x, y, width / 2, height / 2, degrees);
        put(points, RIGHT_EYE_OUTER, x, y, -width / 4, -height / 5, degrees);
        put(points, LEFT_EYE_OUTER, x, y, width / 4, -height / 5, degrees);
        return points;
    }

    private static void put(double[] points, int index, double x, double y, double dx, double dy, double degrees) {
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        points[3 * index] = x + dx * cos - dy * sin;
        points[3 * index + 1] = y + dx * sin + dy * cos;
    }
}
