package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** What is alive beside the student makes two people of one: nothing but real movement may say so. */
    @Test
    void whatOnlyTremblesIsNeverAlive() {
        Random noise = new Random(11);
        Stillness stillness = new Stillness(face(0.5, 0), 0);
        for (long now = 100; now < 60_000; now += 100) {
            stillness.seen(face(0.5 + 0.005 * FACE * noise.nextGaussian(), 0), now);
            assertThat(stillness.isAlive()).isFalse();
        }
    }

    @Test
    void whatFindsItsPlaceInTheFirstSecondIsNotAlive() {
        Stillness stillness = new Stillness(face(0.5, 0), 0);
        for (long now = 100; now < 1_000; now += 100) {
            stillness.seen(face(0.5 + 0.1 * FACE, 0), now);
        }
        for (long now = 1_000; now < 20_000; now += 100) {
            stillness.seen(face(0.5 + 0.1 * FACE, 0), now);
        }
        assertThat(stillness.isAlive()).isFalse();
        assertThat(stillness.isPicture()).isTrue();
    }

    @Test
    void whoSwaysIsAliveAndStaysSo() {
        Stillness stillness = new Stillness(face(0.5, 0), 0);
        stillness.seen(face(0.5, 0), 2_000);
        assertThat(stillness.isAlive()).isFalse();
        for (long now = 2_100; now < 8_000; now += 100) {
            stillness.seen(face(0.5, 0.03 * FACE), now);
        }
        assertThat(stillness.isAlive()).isTrue();
        for (long now = 8_000; now < 20_000; now += 100) {
            stillness.seen(face(0.5, 0), now);
        }
        assertThat(stillness.isAlive()).isTrue();
    }

    @Test
    void whoComesNearerIsAlive() {
        Stillness stillness = new Stillness(face(0.5, 0), 0);
        stillness.seen(face(0.5, 0), 2_000);
        for (long now = 2_100; now < 8_000; now += 100) {
            stillness.seen(new Region(0.5, 0, 1.05 * FACE * Region.FACE_MARGIN, 0), now);
        }
        assertThat(stillness.isAlive()).isTrue();
    }

    /** In parts of the face's edge; each place and size counts by itself, wherever in the picture the face is. */
    @ParameterizedTest
    @CsvSource({
        // to the side, up, larger, alive
        "0, 0, 0, false",
        "0.015, 0, 0, false",
        "0.025, 0, 0, true",
        "0, 0.015, 0, false",
        "0, 0.025, 0, true",
        "0, 0, 0.015, false",
        "0, 0, 0.025, true",
        "0, 0, -0.025, true"
    })
    void whatHasGoneTwoHundredthsOfItsEdgeIsAlive(double aside, double up, double larger, boolean alive) {
        Stillness stillness = new Stillness(face(0.5, 0.4), 0);
        for (long now = 100; now <= 2_000; now += 100) {
            stillness.seen(face(0.5, 0.4), now);
        }
        for (long now = 2_100; now < 20_000; now += 100) {
            double side = FACE * (Region.FACE_MARGIN + larger);
            stillness.seen(new Region(0.5 + aside * FACE, 0.4 + up * FACE, side, 0), now);
        }
        assertThat(stillness.isAlive()).isEqualTo(alive);
        assertThat(stillness.isPicture()).as("it has come to rest").isTrue();
    }

    /** The smoothed place of something that has jumped comes nearer by the same share in the same time, however often one looks. */
    @Test
    void aPlaceIsSmoothedOverTimeNotOverLooks() {
        for (long step : new long[] {50, 100, 250}) {
            Stillness stillness = new Stillness(face(0.5, 0), 0);
            for (long now = step; now <= 5_000; now += step) {
                stillness.seen(face(0.5, 0), now);
            }
            // 1 s after a jump of 0.015 faces 63 % of it show, which is not yet MOVED; after 2 s it is 86 %, which is.
            for (long now = 5_000 + step; now <= 6_000; now += step) {
                stillness.seen(face(0.5 + 0.015 * FACE, 0), now);
            }
            assertThat(stillness.stillMillis()).as("%d ms", step).isEqualTo(5_000 + step);
            for (long now = 6_000 + step; now <= 7_000; now += step) {
                stillness.seen(face(0.5 + 0.015 * FACE, 0), now);
            }
            assertThat(stillness.stillMillis()).as("%d ms", step).isLessThan(1_000);
        }
    }

    @Test
    void itIsAPictureAfterTenSecondsToTheMillisecond() {
        Stillness stillness = new Stillness(face(0.5, 0), 0);
        stillness.seen(face(0.5, 0), 500);
        stillness.seen(face(0.5, 0), 10_499);
        assertThat(stillness.stillMillis()).isEqualTo(9_999);
        assertThat(stillness.isPicture()).isFalse();
        stillness.seen(face(0.5, 0), 10_500);
        assertThat(stillness.isPicture()).isTrue();
    }

    private static Region face(double x, double y) {
        return new Region(x, y, FACE * Region.FACE_MARGIN, 0);
    }
}
