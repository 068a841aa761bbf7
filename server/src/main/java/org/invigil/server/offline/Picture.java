package org.invigil.server.offline;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.invigil.vision.VisionEngine;
import org.jspecify.annotations.Nullable;

/** An upright picture in native memory, on its way to vision as a JPEG frame. */
final class Picture implements AutoCloseable {

    /** High enough that faces are measured as in the original. */
    private static final int JPEG_QUALITY = 95;

    private final Mat pixels;
    private final byte @Nullable [] original;

    private Picture(Mat pixels, byte @Nullable [] original) {
        this.pixels = pixels;
        this.original = original;
    }

    /** A picture over 8-bit BGR pixels, which it then owns. */
    static Picture of(Mat bgr) {
        return new Picture(bgr, null);
    }

    /** Decodes an image file of any format that OpenCV reads; EXIF rotation is applied. */
    static Picture decode(byte[] file) throws UnreadableMediaException {
        if (file.length == 0) {
            throw new UnreadableMediaException("The file is empty.");
        }
        try (BytePointer bytes = new BytePointer(file);
                Mat row = new Mat(1, file.length, org.bytedeco.opencv.global.opencv_core.CV_8UC1, bytes)) {
            Mat pixels = imdecode(row, IMREAD_COLOR);
            if (pixels.empty()) {
                pixels.close();
                throw new UnreadableMediaException("The file is no image that can be read.");
            }
            return new Picture(pixels, isJpeg(file) ? file : null);
        } catch (RuntimeException e) { // how JavaCPP hands on a C++ exception
            throw new UnreadableMediaException("The file is no image that can be read.");
        }
    }

    int width() {
        return pixels.cols();
    }

    int height() {
        return pixels.rows();
    }

    /**
     * The picture as a JPEG frame.
     *
     * @param sent null for the picture itself
     */
    byte[] toFrame(@Nullable SentSize sent) {
        if (sent == null) {
            return toFrame();
        }
        try (Mat drawn = sent.drawn(pixels)) {
            return encode(drawn, SentSize.JPEG_QUALITY);
        }
    }

    /** The picture as a JPEG frame within the limits of vision: the file itself where it is one, else encoded anew. */
    private byte[] toFrame() {
        double scale = Math.min(
                Math.min((double) VisionEngine.MAX_WIDTH / width(), (double) VisionEngine.MAX_HEIGHT / height()),
                Math.sqrt((double) VisionEngine.MAX_PIXELS / ((double) width() * height())));
        if (scale >= 1) {
            return original != null && original.length <= MAX_ORIGINAL_BYTES ? original : encode(pixels, JPEG_QUALITY);
        }
        try (Mat smaller = new Mat();
                Size size = new Size(Math.max(1, (int) Math.floor(width() * scale)), Math.max(1, (int)
                        Math.floor(height() * scale)))) {
            opencv_imgproc.resize(pixels, smaller, size, 0, 0, opencv_imgproc.INTER_AREA);
            return encode(smaller, JPEG_QUALITY);
        }
    }

    private static final int MAX_ORIGINAL_BYTES = 4 << 20;

    private static byte[] encode(Mat pixels, int quality) {
        try (BytePointer encoded = new BytePointer();
                IntPointer parameters = new IntPointer(IMWRITE_JPEG_QUALITY, quality)) {
            imencode(".jpg", pixels, encoded, parameters);
            byte[] jpeg = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(jpeg);
            return jpeg;
        }
    }

    private static boolean isJpeg(byte[] file) {
        return file.length > 2 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8;
    }

    @Override
    public void close() {
        pixels.close();
    }
}
