package org.invigil.vision.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailTest {

    private static byte[] grey(int width, int height, int level) {
        byte[] picture = new byte[width * height];
        Arrays.fill(picture, (byte) level);
        return picture;
    }

    private static byte[] withSpot(byte[] picture, int width, int left, int top, int edge, int level) {
        byte[] other = picture.clone();
        for (int y = top; y < top + edge; y++) {
            Arrays.fill(other, y * width + left, y * width + left + edge, (byte) level);
        }
        return other;
    }

    @ParameterizedTest
    @CsvSource({"40, 30", "80, 60", "240, 135", "30, 40", "1, 1", "3, 200"})
    void levelsAreKeptAtEverySize(int width, int height) {
        Thumbnail dark = Thumbnail.of(grey(width, height, 100), width, height);
        Thumbnail light = Thumbnail.of(grey(width, height, 220), width, height);

        assertThat(light.isShapedLike(dark)).isTrue();
        assertThat(light.changeSince(dark, 0, 0, 1, 1)).isCloseTo(120, within(1e-4));
        assertThat(light.changeSince(light, 0, 0, 1, 1)).isZero();
    }

    @Test
    void changeOfAPartIsTheRootMeanSquareOfItsCells() {
        Thumbnail before = Thumbnail.of(grey(40, 30, 50), 40, 30);
        Thumbnail after = Thumbnail.of(withSpot(grey(40, 30, 50), 40, 10, 9, 2, 62), 40, 30);

        assertThat(after.changeSince(before, 0.25, 0.3, 0.35, 13 / 30.0)).isCloseTo(12 / 2.0, within(1e-4));
        assertThat(after.changeSince(before, 0.5, 0.5, 0.9, 0.9)).isZero();
        assertThat(after.changeSince(before, 1.2, 0.5, 1.4, 0.9))
                .as("outside of the picture")
                .isZero();
    }

    @Test
    void aSpotCountsByItsMeanWhereverItIs() {
        Thumbnail before = Thumbnail.of(grey(40, 30, 50), 40, 30);

        assertThat(Thumbnail.of(withSpot(grey(40, 30, 50), 40, 38, 28, 2, 80), 40, 30)
                        .largestChangeSince(before))
                .isCloseTo(30, within(1e-4));
        assertThat(Thumbnail.of(withSpot(grey(40, 30, 50), 40, 5, 5, 1, 80), 40, 30)
                        .largestChangeSince(before))
                .isCloseTo(30 / 4.0, within(1e-4));
    }

    @Test
    void cellsOfALargePictureAreMeans() {
        Thumbnail before = Thumbnail.of(grey(80, 60, 50), 80, 60);
        Thumbnail after = Thumbnail.of(withSpot(grey(80, 60, 50), 80, 40, 30, 1, 90), 80, 60);

        assertThat(after.changeSince(before, 0.5, 0.5, 21 / 40.0, 16 / 30.0)).isCloseTo(40 / 4.0, within(1e-4));
    }

    @Test
    void upAndDownAreNoThumbnailsOfOneShape() {
        assertThat(Thumbnail.of(grey(40, 30, 0), 40, 30).isShapedLike(Thumbnail.of(grey(30, 40, 0), 30, 40)))
                .isFalse();
    }
}
