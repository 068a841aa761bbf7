package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.invigil.rules.signal.PersonBox;
import org.invigil.vision.scene.Thumbnail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FollowingTest {

    private static final int COLUMNS = 40;
    private static final int ROWS = 30;

    /** The middle third of the picture. */
    private static final PersonBox FACE = new PersonBox(0.35, 0.3, 0.65, 0.7, 1);

    private final Following following = new Following();

    /** A picture of stripes, brighter by so much inside or outside of the face. */
    private static Thumbnail picture(int brighterFace, int brighterElsewhere) {
        byte[] grey = new byte[COLUMNS * ROWS];
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                boolean inFace = FACE.contains((x + 0.5) / COLUMNS, (y + 0.5) / ROWS);
                grey[y * COLUMNS + x] = (byte) (60 + x % 5 * 20 + (inFace ? brighterFace : brighterElsewhere));
            }
        }
        return Thumbnail.of(grey, COLUMNS, ROWS);
    }

    @ParameterizedTest
    @CsvSource({
        // frames a second, of ten seconds' frames how many a network looks at when nothing changes
        "30, 60", // every fifth
        "25, 63", // every fourth
        "20, 67", // every third
        "12, 60", // every second
        "10, 100",
        "6, 60",
        "3, 30"
    })
    void aNetworkLooksEvery170MillisAndAtLowRatesInEveryFrame(int fps, int expected) {
        Thumbnail still = picture(0, 0);
        List<Long> looks = new ArrayList<>();
        long before = 0;
        for (int frame = 0; frame < 10 * fps; frame++) {
            long now = frame * 1000L / fps;
            boolean worthwhile = frame == 0 || Following.isWorthwhile(now - before);
            if (frame == 0 || !worthwhile || !following.holds(still, FACE, now - before, now)) {
                following.looked(worthwhile ? still : null, now);
                looks.add(now);
            }
            before = now;
        }
        assertThat(looks).hasSize(expected);
        for (int i = 1; fps >= 6 && i < looks.size(); i++) {
            assertThat(looks.get(i) - looks.get(i - 1)).isLessThanOrEqualTo(170);
        }
    }

    @Test
    void aFaceThatChangesIsLookedAtAtOnce() {
        following.looked(picture(0, 0), 0);
        assertThat(following.holds(picture(2, 0), FACE, 33, 33)).isTrue();
        assertThat(following.holds(picture(3, 0), FACE, 33, 66)).isFalse();
    }

    @Test
    void whatMovesSlowlyAddsUp() {
        following.looked(picture(0, 0), 0);
        assertThat(following.holds(picture(1, 0), FACE, 33, 33)).isTrue();
        assertThat(following.holds(picture(2, 0), FACE, 33, 66)).isTrue();
        assertThat(following.holds(picture(3, 0), FACE, 33, 99))
                .as("compared with the look, not with the frame before")
                .isFalse();
    }

    @Test
    void aLightThatJumpsIsLookedAtAtOnceAndNoiseIsNot() {
        following.looked(picture(0, 0), 0);
        assertThat(following.holds(picture(0, 12), FACE, 33, 33)).isTrue();
        assertThat(following.holds(picture(0, 13), FACE, 33, 66)).isFalse();
        assertThat(following.holds(picture(-60, -60), FACE, 33, 99)).isFalse();
    }

    @Test
    void nothingIsHeldAfterAFaceWasLostOrAPictureTurned() {
        assertThat(following.holds(picture(0, 0), FACE, 33, 33)).isFalse();
        following.looked(picture(0, 0), 33);
        following.forget();
        assertThat(following.holds(picture(0, 0), FACE, 33, 66)).isFalse();
        following.looked(Thumbnail.of(new byte[COLUMNS * ROWS], ROWS, COLUMNS), 99);
        assertThat(following.holds(picture(0, 0), FACE, 33, 132)).isFalse();
    }
}
