package org.invigil.vision.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhoneWatchTest {

    private final PhoneWatch watch = new PhoneWatch();
    private long nowMillis = 1_000_000;

    /** At which of these frames it looked, counted in milliseconds from the first. */
    private List<Long> looks(int fps, int seconds, double confidence) {
        List<Long> looks = new ArrayList<>();
        long start = nowMillis;
        for (int frame = 0; frame < fps * seconds; frame++) {
            nowMillis = start + frame * 1_000L / fps;
            if (watch.isDue(nowMillis)) {
                watch.looked(confidence, nowMillis);
                looks.add(nowMillis - start);
            }
        }
        nowMillis = start + seconds * 1_000L;
        return looks;
    }

    @Test
    void nobodyLooksUnlessItIsWanted() {
        assertThat(looks(30, 60, 0.9)).isEmpty();
        watch.lookForPhones(true);
        watch.lookForPhones(false);
        assertThat(looks(30, 60, 0.9)).isEmpty();
    }

    @Test
    void looksAtOnceAndThenEveryThreeSeconds() {
        watch.lookForPhones(true);
        assertThat(looks(30, 10, 0.1)).containsExactly(0L, 3_000L, 6_000L, 9_000L);
    }

    @Test
    void whereFewFramesComeItLooksInEveryThirtiethAndAfterTenSecondsAtLast() {
        watch.lookForPhones(true);
        assertThat(looks(6, 12, 0.1)).containsExactly(0L, 5_000L, 10_000L);
        assertThat(looks(1, 31, 0.1)).containsExactly(8_000L, 18_000L, 28_000L);
    }

    @Test
    void looksCloselyWhileThereMayBeOneAndForFiveSecondsAfter() {
        watch.lookForPhones(true);
        assertThat(looks(30, 3, 0.3)).containsExactly(0L, 500L, 1_000L, 1_500L, 2_000L, 2_500L);
        assertThat(looks(30, 9, 0.2))
                .containsExactly(0L, 500L, 1_000L, 1_500L, 2_000L, 2_500L, 3_000L, 3_500L, 4_000L, 4_500L, 7_500L);
    }
}
