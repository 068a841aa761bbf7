package org.invigil.vision.model;

/**
 * {@code TransformTensorBilinear} version 2: resamples a feature map through a matrix. Inputs: map {1, h, w, c}, matrix {1, 4, 4}
 * from output to input coordinates, pixel centres at one half; output {1, oh, ow, c}. Outside of the map is zero.
 */
final class TransformTensorBilinear implements CustomOperators.Kernel {

    private static final class Scratch {
        float[] map = new float[0];
        float[] output = new float[0];
        final float[] matrix = new float[16];
    }

    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    @Override
    public void run(NodeTensors tensors) {
        int height = tensors.inputSize(0, 1);
        int width = tensors.inputSize(0, 2);
        int channels = tensors.inputSize(0, 3);
        int outputHeight = tensors.outputSize(1);
        int outputWidth = tensors.outputSize(2);
        Scratch s = scratch.get();
        if (s.map.length < height * width * channels) s.map = new float[height * width * channels];
        if (s.output.length < outputHeight * outputWidth * channels) {
            s.output = new float[outputHeight * outputWidth * channels];
        }
        tensors.read(0, s.map, height * width * channels);
        tensors.read(1, s.matrix, 16);
        float[] m = s.matrix;
        for (int oy = 0, out = 0; oy < outputHeight; oy++) {
            for (int ox = 0; ox < outputWidth; ox++, out += channels) {
                float x = m[0] * (ox + 0.5f) + m[1] * (oy + 0.5f) + m[3] - 0.5f;
                float y = m[4] * (ox + 0.5f) + m[5] * (oy + 0.5f) + m[7] - 0.5f;
                if (x < 0 || y < 0 || x > width - 1 || y > height - 1) {
                    java.util.Arrays.fill(s.output, out, out + channels, 0);
                } else {
                    sample(s, width, height, channels, x, y, out);
                }
            }
        }
        tensors.write(s.output, outputHeight * outputWidth * channels);
    }

    private static void sample(Scratch s, int width, int height, int channels, float x, float y, int out) {
        int x0 = (int) x;
        int y0 = (int) y;
        float right = x - x0;
        float lower = y - y0;
        // On the last row or column the far neighbour has weight zero: any valid cell will do.
        int x1 = Math.min(x0 + 1, width - 1);
        int y1 = Math.min(y0 + 1, height - 1);
        int upperLeft = (y0 * width + x0) * channels;
        int upperRight = (y0 * width + x1) * channels;
        int lowerLeft = (y1 * width + x0) * channels;
        int lowerRight = (y1 * width + x1) * channels;
        for (int c = 0; c < channels; c++) {
            float top = (1 - right) * s.map[upperLeft + c] + right * s.map[upperRight + c];
            float bottom = (1 - right) * s.map[lowerLeft + c] + right * s.map[lowerRight + c];
            s.output[out + c] = (1 - lower) * top + lower * bottom;
        }
    }
}
