package org.invigil.vision.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.FrameRejectedException.Reason;
import org.invigil.vision.image.JpegSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegHeaderTest {

    private static final byte[] PICTURE = JpegSamples.baseline(JpegSamples.quarters(64, 48));

    @Test
    void readsSizeAndKind() throws Exception {
        assertThat(JpegHeader.read(PICTURE)).isEqualTo(new JpegHeader(64, 48, 3, false, 1));
        assertThat(JpegHeader.read(JpegSamples.progressive(JpegSamples.quarters(33, 17))))
                .isEqualTo(new JpegHeader(33, 17, 3, true, 1));
        assertThat(JpegHeader.read(JpegSamples.grayscale(20, 10, 7)).components())
                .isEqualTo(1);
        assertThat(JpegHeader.read(JpegSamples.cmyk(20, 10)).components()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsOrientationInBothByteOrders(int orientation) throws Exception {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            JpegHeader header = JpegHeader.read(JpegSamples.withOrientation(PICTURE, orientation, order));
            assertThat(header.orientation()).isEqualTo(orientation);
            assertThat(header.uprightWidth()).isEqualTo(orientation >= 5 ? 48 : 64);
            assertThat(header.uprightHeight()).isEqualTo(orientation >= 5 ? 64 : 48);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 4711})
    void takesANonsenseOrientationForUpright(int orientation) throws Exception {
        byte[] jpeg = JpegSamples.withOrientation(PICTURE, orientation, ByteOrder.BIG_ENDIAN);
        assertThat(JpegHeader.read(jpeg).orientation()).isEqualTo(1);
    }

    @Test
    void anExifSegmentWithDamagedOffsetsIsUpright() throws Exception {
        byte[] jpeg = JpegSamples.withOrientation(PICTURE, 6, ByteOrder.BIG_ENDIAN);
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = jpeg.clone();
            for (int j = 0; j < 3; j++) {
                damaged[12 + random.nextInt(26)] = (byte) random.nextInt(256);
            }
            assertThat(JpegHeader.read(damaged).orientation()).isBetween(1, 8);
        }
    }

    @Test
    void whatIsNoJpegIsToldSo() {
        assertRejected(new byte[0], Reason.NOT_JPEG);
        assertRejected(new byte[] {(byte) 0xFF, (byte) 0xD8}, Reason.NOT_JPEG);
        assertRejected("GIF89a and more".getBytes(StandardCharsets.US_ASCII), Reason.NOT_JPEG);
        assertRejected(new byte[100], Reason.NOT_JPEG);
    }

    @Test
    void everyTruncationIsCorrupt() {
        for (int length = 4; length < PICTURE.length; length++) {
            assertRejected(Arrays.copyOf(PICTURE, length), Reason.CORRUPT);
        }
    }

    @Test
    void bytesAfterTheEndMarkerDoNotMatter() throws Exception {
        assertThat(JpegHeader.read(Arrays.copyOf(PICTURE, PICTURE.length + 9)).width())
                .isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC1 + 2, 0xC5, 0xC7, 0xC9, 0xCA, 0xCF})
    void codingsThatNoBrowserWritesAreCorrupt(int marker) {
        byte[] jpeg = PICTURE.clone();
        for (int i = 2; i < jpeg.length; i++) {
            if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
                jpeg[i + 1] = (byte) marker;
                break;
            }
        }
        assertRejected(jpeg, Reason.CORRUPT);
    }

    @Test
    void aSizeOfZeroIsCorrupt() {
        assertRejected(JpegSamples.claimingSize(PICTURE, 0, 48), Reason.CORRUPT);
        assertRejected(JpegSamples.claimingSize(PICTURE, 64, 0), Reason.CORRUPT);
    }

    @Test
    void aPictureOfEndlessScansIsCorrupt() {
        byte[] jpeg = JpegSamples.progressive(JpegSamples.quarters(64, 48));
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(jpeg, 0, jpeg.length - 2);
        byte[] emptyScan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 1, 63, 1};
        for (int i = 0; i < 1000; i++) {
            bomb.writeBytes(emptyScan);
        }
        bomb.write(0xFF);
        bomb.write(0xD9);
        assertRejected(bomb.toByteArray(), Reason.CORRUPT);
    }

    @Test
    void limitsHoldInBothOrientationsAndNotBeyond() throws Exception {
        new JpegHeader(1920, 1080, 3, false, 1).requireWithinLimits();
        new JpegHeader(1080, 1920, 3, false, 1).requireWithinLimits();
        for (int[] size : new int[][] {{1921, 1}, {1, 1921}, {1920, 1081}, {1500, 1500}, {65535, 65535}}) {
            JpegHeader header = new JpegHeader(size[0], size[1], 3, false, 1);
            assertThatThrownBy(header::requireWithinLimits)
                    .isInstanceOfSatisfying(FrameRejectedException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.DIMENSIONS_TOO_LARGE))
                    .hasMessageContaining(size[0] + "x" + size[1]);
        }
    }

    private static void assertRejected(byte[] jpeg, Reason reason) {
        FrameRejectedException rejected =
                catchThrowableOfType(FrameRejectedException.class, () -> JpegHeader.read(jpeg));
        assertThat(rejected).isNotNull();
        assertThat(rejected.reason()).isEqualTo(reason);
    }
}
