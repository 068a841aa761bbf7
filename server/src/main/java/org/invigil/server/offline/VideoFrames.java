package org.invigil.server.offline;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_180;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_CLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_COUNTERCLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.rotate;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/** The frames of a file that FFmpeg decodes; holds one at a time. */
final class VideoFrames implements Frames {

    private final FFmpegFrameGrabber grabber;
    private final int rotation;
    private final boolean stillFormat;
    private @Nullable Picture current;
    private long firstTimestampMicros = -1;
    private long timeMillis;

    private VideoFrames(FFmpegFrameGrabber grabber, boolean stillFormat) {
        this.grabber = grabber;
        this.stillFormat = stillFormat;
        this.rotation = Math.floorMod((int) Math.round(grabber.getDisplayRotation() / 90) * 90, 360);
    }

    static VideoFrames open(Path path) throws UnreadableMediaException {
        FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(path.toFile());
        try {
            grabber.setPixelFormat(avutil.AV_PIX_FMT_BGR24);
            grabber.start();
            if (!grabber.hasVideo()) {
                throw new UnreadableMediaException("The file holds no video.");
            }
            String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
            return new VideoFrames(grabber, name.endsWith(".gif"));
        } catch (FrameGrabber.Exception e) {
            release(grabber);
            throw new UnreadableMediaException("The file is no image or video that can be read.");
        } catch (UnreadableMediaException e) {
            release(grabber);
            throw e;
        }
    }

    @Override
    public boolean isStillFormat() {
        return stillFormat;
    }

    @Override
    public long timeMillis() {
        return timeMillis;
    }

    @Override
    public @Nullable Picture next() throws UnreadableMediaException {
        if (current != null) {
            current.close();
            current = null;
        }
        try {
            Frame frame = grabber.grabImage();
            if (frame == null || frame.image == null) {
                return null;
            }
            if (firstTimestampMicros < 0) {
                firstTimestampMicros = frame.timestamp;
            }
            timeMillis = Math.round((frame.timestamp - firstTimestampMicros) / 1_000.0);
            current = Picture.of(upright(frame));
            return current;
        } catch (FrameGrabber.Exception e) {
            throw new UnreadableMediaException("The video breaks off: it cannot be decoded to its end.");
        }
    }

    private Mat upright(Frame frame) {
        BytePointer pixels = new BytePointer((ByteBuffer) frame.image[0]);
        try (Mat stored =
                new Mat(frame.imageHeight, frame.imageWidth, CV_8UC3, pixels, (long) frame.imageStride * Byte.BYTES)) {
            Mat upright = new Mat();
            // FFmpeg gives the rotation counterclockwise, as the display matrix turns the stored picture.
            switch (rotation) {
                case 90 -> rotate(stored, upright, ROTATE_90_COUNTERCLOCKWISE);
                case 180 -> rotate(stored, upright, ROTATE_180);
                case 270 -> rotate(stored, upright, ROTATE_90_CLOCKWISE);
                default -> stored.copyTo(upright);
            }
            return upright;
        }
    }

    private static void release(FFmpegFrameGrabber grabber) {
        try {
            grabber.release();
        } catch (FrameGrabber.Exception e) {
            throw new IllegalStateException("FFmpeg does not let go of a file", e);
        }
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
        }
        release(grabber);
    }
}
