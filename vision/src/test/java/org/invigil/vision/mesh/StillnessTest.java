package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StillnessTest {

    private static final double FACE = 0.2;

    @Test
    void aPlaceThatOnlyTremblesIsAPictureAfterTenSeconds() {
        Random noise = new Random(7);
        Stillness stillness = new Stillness(face(0.5, 0), 0);
        for (long now = 100; now < 9_900; now += 100) {
            stillness.seen(face(0.5 + 0.005 * FACE * noise.nextGaussian(), 0), now);
            assertThat(stillness.isPicture()).isFalse();
        }
        for (long now = 9_900; now < 15_000; now += 100) {
            stillness.seen(face(0.5 + 0.005 * FACE * noise.nextGaussian(), 0), now);
        }
        assertThat(stillness.isPicture()).isTrue();
    }

    @Test
    void aFaceThatSwaysIsNone() {
        Stillness stillness = new Stillness(face(0.5, 0), 0);
        for (long now = 100; now < 60_000; now += 100) {
            stillness.seen(face(0.5 + 0.02 * FACE * Math.sin(now / 2_000.0), 0), now);
            assertThat(stillness.isPicture()).isFalse();
        }
    }

    @Test
    void whatMovesAfterAllIsAPersonAgainAtOnce() {
        Stillness stillness = new Stillness(face(0.5, 0), 0);
        stillness.seen(face(0.5, 0), 12_000);
        assertThat(stillness.isPicture()).isTrue();
        stillness.seen(face(0.5 + 0.05 * FACE, 0), 12_500);
        assertThat(stillness.isPicture()).isFalse();
    }

    private static Region face(double x, double y) {
        return new Region(x, y, FACE * Region.FACE_MARGIN, 0);
    }
}
