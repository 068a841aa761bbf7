package org.invigil.vision.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code Landmarks2TransformMatrix} version 2: the 4x4 matrix that takes the pixels of an upright crop around some landmarks to
 * the coordinates the landmarks are given in. Input: landmarks {1, n, 3}; output {1, 4, 4}, row by row. The options (which
 * landmarks, which two of them define "upright", margin, crop size) are a FlexBuffers map in the model file.
 */
final class LandmarksToTransformMatrix implements CustomOperators.Kernel {

    private static final class Options {
        final int left;
        final int right;
        final int[] subset;
        final double targetRadians;
        final double scaleX;
        final double scaleY;
        final int width;
        final int height;

        Options(byte[] bytes) {
            FlexMap map = new FlexMap(bytes);
            left = map.integer("left_rotation_idx");
            right = map.integer("right_rotation_idx");
            subset = map.integers("subset_idxs");
            targetRadians = map.number("target_rotation_radians");
            scaleX = map.number("scale_x");
            scaleY = map.number("scale_y");
            width = map.integer("output_width");
            height = map.integer("output_height");
        }
    }

    /** By address in the model file: one entry a node, and models are never unloaded. */
    private final Map<Long, Options> optionsByAddress = new ConcurrentHashMap<>();

    @Override
    public void run(NodeTensors tensors) {
        Options options =
                optionsByAddress.computeIfAbsent(tensors.optionsAddress(), address -> new Options(tensors.options()));
        int length = tensors.inputSize(0, 1) * 3;
        float[] landmarks = new float[length];
        tensors.read(0, landmarks, length);
        tensors.write(matrix(options, landmarks), 16);
    }

    private static float[] matrix(Options o, float[] landmarks) {
        double dx = landmarks[o.right * 3] - landmarks[o.left * 3];
        double dy = landmarks[o.right * 3 + 1] - landmarks[o.left * 3 + 1];
        double radians = o.targetRadians - Math.atan2(dy, dx);
        double cos = Math.cos(radians);
        double sin = Math.sin(radians);

        // Extent of the landmarks after turning them upright.
        double minX = Double.POSITIVE_INFINITY;
        double minY = Double.POSITIVE_INFINITY;
        double maxX = Double.NEGATIVE_INFINITY;
        double maxY = Double.NEGATIVE_INFINITY;
        for (int index : o.subset) {
            double x = landmarks[index * 3] * cos - landmarks[index * 3 + 1] * sin;
            double y = landmarks[index * 3] * sin + landmarks[index * 3 + 1] * cos;
            minX = Math.min(minX, x);
            maxX = Math.max(maxX, x);
            minY = Math.min(minY, y);
            maxY = Math.max(maxY, y);
        }
        double scaleX = o.scaleX * (maxX - minX) / o.width;
        double scaleY = o.scaleY * (maxY - minY) / o.height;

        // Crop pixel -> centred -> scaled -> turned back -> moved to the centre of the landmarks.
        double middleX = (minX + maxX) / 2;
        double middleY = (minY + maxY) / 2;
        double centreX = middleX * cos + middleY * sin;
        double centreY = -middleX * sin + middleY * cos;
        double halfX = scaleX * o.width / 2;
        double halfY = scaleY * o.height / 2;
        return new float[] {
            (float) (cos * scaleX),
            (float) (sin * scaleY),
            0,
            (float) (centreX - cos * halfX - sin * halfY),
            (float) (-sin * scaleX),
            (float) (cos * scaleY),
            0,
            (float) (centreY + sin * halfX - cos * halfY),
            0,
            0,
            1,
            0,
            0,
            0,
            0,
            1
        };
    }
}
