package org.invigil.vision.model;

/**
 * {@code TransformLandmarks} version 2: takes landmarks {1, n, 2 or 3} through the upper two rows of a matrix {1, 4, 4}; a third
 * coordinate stays as it is.
 */
final class TransformLandmarks implements CustomOperators.Kernel {

    @Override
    public void run(NodeTensors tensors) {
        int count = tensors.inputSize(0, 1);
        int dimensions = tensors.inputSize(0, 2);
        float[] points = new float[count * dimensions];
        float[] m = new float[16];
        tensors.read(0, points, points.length);
        tensors.read(1, m, m.length);
        for (int at = 0; at < points.length; at += dimensions) {
            float x = points[at];
            float y = points[at + 1];
            points[at] = m[0] * x + m[1] * y + m[3];
            points[at + 1] = m[4] * x + m[5] * y + m[7];
        }
        tensors.write(points, points.length);
    }
}
