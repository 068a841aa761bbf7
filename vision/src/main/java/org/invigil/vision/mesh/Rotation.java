package org.invigil.vision.mesh;

import org.invigil.rules.signal.HeadPose;

/**
 * A rotation in space as a 3x3 matrix, row by row. Axes: x to the right of the picture, y up, z towards the camera.
 */
final class Rotation {

    private final double[] m;

    private Rotation(double... m) {
        this.m = m;
    }

    /**
     * The rotation that best takes points {@code from} onto points {@code to}, both given by the 3x3 sum of their weighted products
     * (row: from, column: to). Horn's closed form (1987): the unit quaternion that belongs to the largest eigenvalue of a 4x4 matrix.
     */
    static Rotation fit(double[] s) {
        double[][] n = {
            {s[0] + s[4] + s[8], s[5] - s[7], s[6] - s[2], s[1] - s[3]},
            {s[5] - s[7], s[0] - s[4] - s[8], s[1] + s[3], s[6] + s[2]},
            {s[6] - s[2], s[1] + s[3], s[4] - s[0] - s[8], s[5] + s[7]},
            {s[1] - s[3], s[6] + s[2], s[5] + s[7], s[8] - s[0] - s[4]}
        };
        double[] q = largestEigenvector(n);
        double w = q[0];
        double x = q[1];
        double y = q[2];
        double z = q[3];
        return new Rotation(
                w * w + x * x - y * y - z * z,
                2 * (x * y - w * z),
                2 * (x * z + w * y),
                2 * (x * y + w * z),
                w * w - x * x + y * y - z * z,
                2 * (y * z - w * x),
                2 * (x * z - w * y),
                2 * (y * z + w * x),
                w * w - x * x - y * y + z * z);
    }

    /** One of the nine values of the matrix. */
    double at(int row, int column) {
        return m[3 * row + column];
    }

    /** A turn about the vertical axis, in degrees: positive to the right of the picture. */
    static Rotation turn(double degrees) {
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        return new Rotation(cos, 0, sin, 0, 1, 0, -sin, 0, cos);
    }

    /** First {@code other}, then this. */
    Rotation times(Rotation other) {
        double[] product = new double[9];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                for (int k = 0; k < 3; k++) {
                    product[3 * row + column] += m[3 * row + k] * other.m[3 * k + column];
                }
            }
        }
        return new Rotation(product);
    }

    /** The pose of a head that is rotated so. */
    HeadPose pose(double confidence, double uncertaintyDegrees) {
        return new HeadPose(yawDegrees(), pitchDegrees(), rollDegrees(), confidence, uncertaintyDegrees);
    }

    /** Turn of what looks along z, in degrees: positive to the right of the picture. */
    double yawDegrees() {
        return Math.toDegrees(Math.atan2(m[2], m[8]));
    }

    /** Lift of what looks along z, in degrees: positive up. */
    double pitchDegrees() {
        return Math.toDegrees(Math.asin(Math.clamp(m[5], -1, 1)));
    }

    /** Turn about the looking direction itself, in degrees: positive clockwise as seen by the camera. */
    double rollDegrees() {
        return -Math.toDegrees(Math.atan2(m[3], m[4]));
    }

    /** Cyclic Jacobi iteration; a symmetric 4x4 matrix converges in a handful of sweeps. */
    private static double[] largestEigenvector(double[][] a) {
        double[][] v = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
        for (int sweep = 0; sweep < 12; sweep++) {
            for (int p = 0; p < 3; p++) {
                for (int q = p + 1; q < 4; q++) {
                    rotate(a, v, p, q);
                }
            }
        }
        int best = 0;
        for (int i = 1; i < 4; i++) {
            if (a[i][i] > a[best][best]) best = i;
        }
        return new double[] {v[0][best], v[1][best], v[2][best], v[3][best]};
    }

    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (Math.abs(a[p][q]) < 1e-300) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < 4; k++) {
            double kp = a[k][p];
            double kq = a[k][q];
            a[k][p] = c * kp - s * kq;
            a[k][q] = s * kp + c * kq;
        }
        for (int k = 0; k < 4; k++) {
            double pk = a[p][k];
            double qk = a[q][k];
            a[p][k] = c * pk - s * qk;
            a[q][k] = s * pk + c * qk;
            double vp = v[k][p];
            double vq = v[k][q];
            v[k][p] = c * vp - s * vq;
            v[k][q] = s * vp + c * vq;
        }
    }
}
