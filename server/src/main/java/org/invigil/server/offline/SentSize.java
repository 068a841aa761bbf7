package org.invigil.server.offline;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The size in which an exam page sends its frames. A picture stands in it whole, undistorted and centred, with black beside it, as
 * the page draws the camera's.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record SentSize(int width, int height) {

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{2,3})x([1-9]\\d{2,3})");

    /** What an exam page may be told to send (the keys {@code invigil.sitting.width} and {@code height}). */
    private static final SentSize LEAST = new SentSize(160, 120);

    private static final SentSize MOST = new SentSize(1_920, 1_080);

    /** The default of {@code invigil.sitting.jpeg-quality}, in percent. */
    static final int JPEG_QUALITY = 80;

    /**
     * Reads the written form, such as 320x240.
     *
     * @throws IllegalArgumentException if it has another form, or is no size that is sent
     */
    public static SentSize parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            SentSize size = new SentSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            if (LEAST.fitsInto(size) && size.fitsInto(MOST)) {
                return size;
            }
        }
        throw new IllegalArgumentException("expected a size from 160x120 to 1920x1080, not '" + text + "'");
    }

    private boolean fitsInto(SentSize other) {
        return width <= other.width && height <= other.height;
    }

    /** The picture in this size; the caller closes it. */
    Mat drawn(Mat pixels) {
        double scale = Math.min((double) width / pixels.cols(), (double) height / pixels.rows());
        int drawnWidth = Math.max(1, (int) Math.round(pixels.cols() * scale));
        int drawnHeight = Math.max(1, (int) Math.round(pixels.rows() * scale));
        int left = (width - drawnWidth) / 2;
        int top = (height - drawnHeight) / 2;
        Mat framed = new Mat();
        try (Mat scaled = new Mat();
                Size size = new Size(drawnWidth, drawnHeight);
                Scalar black = new Scalar(0)) {
            int how = scale < 1 ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
            opencv_imgproc.resize(pixels, scaled, size, 0, 0, how);
            copyMakeBorder(
                    scaled,
                    framed,
                    top,
                    height - drawnHeight - top,
                    left,
                    width - drawnWidth - left,
                    BORDER_CONSTANT,
                    black);
        }
        return framed;
    }
}
