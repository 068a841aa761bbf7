package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.invigil.vision.inference.FaceGeometryFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoseSolverTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final double SCALE = 9;

    private final FaceGeometry face = FaceGeometryFile.read();
    private final PoseSolver solver = new PoseSolver(face);

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

    /** Off by a pixel: as far as a fit can be turned by it, and no farther. */
    @Test
    void noErrorOfOnePixelTurnsAFaceByMoreThanItsUncertainty() {
        double[] straight = turned(0, 0, 0, WIDTH / 2.0);
        double uncertainty = solver.uncertaintyDegrees(SCALE, 0);
        Random random = new Random(20_261_206);
        double most = 0;
        for (int round = 0; round < 2_000; round++) {
            double[] points = straight.clone();
            boolean yawed = round % 2 == 0;
            for (int i = 0; i < face.basisSize(); i++) {
                // Half of the rounds push each landmark the way that turns the face most, the others anywhere.
                double[] off = round < 1_000 ? onTheSphere(random) : alongTheTurn(i, yawed);
                for (int k = 0; k < 3; k++) {
                    points[3 * face.basisIndex(i) + k] += off[k];
                }
            }
            Rotation seen = solver.solve(points).rotation();
            most = Math.max(most, Math.max(Math.abs(seen.yawDegrees()), Math.abs(seen.pitchDegrees())));
        }
        assertThat(most).isBetween(0.9 * uncertainty, 1.02 * uncertainty);
    }

    @Test
    void uncertaintyGrowsWithASmallFaceAndIsNoneOnAFullOne() {
        double widthOfAFace = 20;
        assertThat(solver.uncertaintyDegrees(192 / widthOfAFace, 192)).isZero();
        assertThat(solver.uncertaintyDegrees(400 / widthOfAFace, 400)).isZero();
        double before = 0;
        for (double side = 190; side > 20; side -= 5) {
            double now = solver.uncertaintyDegrees(side / widthOfAFace, side);
            assertThat(now).isGreaterThan(before);
            before = now;
        }
        assertThat(solver.uncertaintyDegrees(45 / 27.0, 45))
                .as("a face of 30 pixels")
                .isBetween(3.0, 9.0);
        assertThat(solver.uncertaintyDegrees(135 / 27.0, 135))
                .as("a face of 90 pixels")
                .isLessThan(1.5);
    }

    private static double[] onTheSphere(Random random) {
        double x = random.nextGaussian();
        double y = random.nextGaussian();
        double z = random.nextGaussian();
        double length = Math.sqrt(x * x + y * y + z * z);
        return new double[] {x / length, y / length, z / length};
    }

    /** A pixel along the circle on which a point moves when the face turns about its middle; picture axes. */
    private double[] alongTheTurn(int i, boolean yawed) {
        double[] middle = new double[3];
        double total = 0;
        for (int j = 0; j < face.basisSize(); j++) {
            total += face.weight(j);
            for (int k = 0; k < 3; k++) {
                middle[k] += face.weight(j) * face.basisPoint(j, k);
            }
        }
        double across = face.basisPoint(i, yawed ? 0 : 1) - middle[yawed ? 0 : 1] / total;
        double deep = face.basisPoint(i, 2) - middle[2] / total;
        double distance = Math.hypot(across, deep);
        // y and z of the picture point the other way.
        return yawed
                ? new double[] {deep / distance, 0, across / distance}
                : new double[] {0, -deep / distance, across / distance};
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
