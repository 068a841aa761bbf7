package org.invigil.server.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.invigil.rules.signal.HeadPose;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a face is said to be too small. */
class SmallFaceTest {

    private static final HeadPose SMALL = new HeadPose(0, 0, 0, 0.5, 4);
    private static final HeadPose PLAIN = new HeadPose(0, 0, 0, 0.9, 1);

    private final SmallFace face = new SmallFace();
    private long at = 1_000_000;

    private boolean show(@Nullable HeadPose pose, double seconds, long stepMillis) {
        boolean small = face.isSmall();
        for (long shown = 0; shown < seconds * 1_000; shown += stepMillis) {
            at += stepMillis;
            small = face.after(pose, at);
        }
        return small;
    }

    @ParameterizedTest
    @ValueSource(longs = {33, 100, 1_000, 1_400})
    void aSmallFaceIsToldOfOnceItHasLastedAndUntilItIsPlain(long stepMillis) {
        assertThat(show(PLAIN, 10, stepMillis)).isFalse();
        assertThat(show(SMALL, 4, stepMillis)).as("larger pictures may help").isFalse();
        assertThat(show(SMALL, 5, stepMillis)).isTrue();
        assertThat(show(PLAIN, 1, stepMillis)).isTrue();
        assertThat(show(PLAIN, 3, stepMillis)).isFalse();
    }

    @Test
    void whoComesNearerNowAndThenAndWhoIsNotThereIsNotTold() {
        for (int i = 0; i < 10; i++) {
            assertThat(show(SMALL, 3, 100)).isFalse();
            assertThat(show(PLAIN, 1, 100)).isFalse();
        }
        assertThat(show(SMALL, 8, 100)).isTrue();
        assertThat(show(null, 3, 100)).isFalse();
    }

    @Test
    void aSilenceIsNoEvidence() {
        show(SMALL, 1, 100);
        at += 60_000;
        assertThat(face.after(SMALL, at)).isFalse();
    }
}
