package org.invigil.server.offline;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.invigil.vision.jpeg.JpegHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same places as the exam page draws to, see letterbox.test.ts. */
class SentSizeTest {

    @ParameterizedTest
    @CsvSource({
        // picture, then where it stands in 320x240
        "640, 480, 0, 0, 320, 240",
        "1280, 720, 0, 30, 320, 180",
        "480, 640, 70, 0, 180, 240",
        "160, 120, 0, 0, 320, 240"
    })
    void aPictureStandsInItWholeAndCentred(int width, int height, int x, int y, int drawnWidth, int drawnHeight) {
        try (Mat grey = new Mat(height, width, opencv_core.CV_8UC3, new Scalar(200, 200, 200, 0));
                Mat drawn = SentSize.parse("320x240").drawn(grey)) {
            assertThat(drawn.cols()).isEqualTo(320);
            assertThat(drawn.rows()).isEqualTo(240);
            for (int row = 0; row < 240; row++) {
                for (int column = 0; column < 320; column++) {
                    boolean inside = column >= x && column < x + drawnWidth && row >= y && row < y + drawnHeight;
                    assertThat(drawn.ptr(row, column).get() & 0xFF)
                            .as("%d, %d", column, row)
                            .isEqualTo(inside ? 200 : 0);
                }
            }
        }
    }

    @Test
    void aFrameHasTheSizeThatIsSent() throws Exception {
        try (Mat grey = new Mat(480, 640, opencv_core.CV_8UC3, new Scalar(200, 200, 200, 0));
                Picture picture = Picture.of(grey)) {
            JpegHeader sent = JpegHeader.read(picture.toFrame(SentSize.parse("320x240")));
            assertThat(sent.uprightWidth()).isEqualTo(320);
            assertThat(sent.uprightHeight()).isEqualTo(240);
            assertThat(JpegHeader.read(picture.toFrame(null)).uprightWidth()).isEqualTo(640);
        }
    }
}
