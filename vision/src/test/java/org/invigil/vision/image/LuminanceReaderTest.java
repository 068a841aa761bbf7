package org.invigil.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.invigil.rules.signal.UnusableReason;
import org.invigil.vision.jpeg.JpegHeader;
import org.invigil.vision.scene.Luminance;
import org.junit.jupiter.api.Test;

class LuminanceReaderTest {

    @Test
    void bothLayoutsMeasureTheSameLight() throws Exception {
        BufferedImage image = JpegSamples.quarters(320, 240);
        Luminance rgb = measure(image, PixelLayout.RGB);
        Luminance gray = measure(image, PixelLayout.GRAY);
        double expected = (76 + 150 + 29 + 255) / 4.0;
        assertThat(rgb.mean()).isCloseTo(expected, within(3.0));
        assertThat(gray.mean()).isCloseTo(rgb.mean(), within(2.0));
        assertThat(gray.spread()).isCloseTo(rgb.spread(), within(2.0));
        assertThat(rgb.brightFraction()).isCloseTo(0.25, within(0.02));
        assertThat(rgb.darkFraction()).isZero();
    }

    @Test
    void darkBrightAndCoveredAreToldApart() throws Exception {
        assertThat(measure(JpegSamples.flat(320, 240, new Color(6, 6, 8)), PixelLayout.RGB)
                        .unusableReason())
                .isEqualTo(UnusableReason.TOO_DARK);
        assertThat(measure(JpegSamples.flat(320, 240, Color.WHITE), PixelLayout.RGB)
                        .unusableReason())
                .isEqualTo(UnusableReason.OVEREXPOSED);
        assertThat(measure(JpegSamples.flat(320, 240, new Color(140, 60, 50)), PixelLayout.RGB)
                        .unusableReason())
                .isEqualTo(UnusableReason.COVERED);
        assertThat(measure(JpegSamples.noise(320, 240, 1), PixelLayout.RGB).unusableReason())
                .isNull();
    }

    @Test
    void edgesShowSharpness() throws Exception {
        assertThat(measure(JpegSamples.noise(320, 240, 1), PixelLayout.GRAY).edgeEnergy())
                .isGreaterThan(30);
        assertThat(measure(JpegSamples.flat(320, 240, Color.GRAY), PixelLayout.GRAY)
                        .edgeEnergy())
                .isLessThan(0.5);
    }

    @Test
    void onePixelIsMeasuredToo() throws Exception {
        assertThat(measure(JpegSamples.flat(1, 1, Color.WHITE), PixelLayout.RGB).mean())
                .isGreaterThan(250);
    }

    private static Luminance measure(BufferedImage image, PixelLayout layout) throws Exception {
        byte[] jpeg = JpegSamples.baseline(image);
        try (JpegDecoder decoder = new JpegDecoder()) {
            return LuminanceReader.read(decoder.decode(jpeg, JpegHeader.read(jpeg), layout, Reduction.FULL));
        }
    }
}
