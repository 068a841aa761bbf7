package org.invigil.vision.image;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.FrameRejectedException.Reason;
import org.invigil.vision.jpeg.JpegHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JpegDecoderTest {

    private final JpegDecoder decoder = new JpegDecoder();

    @AfterEach
    void close() {
        decoder.close();
    }

    @ParameterizedTest
    @EnumSource(Reduction.class)
    void coloursComeInOrderAtEveryReduction(Reduction reduction) throws Exception {
        byte[] jpeg = JpegSamples.baseline(JpegSamples.quarters(320, 240));
        Picture picture = decode(jpeg, PixelLayout.RGB, reduction);
        assertThat(picture.width()).isEqualTo(320 / reduction.divisor());
        assertThat(picture.height()).isEqualTo(240 / reduction.divisor());
        assertQuarters(picture, "red", "green", "blue", "white");
    }

    @ParameterizedTest
    @EnumSource(Reduction.class)
    void grayIsTheLuminance(Reduction reduction) throws Exception {
        byte[] jpeg = JpegSamples.baseline(JpegSamples.quarters(320, 240));
        Picture picture = decode(jpeg, PixelLayout.GRAY, reduction);
        assertThat(picture.width()).isEqualTo(320 / reduction.divisor());
        int y = picture.height() / 4;
        assertThat(channel(picture, picture.width() / 4, y, 0)).isCloseTo(76, within(4));
        assertThat(channel(picture, picture.width() * 3 / 4, y, 0)).isCloseTo(150, within(4));
    }

    /** The quarters, row by row, of the upright picture: EXIF 2.32, tag 0x0112. */
    @ParameterizedTest
    @CsvSource({
        "1,red,green,blue,white",
        "2,green,red,white,blue",
        "3,white,blue,green,red",
        "4,blue,white,red,green",
        "5,red,blue,green,white",
        "6,blue,red,white,green",
        "7,white,green,blue,red",
        "8,green,white,red,blue"
    })
    void exifRotationIsApplied(int orientation, String a, String b, String c, String d) throws Exception {
        byte[] jpeg = JpegSamples.withOrientation(
                JpegSamples.baseline(JpegSamples.quarters(64, 48)), orientation, ByteOrder.LITTLE_ENDIAN);
        Picture picture = decode(jpeg, PixelLayout.RGB, Reduction.FULL);
        assertThat(picture.width()).isEqualTo(picture.header().uprightWidth());
        assertThat(picture.height()).isEqualTo(picture.header().uprightHeight());
        assertQuarters(picture, a, b, c, d);
    }

    @Test
    void progressiveGrayscaleAndCmykComeOutLikeAnyOther() throws Exception {
        byte[] progressive = JpegSamples.progressive(JpegSamples.quarters(64, 48));
        assertQuarters(decode(progressive, PixelLayout.RGB, Reduction.FULL), "red", "green", "blue", "white");

        Picture fromGray = decode(JpegSamples.grayscale(40, 30, 99), PixelLayout.RGB, Reduction.FULL);
        assertThat(fromGray.mat().channels()).isEqualTo(3);
        assertThat(channel(fromGray, 20, 15, 2)).isCloseTo(99, within(2));

        for (PixelLayout layout : PixelLayout.values()) {
            Picture fromCmyk = decode(JpegSamples.cmyk(64, 48), layout, Reduction.FULL);
            assertThat(fromCmyk.width()).isEqualTo(64);
            assertThat(fromCmyk.mat().channels()).isEqualTo(layout.channels());
        }
    }

    @Test
    void theSmallestPictureDecodesAtEveryReduction() throws Exception {
        byte[] jpeg = JpegSamples.baseline(JpegSamples.quarters(2, 2));
        for (Reduction reduction : Reduction.values()) {
            assertThat(decode(jpeg, PixelLayout.RGB, reduction).width()).isPositive();
        }
    }

    @Test
    void aHostileSizeIsRefusedBeforeNativeCodeSeesIt() {
        byte[] jpeg = JpegSamples.claimingSize(JpegSamples.baseline(JpegSamples.quarters(64, 48)), 65535, 65535);
        assertThat(rejection(jpeg).reason()).isEqualTo(Reason.DIMENSIONS_TOO_LARGE);
    }

    @Test
    void aFileLargerThanAnyFrameIsRefused() throws Exception {
        byte[] jpeg = JpegSamples.baseline(JpegSamples.quarters(64, 48));
        byte[] padded = Arrays.copyOf(jpeg, JpegDecoder.MAX_FILE_BYTES + 1);
        assertThat(rejection(padded).reason()).isEqualTo(Reason.DIMENSIONS_TOO_LARGE);
    }

    @Test
    void aFileThatEndsEarlyIsCorruptAndTheDecoderGoesOn() throws Exception {
        byte[] whole = JpegSamples.baseline(JpegSamples.noise(320, 240, 1));
        assertThat(rejection(Arrays.copyOf(whole, whole.length / 2)).reason()).isEqualTo(Reason.CORRUPT);
        assertThat(decode(whole, PixelLayout.RGB, Reduction.FULL).width()).isEqualTo(320);
    }

    /** Only the native decoder can tell this one, by raising an error in the middle. */
    @Test
    void scanDataWithoutItsHuffmanTablesIsCorruptAndTheDecoderGoesOn() throws Exception {
        byte[] whole = JpegSamples.baseline(JpegSamples.noise(320, 240, 1));
        byte[] withoutTables = whole.clone();
        for (int i = 2; i + 1 < whole.length; i++) {
            if (whole[i] == (byte) 0xFF && whole[i + 1] == (byte) 0xC4) {
                withoutTables[i + 1] = (byte) 0xFE; // the tables become a comment
            }
        }
        byte[] undefinedTable = withoutTables;
        int scan = lastIndexOf(undefinedTable, 0xDA);
        undefinedTable[scan + 5] = 0x33; // and the scan asks for tables that no decoder supplies by default
        assertThat(rejection(undefinedTable).reason()).isEqualTo(Reason.CORRUPT);
        assertThat(decode(whole, PixelLayout.RGB, Reduction.FULL).width()).isEqualTo(320);
    }

    @Test
    void theSamePictureMemoryIsUsedAgain() throws Exception {
        byte[] first = JpegSamples.baseline(JpegSamples.noise(320, 240, 1));
        byte[] second = JpegSamples.baseline(JpegSamples.noise(320, 240, 2));
        long address =
                decode(first, PixelLayout.RGB, Reduction.FULL).mat().data().address();
        decode(second, PixelLayout.RGB, Reduction.HALF);
        decode(second, PixelLayout.GRAY, Reduction.FULL);
        assertThat(decode(second, PixelLayout.RGB, Reduction.FULL).mat().data().address())
                .isEqualTo(address);
    }

    @Test
    void mutatedFilesGiveAPictureOrATypedError() {
        byte[][] seeds = {
            JpegSamples.baseline(JpegSamples.noise(80, 60, 5)),
            JpegSamples.progressive(JpegSamples.noise(80, 60, 6)),
            JpegSamples.grayscale(80, 60, 50),
            JpegSamples.cmyk(80, 60),
            JpegSamples.withOrientation(JpegSamples.baseline(JpegSamples.quarters(80, 60)), 6, ByteOrder.BIG_ENDIAN)
        };
        JpegMutator mutator = new JpegMutator(new Random(20260301), seeds);
        List<Reduction> reductions = List.of(Reduction.values());
        int pictures = 0;
        int errors = 0;
        for (int i = 0; i < 4000; i++) {
            byte[] jpeg = mutator.next();
            try {
                decode(jpeg, i % 2 == 0 ? PixelLayout.RGB : PixelLayout.GRAY, reductions.get(i % 4));
                pictures++;
            } catch (FrameRejectedException e) {
                errors++;
            }
        }
        // Both ways are walked; a mutator that only breaks headers would prove nothing about the decoder.
        assertThat(pictures).isGreaterThan(200);
        assertThat(errors).isGreaterThan(200);
    }

    private Picture decode(byte[] jpeg, PixelLayout layout, Reduction reduction) throws FrameRejectedException {
        return decoder.decode(jpeg, JpegHeader.read(jpeg), layout, reduction);
    }

    private FrameRejectedException rejection(byte[] jpeg) {
        FrameRejectedException rejected =
                catchThrowableOfType(FrameRejectedException.class, () -> decode(jpeg, PixelLayout.RGB, Reduction.FULL));
        assertThat(rejected).isNotNull();
        return rejected;
    }

    private static int lastIndexOf(byte[] jpeg, int marker) {
        int i = jpeg.length - 2;
        while (!(jpeg[i] == (byte) 0xFF && (jpeg[i + 1] & 0xFF) == marker)) {
            i--;
        }
        return i;
    }

    private static void assertQuarters(Picture picture, String... expected) {
        for (int i = 0; i < 4; i++) {
            int x = picture.width() * (1 + 2 * (i % 2)) / 4;
            int y = picture.height() * (1 + 2 * (i / 2)) / 4;
            assertThat(colourAt(picture, x, y)).as("quarter %d", i).isEqualTo(expected[i]);
        }
    }

    private static String colourAt(Picture picture, int x, int y) {
        boolean red = channel(picture, x, y, 0) > 127;
        boolean green = channel(picture, x, y, 1) > 127;
        boolean blue = channel(picture, x, y, 2) > 127;
        if (red && green && blue) {
            return "white";
        }
        return red ? "red" : green ? "green" : blue ? "blue" : "black";
    }

    private static int channel(Picture picture, int x, int y, int channel) {
        long offset =
                (long) y * picture.strideBytes() + (long) x * picture.layout().channels() + channel;
        return picture.pixels().get(JAVA_BYTE, offset) & 0xFF;
    }
}
