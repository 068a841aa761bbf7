package org.invigil.server.offline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.jspecify.annotations.Nullable;

/** The frames of an animated WebP file, which FFmpeg does not decode. Holds a few decoded frames at a time. */
final class WebpFrames implements Frames {

    /** "RIFF", length, "WEBP", "VP8X", length, flags, 3 unused bytes, then width and height less one in 3 bytes each. */
    private static final int HEADER_BYTES = 30;

    private static final int FLAGS_AT = 20;
    private static final int ANIMATION_FLAG = 0x02;
    private static final int WIDTH_AT = 24;
    private static final int HEIGHT_AT = 27;

    /** Decoding begins at the first frame each time: many frames at once are fast, but must fit into memory. */
    private static final int MAX_FRAMES_AT_ONCE = 64;

    private static final long MAX_PIXELS_AT_ONCE = 1 << 25;

    private final BytePointer bytes;
    private final Mat file;
    private final int framesAtOnce;
    private final Deque<Timed> decoded = new ArrayDeque<>();
    private @Nullable Picture current;
    private int decodedFrames;
    private boolean atEnd;
    private long timeMillis;
    private long nextTimeMillis;

    private record Timed(Picture picture, int durationMillis) {}

    private WebpFrames(byte[] content, int framesAtOnce) {
        this.bytes = new BytePointer(content);
        this.file = new Mat(1, content.length, opencv_core.CV_8UC1, bytes);
        this.framesAtOnce = framesAtOnce;
    }

    /** Opens a file that {@link #isAnimation}; as many frames are decoded at once as fit into memory. */
    static WebpFrames open(byte[] content) {
        long pixels = (1L + uint24(content, WIDTH_AT)) * (1L + uint24(content, HEIGHT_AT));
        return open(content, Math.clamp(MAX_PIXELS_AT_ONCE / pixels, 1, MAX_FRAMES_AT_ONCE));
    }

    static WebpFrames open(byte[] content, int framesAtOnce) {
        return new WebpFrames(content, framesAtOnce);
    }

    /** Whether the content begins as a WebP file that says it is animated. */
    static boolean isAnimation(byte[] content) {
        return content.length >= HEADER_BYTES
                && new String(content, 0, 4, StandardCharsets.ISO_8859_1).equals("RIFF")
                && new String(content, 8, 8, StandardCharsets.ISO_8859_1).equals("WEBPVP8X")
                && (content[FLAGS_AT] & ANIMATION_FLAG) != 0;
    }

    @Override
    public @Nullable Picture next() throws UnreadableMediaException {
        closeCurrent();
        if (decoded.isEmpty() && !atEnd) {
            decode();
        }
        Timed next = decoded.poll();
        if (next == null) {
            return null;
        }
        timeMillis = nextTimeMillis;
        nextTimeMillis += next.durationMillis();
        current = next.picture();
        return current;
    }

    private void decode() throws UnreadableMediaException {
        try (opencv_imgcodecs.Animation animation = new opencv_imgcodecs.Animation()) {
            boolean anyRead = opencv_imgcodecs.imdecodeanimation(file, animation, decodedFrames, framesAtOnce);
            MatVector frames = animation.frames();
            IntPointer durations = animation.durations();
            int count = anyRead ? Math.toIntExact(frames.size()) : 0;
            for (int i = 0; i < count; i++) {
                Mat bgr = new Mat();
                Mat frame = frames.get(i);
                if (frame.channels() == 4) {
                    opencv_imgproc.cvtColor(frame, bgr, opencv_imgproc.COLOR_BGRA2BGR);
                } else {
                    frame.copyTo(bgr);
                }
                decoded.add(new Timed(Picture.of(bgr), durations.get(i)));
            }
            decodedFrames += count;
            atEnd = count < framesAtOnce;
        } catch (RuntimeException e) { // how JavaCPP hands on a C++ exception
            throw new UnreadableMediaException("The animation breaks off: it cannot be decoded to its end.");
        }
        if (decodedFrames == 0) {
            throw new UnreadableMediaException("The file is no image that can be read.");
        }
    }

    @Override
    public long timeMillis() {
        return timeMillis;
    }

    @Override
    public boolean isStillFormat() {
        return true;
    }

    private static int uint24(byte[] content, int at) {
        return (content[at] & 0xff) | (content[at + 1] & 0xff) << 8 | (content[at + 2] & 0xff) << 16;
    }

    private void closeCurrent() {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    @Override
    public void close() {
        closeCurrent();
        decoded.forEach(timed -> timed.picture().close());
        file.close();
        bytes.close();
    }
}
