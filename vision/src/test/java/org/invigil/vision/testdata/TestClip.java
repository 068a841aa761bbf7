package org.invigil.vision.testdata;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.javacv.Java2DFrameConverter;

/** Reads the frames of a pinned clip as a browser would send them. */
public final class TestClip {

    private TestClip() {}

    /**
     * Frames of a clip as JPEG files of 80 % quality.
     *
     * @param name path under {@code testdata/}
     * @param every 1 for all frames, 5 for each fifth
     * @param most how many at most
     */
    public static List<byte[]> frames(String name, int every, int most) {
        return pictures(name, every, most).stream().map(TestPicture::jpeg).toList();
    }

    /** Frames of a clip as pictures that can be varied. */
    public static List<TestPicture> pictures(String name, int every, int most) {
        List<TestPicture> pictures = new ArrayList<>();
        try (FFmpegFrameGrabber grabber =
                        new FFmpegFrameGrabber(TestData.file(name).toFile());
                Java2DFrameConverter converter = new Java2DFrameConverter()) {
            grabber.start();
            Frame frame;
            for (int i = 0; pictures.size() < most && (frame = grabber.grabImage()) != null; i++) {
                if (i % every == 0) {
                    BufferedImage image = converter.convert(frame);
                    pictures.add(TestPicture.of(copy(image)));
                }
            }
        } catch (FrameGrabber.Exception e) {
            throw new IllegalStateException("cannot read testdata/" + name, e);
        }
        return pictures;
    }

    /** The converter draws every frame into the same image. */
    private static BufferedImage copy(BufferedImage image) {
        BufferedImage copy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        copy.createGraphics().drawImage(image, 0, 0, null);
        return copy;
    }
}
