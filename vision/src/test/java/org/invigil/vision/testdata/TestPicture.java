package org.invigil.vision.testdata;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A picture and what can happen to it in front of a webcam. Every change gives a new picture. */
public final class TestPicture {

    private static final Color WALL = new Color(150, 150, 145);

    private final BufferedImage image;

    private TestPicture(BufferedImage image) {
        this.image = image;
    }

    /** A pinned file of {@code testdata/}, PNG or JPEG. */
    public static TestPicture load(String name) {
        try {
            BufferedImage read = ImageIO.read(new ByteArrayInputStream(TestData.bytes(name)));
            return blank(read.getWidth(), read.getHeight(), Color.BLACK).drawn(g -> g.drawImage(read, 0, 0, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TestPicture of(BufferedImage image) {
        return new TestPicture(image);
    }

    public static TestPicture blank(int width, int height, Color color) {
        return new TestPicture(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB)).drawn(g -> {
            g.setColor(color);
            g.fillRect(0, 0, width, height);
        });
    }

    public int width() {
        return image.getWidth();
    }

    public int height() {
        return image.getHeight();
    }

    /** The whole picture in a frame of this size, in front of a plain wall. */
    public TestPicture framed(int width, int height) {
        double scale = Math.min((double) width / width(), (double) height / height());
        return blank(width, height, WALL)
                .placed(this, (width - width() * scale) / 2, (height - height() * scale) / 2, scale);
    }

    /** As if the room got darker; 0.2 leaves a fifth of the light. */
    public TestPicture darkened(double gain) {
        return mapped(v -> (int) Math.round(v * gain));
    }

    /** As if the exposure was too long; values past white are clipped. */
    public TestPicture overexposed(double gain) {
        return mapped(v -> Math.min(255, (int) Math.round(v * gain + 20)));
    }

    /** Out of focus: three passes of a box of this radius, which is close to a Gaussian. */
    public TestPicture blurred(int radiusPixels) {
        int side = 2 * radiusPixels + 1;
        float[] weights = new float[side];
        Arrays.fill(weights, 1f / side);
        BufferedImage result = image;
        for (int pass = 0; pass < 3; pass++) {
            result = convolved(result, new Kernel(side, 1, weights));
            result = convolved(result, new Kernel(1, side, weights));
        }
        return new TestPicture(result);
    }

    /** Moved by fractions of width and height; what comes in is wall. */
    public TestPicture shifted(double right, double down) {
        return blank(width(), height(), WALL).placed(this, right * width(), down * height(), 1);
    }

    /** A patch over part of the picture, in fractions: what a hand, a sheet of paper or a mask hides. */
    public TestPicture occluded(double x, double y, double width, double height, Color color) {
        return drawn(g -> {
            g.setColor(color);
            g.fillRoundRect(
                    (int) (x * width()),
                    (int) (y * height()),
                    (int) (width * width()),
                    (int) (height * height()),
                    12,
                    12);
        });
    }

    /** This picture on the left, the other on the right, in a frame of this size. */
    public TestPicture beside(TestPicture other, int width, int height) {
        TestPicture left = framed(width / 2, height);
        TestPicture right = other.framed(width - width / 2, height);
        return blank(width, height, WALL).placed(left, 0, 0, 1).placed(right, width / 2.0, 0, 1);
    }

    /** Turned clockwise about its middle, as seen. */
    public TestPicture rotated(double degrees) {
        return blank(width(), height(), WALL).drawn(g -> {
            AffineTransform turn =
                    AffineTransform.getRotateInstance(Math.toRadians(degrees), width() / 2.0, height() / 2.0);
            g.drawImage(image, turn, null);
        });
    }

    /** Lying on its right side: turned clockwise by a quarter, width and height exchanged. */
    public TestPicture turnedByQuarter() {
        return blank(/* width= */ height(), /* height= */ width(), WALL).drawn(g -> {
            g.translate(height(), 0);
            g.rotate(Math.PI / 2);
            g.drawImage(image, 0, 0, null);
        });
    }

    /** Left and right exchanged. */
    public TestPicture mirrored() {
        return drawn(g -> g.drawImage(image, width(), 0, -width(), height(), null));
    }

    /** Part of the picture, in fractions. */
    public TestPicture cropped(double x, double y, double width, double height) {
        int cropWidth = (int) (width * width());
        int cropHeight = (int) (height * height());
        return blank(cropWidth, cropHeight, WALL).placed(this, -x * width(), -y * height(), 1);
    }

    /** Another picture on top of this one. */
    public TestPicture placed(TestPicture other, double x, double y, double scale) {
        return drawn(g -> {
            AffineTransform place = AffineTransform.getTranslateInstance(x, y);
            place.scale(scale, scale);
            g.drawImage(other.image, place, null);
        });
    }

    public BufferedImage image() {
        return image;
    }

    /** As a webcam frame: JPEG at the 80 % that the exam page sends. */
    public byte[] jpeg() {
        return jpeg(0.8f);
    }

    public byte[] jpeg(float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private TestPicture drawn(Consumer<Graphics2D> drawing) {
        BufferedImage copy = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = copy.createGraphics();
        graphics.drawImage(image, 0, 0, null);
        // Smooth shrinking of large portraits, as a camera's sensor would give it.
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        drawing.accept(graphics);
        graphics.dispose();
        return new TestPicture(copy);
    }

    private TestPicture mapped(IntUnaryOperator value) {
        BufferedImage copy = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height(); y++) {
            for (int x = 0; x < width(); x++) {
                int rgb = image.getRGB(x, y);
                int red = value.applyAsInt((rgb >> 16) & 0xFF);
                int green = value.applyAsInt((rgb >> 8) & 0xFF);
                int blue = value.applyAsInt(rgb & 0xFF);
                copy.setRGB(x, y, (red << 16) | (green << 8) | blue);
            }
        }
        return new TestPicture(copy);
    }

    private static BufferedImage convolved(BufferedImage source, Kernel kernel) {
        return new ConvolveOp(kernel, ConvolveOp.EDGE_NO_OP, null)
                .filter(source, new BufferedImage(source.getWidth(), source.getHeight(), source.getType()));
    }
}
