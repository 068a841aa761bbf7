package org.invigil.vision.inference;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;
import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.WARP_INVERSE_MAP;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.invigil.vision.mesh.Region;
import org.invigil.vision.model.Network;

/**
 * Resamples a part of an RGB picture into a network's input tensor. All buffers are allocated once.
 *
 * <p>What lies beyond the picture's edge is the picture mirrored, but for {@link #fillInside}. A face that the edge cuts in half becomes a whole one that way, and
 * networks that learned whole faces know it again; on black or on drawn-out border pixels they do not.
 */
final class ImageTensor implements AutoCloseable {

    private final int width;
    private final int height;
    private final double scale;
    private final double offset;
    private final Size size;
    private final Mat pixels;
    private final Mat tensor;
    private final Mat matrix;
    private final DoublePointer coefficients;
    private final double[] values = new double[6];
    private final Scalar black = new Scalar(0, 0, 0, 0);

    /**
     * @param low tensor value of a black pixel
     * @param high tensor value of a white pixel
     */
    ImageTensor(Network network, int width, int height, double low, double high) {
        this.width = width;
        this.height = height;
        this.scale = (high - low) / 255;
        this.offset = low;
        size = new Size(width, height);
        pixels = new Mat(height, width, CV_8UC3);
        tensor = new Mat(height, width, CV_32FC3, network.input());
        matrix = new Mat(2, 3, CV_64F);
        coefficients = new DoublePointer(matrix.data());
    }

    /**
     * Fills the tensor with a region.
     *
     * @param gain brightness is multiplied by this and clipped; 1 leaves the picture as it is
     */
    void fill(Mat rgb, Region region, double gain) {
        double step = region.side() / width;
        double cos = Math.cos(region.radians()) * step;
        double sin = Math.sin(region.radians()) * step;
        map(cos, -sin, region.centerX(), sin, cos, region.centerY());
        warp(rgb, gain, BORDER_REFLECT);
    }

    /** Fills the tensor with the whole picture, stretched to its shape. */
    void fillStretched(Mat rgb, double gain) {
        map((double) rgb.cols() / width, 0, rgb.cols() / 2.0, 0, (double) rgb.rows() / height, rgb.rows() / 2.0);
        warp(rgb, gain, BORDER_REFLECT);
    }

    /** Fills the tensor with the whole picture in its own proportions, in the middle, and black beside it. */
    void fillInside(Mat rgb, double gain) {
        double step = Math.max((double) rgb.cols() / width, (double) rgb.rows() / height);
        map(step, 0, rgb.cols() / 2.0, 0, step, rgb.rows() / 2.0);
        warp(rgb, gain, BORDER_CONSTANT);
    }

    /** Tensor cell to picture pixel, both counted from their centres; the centre of a pixel is at one half. */
    private void map(double xx, double xy, double centerX, double yx, double yy, double centerY) {
        double halfWidth = (width - 1) / 2.0;
        double halfHeight = (height - 1) / 2.0;
        values[0] = xx;
        values[1] = xy;
        values[2] = centerX - 0.5 - xx * halfWidth - xy * halfHeight;
        values[3] = yx;
        values[4] = yy;
        values[5] = centerY - 0.5 - yx * halfWidth - yy * halfHeight;
        coefficients.put(values, 0, 6);
    }

    private void warp(Mat rgb, double gain, int border) {
        warpAffine(rgb, pixels, matrix, size, INTER_LINEAR | WARP_INVERSE_MAP, border, black);
        if (gain != 1) {
            pixels.convertTo(pixels, -1, gain, 0);
        }
        pixels.convertTo(tensor, CV_32F, scale, offset);
    }

    @Override
    public void close() {
        tensor.close();
        pixels.close();
        matrix.close();
        size.close();
        black.close();
    }
}
