package org.invigil.vision.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.flip;
import static org.bytedeco.opencv.global.opencv_core.transpose;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.FrameRejectedException.Reason;
import org.invigil.vision.jpeg.JpegHeader;

/**
 * Decodes JPEG files into native pictures that it owns and uses again: once it has seen a picture of each size, layout
 * and reduction that it is asked for, it allocates no picture memory any more. Confined to one thread at a time.
 */
public final class JpegDecoder implements AutoCloseable {

    /** Largest file taken: more than a 1920x1080 picture needs at any quality. */
    public static final int MAX_FILE_BYTES = 8 << 20;

    private static final int FIRST_BUFFER_BYTES = 64 << 10;

    static {
        OpenCv.prepare();
    }

    private final Map<PixelLayout, Map<Reduction, Mat>> decoded = new EnumMap<>(PixelLayout.class);
    private final Mat turned = new Mat();
    private BytePointer file;
    private Mat fileRow;

    public JpegDecoder() {
        for (PixelLayout layout : PixelLayout.values()) {
            Map<Reduction, Mat> byReduction = new EnumMap<>(Reduction.class);
            for (Reduction reduction : Reduction.values()) {
                byReduction.put(reduction, new Mat()); // empty until the first decode at this size
            }
            decoded.put(layout, byReduction);
        }
        file = new BytePointer(FIRST_BUFFER_BYTES);
        fileRow = rowOver(file);
    }

    /** Loads the native libraries, unless somebody has. */
    public static void prepare() {
        OpenCv.prepare();
    }

    /**
     * Decodes a whole JPEG file to an upright picture. Grayscale, CMYK and progressive files come out like any other.
     *
     * @param jpeg the file, at most {@link #MAX_FILE_BYTES}
     * @param header what {@link JpegHeader#read} says of the same bytes
     * @return a picture that is valid until the next call
     * @throws FrameRejectedException DIMENSIONS_TOO_LARGE if the picture or the file is too large, CORRUPT if it does not
     *     decode; the decoder stays usable
     */
    public Picture decode(byte[] jpeg, JpegHeader header, PixelLayout layout, Reduction reduction)
            throws FrameRejectedException {
        header.requireWithinLimits();
        if (jpeg.length > MAX_FILE_BYTES) {
            throw new FrameRejectedException(
                    Reason.DIMENSIONS_TOO_LARGE,
                    "The picture's file has %d bytes; at most %d are taken. Send a smaller one."
                            .formatted(jpeg.length, MAX_FILE_BYTES));
        }
        fill(jpeg);
        Mat target = target(layout, reduction);
        // The returned matrix shares the target's pixels; only its header of some hundred bytes is new, and freed here.
        try (Mat sameAsTarget = imdecode(fileRow, flags(layout, reduction), target)) {
            if (sameAsTarget.empty() || target.empty() || target.channels() != layout.channels()) {
                throw new FrameRejectedException(Reason.CORRUPT, "The JPEG does not decode.");
            }
        } catch (RuntimeException e) { // how JavaCPP hands on a C++ exception
            throw new FrameRejectedException(Reason.CORRUPT, "The JPEG does not decode: " + firstLine(e));
        }
        return new Picture(upright(target, header.orientation()), header, layout, reduction);
    }

    /** Frees the native memory. The last picture is invalid from here on. */
    @Override
    public void close() {
        decoded.values().forEach(byReduction -> byReduction.values().forEach(Mat::close));
        turned.close();
        fileRow.close();
        file.close();
    }

    private Mat target(PixelLayout layout, Reduction reduction) {
        return Objects.requireNonNull(
                Objects.requireNonNull(decoded.get(layout)).get(reduction));
    }

    private void fill(byte[] jpeg) {
        if (jpeg.length > file.capacity()) {
            fileRow.close();
            file.close();
            file = new BytePointer(Math.min(MAX_FILE_BYTES, Integer.highestOneBit(jpeg.length) << 1));
            fileRow = rowOver(file);
        }
        file.put(jpeg, 0, jpeg.length);
        fileRow.cols(jpeg.length); // a single row of any length is continuous, so the header can be shortened in place
    }

    private static Mat rowOver(BytePointer file) {
        return new Mat(1, Math.toIntExact(file.capacity()), CV_8UC1, file);
    }

    private Mat upright(Mat mat, int orientation) {
        if (orientation <= 4) {
            if (orientation > 1) {
                flip(mat, mat, flipCode(orientation));
            }
            return mat;
        }
        transpose(mat, turned);
        if (orientation > 5) {
            flip(turned, turned, flipCode(orientation));
        }
        return turned;
    }

    /** OpenCV's flip code: 1 mirrors left and right, 0 up and down, -1 both. */
    private static int flipCode(int orientation) {
        return switch (orientation) {
            case 2, 6 -> 1;
            case 3, 7 -> -1;
            case 4, 8 -> 0;
            default -> throw new IllegalArgumentException("no flip for EXIF orientation " + orientation);
        };
    }

    /** The reduction's bit and the colour's bit; OpenCV's names carry the former in its grayscale constants. */
    private static int flags(PixelLayout layout, Reduction reduction) {
        int size =
                switch (reduction) {
                    case FULL -> IMREAD_GRAYSCALE;
                    case HALF -> IMREAD_REDUCED_GRAYSCALE_2;
                    case QUARTER -> IMREAD_REDUCED_GRAYSCALE_4;
                    case EIGHTH -> IMREAD_REDUCED_GRAYSCALE_8;
                };
        int colour = layout == PixelLayout.RGB ? IMREAD_COLOR_RGB : 0;
        return size | colour | IMREAD_IGNORE_ORIENTATION;
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
