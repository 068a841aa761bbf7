package org.invigil.vision.model;

/**
 * {@code Convolution2DTransposeBias}: transposed convolution to one channel whose stride equals its kernel, so that every input
 * cell fills its own block of the output. Inputs: cells {1, h, w, c}, kernel {1, kh, kw, c}, bias {1}; output {1, h kh, w kw, 1}.
 */
final class TransposeConvolution implements CustomOperators.Kernel {

    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    @Override
    public void run(NodeTensors tensors) {
        int height = tensors.inputSize(0, 1);
        int width = tensors.inputSize(0, 2);
        int channels = tensors.inputSize(0, 3);
        int kernelHeight = tensors.inputSize(1, 1);
        int kernelWidth = tensors.inputSize(1, 2);
        int outputWidth = width * kernelWidth;
        if (tensors.inputSize(1, 0) != 1
                || tensors.outputSize(1) != height * kernelHeight
                || tensors.outputSize(2) != outputWidth) {
            throw new IllegalStateException("Convolution2DTransposeBias with overlapping or several kernels");
        }
        Scratch s = scratch.get();
        s.reserve(
                height * width * channels, kernelHeight * kernelWidth * channels, height * kernelHeight * outputWidth);
        tensors.read(0, s.cells, height * width * channels);
        tensors.read(1, s.kernel, kernelHeight * kernelWidth * channels);
        tensors.read(2, s.bias, 1);
        for (int ky = 0; ky < kernelHeight; ky++) {
            for (int kx = 0; kx < kernelWidth; kx++) {
                int kernelAt = (ky * kernelWidth + kx) * channels;
                for (int y = 0; y < height; y++) {
                    int out = (y * kernelHeight + ky) * outputWidth + kx;
                    int cell = y * width * channels;
                    for (int x = 0; x < width; x++, cell += channels, out += kernelWidth) {
                        float sum = s.bias[0];
                        for (int c = 0; c < channels; c++) {
                            sum += s.cells[cell + c] * s.kernel[kernelAt + c];
                        }
                        s.output[out] = sum;
                    }
                }
            }
        }
        tensors.write(s.output, height * kernelHeight * outputWidth);
    }

    private static final class Scratch {
        float[] cells = new float[0];
        float[] kernel = new float[0];
        float[] output = new float[0];
        final float[] bias = new float[1];

        void reserve(int cellCount, int kernelCount, int outputCount) {
            if (cells.length < cellCount) cells = new float[cellCount];
            if (kernel.length < kernelCount) kernel = new float[kernelCount];
            if (output.length < outputCount) output = new float[outputCount];
        }
    }
}
