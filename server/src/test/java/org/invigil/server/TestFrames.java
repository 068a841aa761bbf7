package org.invigil.server;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import javax.imageio.ImageIO;

/** Frames as a browser sends them: pictures of a room without anybody, no two alike. */
public final class TestFrames {

    private TestFrames() {}

    /** A picture of 320x240. Different seeds, different pictures. */
    public static byte[] jpeg(long seed) {
        return jpeg(seed, 320, 240);
    }

    /** A picture of this size. The larger it is, the more it costs. */
    public static byte[] jpeg(long seed, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, (x * 255 / width) << 16 | (y * 255 / height) << 8 | random.nextInt(8));
            }
        }
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "jpg", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The binary form of a frame. */
    public static byte[] message(long seq, byte[] jpeg) {
        return ByteBuffer.allocate(16 + jpeg.length)
                .putShort((short) 0x4956)
                .put((byte) 1)
                .put((byte) 0)
                .putInt((int) seq)
                .putLong(1_767_225_600_000L)
                .put(jpeg)
                .array();
    }
}
