package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.invigil.vision.model.FaceGeometry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoseSolverTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final double SCALE = 9;

    private final FaceGeometry face = FaceGeometry.load();
    private final PoseSolver solver = new PoseSolver();

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "12, 0, 0", "-12, 0, 0", "0, 20, 0", "0, -20, 0", "0, 0, 30", "0, 0, -30", "8, -15, 20"})
    void aTurnedCanonicalFaceGivesItsAngles(double yaw, double pitch, double roll) {
        PoseSolver.Pose pose = solver.solve(turned(yaw, pitch, roll, WIDTH / 2.0));
        assertThat(pose.rotation().yawDegrees()).isCloseTo(yaw + PoseSolver.missingTurn(yaw), within(0.01));
        assertThat(pose.rotation().pitchDegrees()).isCloseTo(pitch, within(0.01));
        assertThat(pose.rotation().rollDegrees()).isCloseTo(roll, within(0.01));
        assertThat(pose.residual()).isLessThan(1e-4);
        assertThat(pose.pixelsPerCentimetre()).isCloseTo(SCALE, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {15, 30, 46, 60})
    void aStrongTurnIsGivenBackWhatLandmarksLackAndKeepsItsSide(double fitted) {
        assertThat(PoseSolver.missingTurn(fitted)).isPositive().isLessThanOrEqualTo(14);
        assertThat(PoseSolver.missingTurn(-fitted)).isEqualTo(-PoseSolver.missingTurn(fitted));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "27.5, 3.5", "-27.5, -3.5", "55, 14", "-55, -14", "80, 14", "-80, -14"})
    void whatIsGivenBackGrowsWithTheSquareUpToAStrongTurn(double fitted, double lacking) {
        assertThat(PoseSolver.missingTurn(fitted)).isCloseTo(lacking, within(1e-12));
    }

    /** Half of the points lie 1 cm too high, the others as much too low: that is the residual, and no pose. */
    @Test
    void theResidualIsTheDistanceThatTheFitLeavesInCentimetres() {
        double[] points = turned(0, 0, 0, WIDTH / 2.0);
        for (int i = 0; i < face.basisSize(); i++) {
            points[3 * face.basisIndex(i) + 2] += i % 2 == 0 ? SCALE : -SCALE;
        }
        assertThat(solver.solve(points).residual()).isBetween(0.8, 1.2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {160, 480})
    void aFaceTurnedToTheCameraHasNoTurnWhereverItIs(double centerX) {
        PoseSolver.Pose pose = solver.solve(turned(0, 0, 0, centerX));
        assertThat(pose.rotation().yawDegrees()).isCloseTo(0, within(0.01));
        assertThat(pose.rotation().pitchDegrees()).isCloseTo(0, within(0.01));
    }

    /** Landmarks of the canonical face under a turn, in a parallel view; only the points to fit are filled in. */
    private double[] turned(double yaw, double pitch, double roll, double centerX) {
        double[] points = new double[3 * FaceLandmarks.COUNT];
        double a = Math.toRadians(roll);
        double b = Math.toRadians(pitch);
        double c = Math.toRadians(yaw);
        for (int i = 0; i < face.basisSize(); i++) {
            double x = face.basisPoint(i, 0);
            double y = face.basisPoint(i, 1);
            double z = face.basisPoint(i, 2);
            double rolledX = x * Math.cos(a) + y * Math.sin(a);
            double rolledY = -x * Math.sin(a) + y * Math.cos(a);
            double liftedY = rolledY * Math.cos(b) + z * Math.sin(b);
            double liftedZ = -rolledY * Math.sin(b) + z * Math.cos(b);
            int at = 3 * face.basisIndex(i);
            points[at] = centerX + SCALE * (rolledX * Math.cos(c) + liftedZ * Math.sin(c));
            points[at + 1] = HEIGHT / 2.0 - SCALE * liftedY;
            points[at + 2] = -SCALE * (-rolledX * Math.sin(c) + liftedZ * Math.cos(c));
        }
        return points;
    }
}
