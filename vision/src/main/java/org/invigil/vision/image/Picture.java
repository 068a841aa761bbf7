package org.invigil.vision.image;

import java.lang.foreign.MemorySegment;
import org.bytedeco.opencv.opencv_core.Mat;
import org.invigil.vision.jpeg.JpegHeader;

/**
 * An upright decoded picture in native memory. Belongs to the {@link JpegDecoder} that made it and is valid until that
 * decoder's next call; whoever wants to keep pixels copies them.
 */
public final class Picture {

    private final Mat mat;
    private final JpegHeader header;
    private final PixelLayout layout;
    private final Reduction reduction;
    private final MemorySegment pixels;
    private final int strideBytes;

    // Restricted: a segment over native memory of which only OpenCV knows the size; rows x stride is what it holds.
    @SuppressWarnings("restricted")
    Picture(Mat mat, JpegHeader header, PixelLayout layout, Reduction reduction) {
        this.mat = mat;
        this.header = header;
        this.layout = layout;
        this.reduction = reduction;
        this.strideBytes = Math.toIntExact(mat.step());
        this.pixels = MemorySegment.ofAddress(mat.data().address()).reinterpret((long) strideBytes * mat.rows());
    }

    /** The pixels as OpenCV's matrix: 8 bits, 3 channels (RGB) or 1 (gray). Neither close nor keep it. */
    public Mat mat() {
        return mat;
    }

    /** The pixels as memory: {@link #height()} rows of {@link #strideBytes()}. Read only while the picture is valid. */
    public MemorySegment pixels() {
        return pixels;
    }

    /** Bytes from one row to the next, at least width x channels. */
    public int strideBytes() {
        return strideBytes;
    }

    public JpegHeader header() {
        return header;
    }

    public PixelLayout layout() {
        return layout;
    }

    public Reduction reduction() {
        return reduction;
    }

    /** Width of the decoded picture in pixels: that of the file, upright, divided by the reduction. */
    public int width() {
        return mat.cols();
    }

    /** Height of the decoded picture in pixels. */
    public int height() {
        return mat.rows();
    }
}
