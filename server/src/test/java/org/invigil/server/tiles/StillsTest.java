package org.invigil.server.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is held of whom, and for how long. */
class StillsTest {

    private static final UUID ANN = new UUID(0, 1);
    private static final UUID BEN = new UUID(0, 2);
    private static final byte[] JPEG = {1, 2, 3};

    private final Stills stills = new Stills();

    @Test
    void nothingIsHeldOfWhoIsNotWatched() {
        stills.offer(ANN, JPEG, 1_000);
        stills.watchHere(Set.of(BEN));
        assertThat(stills.find(ANN)).isNull();
        assertThat(stills.size()).isEqualTo(1);
    }

    @Test
    void ofTheFramesOfASecondOneIsTheStill() {
        stills.watchHere(Set.of(ANN));
        for (long at = 1_000; at < 2_000; at += 33) {
            stills.offer(ANN, JPEG, at);
        }
        assertThat(stills.find(ANN)).extracting(Still::takenAtMillis).isEqualTo(1_000L);
        stills.offer(ANN, JPEG, 2_000);
        assertThat(stills.find(ANN)).extracting(Still::takenAtMillis).isEqualTo(2_000L);
    }

    @Test
    void aStillIsGoneWithItsLastWatcherWhereverThatWas() {
        stills.watchHere(Set.of(ANN));
        stills.watchElsewhere(Set.of(ANN));
        stills.offer(ANN, JPEG, 1_000);
        stills.watchHere(Set.of());
        assertThat(stills.find(ANN)).isNotNull();
        stills.watchElsewhere(Set.of());
        assertThat(stills.find(ANN)).isNull();
        assertThat(stills.size()).isZero();
    }

    @Test
    void onlyOwnStillsGoToOtherNodes() {
        stills.watchHere(Set.of(ANN, BEN));
        stills.offer(ANN, JPEG, 1_000);
        stills.arrived(new Still(BEN, 1_000, JPEG));
        assertThat(stills.ours(List.of(ANN, BEN))).extracting(Still::sessionId).containsExactly(ANN);
    }

    @Test
    void aMessageNamesTheSessionAndTheTimeAndHoldsThePictureAsItCame() {
        ByteBuffer message = ByteBuffer.wrap(new Still(ANN, 5_000, JPEG).message());
        assertThat(new UUID(message.getLong(), message.getLong())).isEqualTo(ANN);
        assertThat(message.getLong()).isEqualTo(5_000);
        byte[] picture = new byte[message.remaining()];
        message.get(picture);
        assertThat(picture).isEqualTo(JPEG);
    }
}
