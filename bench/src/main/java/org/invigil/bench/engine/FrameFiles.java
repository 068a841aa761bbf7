package org.invigil.bench.engine;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.javacv.OpenCVFrameConverter;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.jspecify.annotations.Nullable;

/** Reads what {@code --frames} names as the JPEG files that a browser would send. */
public final class FrameFiles {

    /** Ten seconds at 30 frames a second: enough motion, and small enough to stay in memory. */
    public static final int MOST_FRAMES = 300;

    /** What browsers use at the quality 0.8 that the exam page asks for. */
    private static final int JPEG_QUALITY = 80;

    private static final Set<String> PICTURES = Set.of("jpg", "jpeg", "png", "webp", "bmp");

    private FrameFiles() {}

    /**
     * Reads frames from a clip, a picture, or a folder of pictures in the order of their names.
     *
     * @param size to scale every frame to; null leaves sizes, and JPEG files, as they are
     * @return at least two frames, no two neighbours alike
     * @throws IOException if nothing can be read there, with what to do
     */
    public static List<byte[]> read(Path path, @Nullable FrameSize size) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException("there is nothing at " + path);
        }
        List<byte[]> frames = Files.isDirectory(path) || isPicture(path) ? pictures(path, size) : clip(path, size);
        if (frames.isEmpty()) {
            throw new IOException(
                    "no frames could be read from " + path + "; give a clip, a picture or a folder of them");
        }
        return frames.size() == 1 ? List.of(frames.getFirst(), touched(frames.getFirst())) : frames;
    }

    private static List<byte[]> pictures(Path path, @Nullable FrameSize size) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> found = Files.walk(path)) {
            files = found.filter(FrameFiles::isPicture)
                    .sorted()
                    .limit(MOST_FRAMES)
                    .toList();
        }
        for (Path file : files) {
            if (size == null && isJpeg(file)) {
                frames.add(Files.readAllBytes(file));
                continue;
            }
            try (Mat picture = imread(file.toString(), IMREAD_COLOR)) {
                if (!picture.empty()) {
                    frames.add(jpeg(picture, size));
                }
            }
        }
        return frames;
    }

    private static List<byte[]> clip(Path path, @Nullable FrameSize size) throws IOException {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        List<byte[]> frames = new ArrayList<>();
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(path.toFile());
                OpenCVFrameConverter.ToMat converter = new OpenCVFrameConverter.ToMat()) {
            grabber.start();
            for (Frame frame = grabber.grabImage();
                    frame != null && frames.size() < MOST_FRAMES;
                    frame = grabber.grabImage()) {
                frames.add(jpeg(converter.convert(frame), size)); // the matrix is the converter's own
            }
        } catch (FrameGrabber.Exception e) {
            throw new IOException(path + " is no clip that can be read", e);
        }
        return frames;
    }

    private static byte[] jpeg(Mat picture, @Nullable FrameSize size) {
        if (size == null || (size.width() == picture.cols() && size.height() == picture.rows())) {
            return encoded(picture);
        }
        try (Mat scaled = new Mat();
                Size wanted = new Size(size.width(), size.height())) {
            resize(picture, scaled, wanted, 0, 0, INTER_AREA);
            return encoded(scaled);
        }
    }

    private static byte[] encoded(Mat picture) {
        try (BytePointer out = new BytePointer();
                IntPointer options = new IntPointer(IMWRITE_JPEG_QUALITY, JPEG_QUALITY)) {
            imencode(".jpg", picture, out, options);
            byte[] jpeg = new byte[Math.toIntExact(out.limit())];
            out.get(jpeg);
            return jpeg;
        }
    }

    /** The same picture in another file, so that an engine looks at it again: bytes after the end marker mean nothing. */
    private static byte[] touched(byte[] jpeg) {
        byte[] longer = new byte[jpeg.length + 1];
        System.arraycopy(jpeg, 0, longer, 0, jpeg.length);
        return longer;
    }

    private static boolean isPicture(Path path) {
        return PICTURES.contains(extension(path));
    }

    private static boolean isJpeg(Path path) {
        return extension(path).startsWith("jp");
    }

    private static String extension(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
