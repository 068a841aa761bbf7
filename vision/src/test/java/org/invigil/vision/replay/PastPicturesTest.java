package org.invigil.vision.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PastPicturesTest {

    private static final int[] ALL = IntStream.range(0, Cells.COUNT).toArray();

    private final PastPictures past = new PastPictures();
    private long nowMillis;

    private List<Double> distancesOf(double level) {
        float[] cells = new float[Cells.COUNT];
        Arrays.fill(cells, (float) level);
        nowMillis += 500;
        past.add(cells, nowMillis);
        List<Double> distances = new ArrayList<>();
        past.compareNewest(ALL, 450, (from, to, distance) -> distances.add(distance));
        return distances;
    }

    /** As where the light was off in the first picture, or somebody sat elsewhere. */
    @Test
    void whatIsFarFromTheFirstPictureIsStillToldFromTheOthers() {
        distancesOf(0);
        distancesOf(100);
        distancesOf(100);
        assertThat(distancesOf(150)).first().satisfies(distance -> assertThat(distance)
                .isCloseTo(2_500, within(1.0)));
    }

    @Test
    void cellsAreKeptAsFarAsTheyGo() {
        double most = 64 * Math.log((255 + 16) / 16.0);
        distancesOf(most);
        distancesOf(-most);
        distancesOf(-most);
        assertThat(distancesOf(most).getFirst()).isCloseTo(4 * most * most, within(500.0));
    }
}
