package org.invigil.vision.replay;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Random;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.invigil.vision.testdata.TestData;
import org.invigil.vision.testdata.TestPicture;

/**
 * What a camera shows over time, or a program that stands for one: a clip as it is, a part of it in a loop, one picture of it; held still,
 * shaken or enlarged, with noise laid over. The same film gives the same frames each time it is made. Asked for times that rise.
 */
final class CameraFilm implements AutoCloseable {

    private static final int NOISE = 1 << 16;

    /** How far before a loop it is rewound: the decoder finds a time to within a few pictures. */
    private static final long REWOUND_MILLIS = 500;

    /** Pictures a second of a virtual camera. */
    private static final double CAMERA_FPS = 30;

    /**
     * What is filmed.
     *
     * @param clip path under {@code testdata/}
     * @param fromMillis where it begins in the clip
     * @param periodMillis after which it begins anew; 0: never; 1: it is one picture
     * @param shake pixels of a picture 320 wide by which each picture is shifted at random, to each side
     * @param sway the same for slow movements of a hand
     * @param zoom share by which it is slowly enlarged and made smaller
     * @param noise standard deviation of what is laid over each pixel, grey levels
     */
    record Script(
            String clip, long fromMillis, long periodMillis, double shake, double sway, double zoom, double noise) {

        static Script live(String clip) {
            return new Script(clip, 0, 0, 0, 0, 0, 0);
        }

        Script from(long millis) {
            return new Script(clip, millis, periodMillis, shake, sway, zoom, noise);
        }

        Script looped(long millis) {
            return new Script(clip, fromMillis, millis, shake, sway, zoom, noise);
        }

        Script still() {
            return looped(1);
        }

        Script shaken(double pixels) {
            return new Script(clip, fromMillis, periodMillis, pixels, sway, zoom, noise);
        }

        Script inAHand(double pixels) {
            return new Script(clip, fromMillis, periodMillis, shake, pixels, zoom, noise);
        }

        Script zoomed(double share) {
            return new Script(clip, fromMillis, periodMillis, shake, sway, share, noise);
        }

        Script noisy(double levels) {
            return new Script(clip, fromMillis, periodMillis, shake, sway, zoom, levels);
        }
    }

    private final Script script;
    private final int width;
    private final int height;
    private final FFmpegFrameGrabber grabber;
    private final Java2DFrameConverter converter = new Java2DFrameConverter();
    private final Random random = new Random(1);
    private final byte[] noise = new byte[NOISE];
    private final BufferedImage shown;
    private BufferedImage source = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    private long sourceMillis = -1;
    private long askedMillis = -1;

    CameraFilm(Script script, int width, int height) throws FrameGrabber.Exception {
        this.script = script;
        this.width = width;
        this.height = height;
        shown = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        grabber = new FFmpegFrameGrabber(TestData.file(script.clip()).toFile());
        grabber.start();
        for (int i = 0; i < NOISE; i++) {
            noise[i] = (byte) Math.clamp(Math.round(script.noise() * random.nextGaussian()), -127, 127);
        }
    }

    /**
     * The frame at this time as a page sends it.
     *
     * @return null once the clip is over
     */
    byte[] frame(long millis) throws FrameGrabber.Exception {
        if (!seek(script.fromMillis() + (script.periodMillis() == 0 ? millis : millis % script.periodMillis()))) {
            return new byte[0];
        }
        draw(millis);
        if (script.noise() > 0) {
            layNoise();
        }
        return TestPicture.of(shown).jpeg();
    }

    /** Shows the picture of this time of the clip; false if there is none any more. */
    private boolean seek(long millis) throws FrameGrabber.Exception {
        // Not by the picture that is shown: it lies a little after its time, and the next may fall between.
        if (millis < askedMillis) {
            rewind();
        }
        askedMillis = millis;
        while (sourceMillis < millis) {
            Frame frame = grabber.grabImage();
            if (frame == null) {
                return false;
            }
            sourceMillis = grabber.getTimestamp() / 1_000;
            if (sourceMillis >= millis) {
                source = converter.convert(frame);
            }
        }
        return true;
    }

    /** To before the beginning of the loop, not of the clip: all between would be decoded each time. */
    private void rewind() throws FrameGrabber.Exception {
        long before = script.fromMillis() - REWOUND_MILLIS;
        if (before > 0) {
            grabber.setVideoTimestamp(before * 1_000);
        } else {
            grabber.restart();
        }
        sourceMillis = -1;
    }

    private void draw(long millis) {
        double scale = Math.min((double) width / source.getWidth(), (double) height / source.getHeight());
        double pixel = width / 320.0;
        double second = millis / 1_000.0;
        double x = pixel * (script.shake() * (2 * random.nextDouble() - 1) + script.sway() * Math.sin(1.9 * second));
        double y =
                pixel * (script.shake() * (2 * random.nextDouble() - 1) + script.sway() * Math.sin(2.7 * second + 1));
        boolean moves = script.shake() + script.sway() + script.zoom() > 0;
        // Room to move in: no edge of the picture comes into view.
        double margin = moves ? 1.06 + script.zoom() : 1;
        double zoom = margin + script.zoom() * Math.sin(0.45 * second);
        AffineTransform place = AffineTransform.getTranslateInstance(width / 2.0 + x, height / 2.0 + y);
        place.scale(scale * zoom, scale * zoom);
        place.translate(-source.getWidth() / 2.0, -source.getHeight() / 2.0);
        Graphics2D g = shown.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(source, place, null);
        g.dispose();
    }

    private void layNoise() {
        int[] pixels = ((DataBufferInt) shown.getRaster().getDataBuffer()).getData();
        int at = random.nextInt(NOISE);
        for (int i = 0; i < pixels.length; i++) {
            if (i % width == 0) {
                at = random.nextInt(NOISE);
            }
            int level = noise[at++ & (NOISE - 1)];
            int rgb = pixels[i];
            int red = Math.clamp((rgb >> 16 & 0xFF) + level, 0, 255);
            int green = Math.clamp((rgb >> 8 & 0xFF) + level, 0, 255);
            int blue = Math.clamp((rgb & 0xFF) + level, 0, 255);
            pixels[i] = red << 16 | green << 8 | blue;
        }
    }

    /** When a camera of 30 pictures a second has its next one for a page that sends fewer: a little early or late. */
    static long jittered(double millis, Random random) {
        double picture = 1_000 / CAMERA_FPS;
        // A picture's own time must not fall to the one before by what doubles lose: times would go back.
        long number = (long) Math.floor(millis / picture + 1e-6);
        return Math.round(number * picture) + random.nextInt(8);
    }

    @Override
    public void close() throws FrameGrabber.Exception {
        converter.close();
        grabber.close();
    }
}
