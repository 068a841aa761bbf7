package org.invigil.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.invigil.server.identity.PasswordHashing.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose turn it is before the threads that hash. */
class PasswordHashingTest {

    private final PasswordHashing hashing = new PasswordHashing(1);
    private final List<Lane> served = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        hashing.stop();
    }

    @Test
    void anEarlierLineGoesFirstAndNoneStarves() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            all.add(people.submit(() -> work(Lane.TRUSTED, () -> {
                busy.countDown();
                return await(release);
            })));
            assertThat(await(busy)).isTrue();
            try {
                for (Lane lane : Lane.values()) {
                    for (int i = 0; i < 20; i++) {
                        all.add(people.submit(() -> work(lane, () -> served.add(lane))));
                    }
                }
                while (hashing.waiting() < 20 * Lane.values().length) {
                    Thread.onSpinWait();
                }
            } finally {
                release.countDown();
            }
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
        // The first turn of all is over when these are served.
        assertThat(served.subList(0, 16))
                .containsExactly(
                        Lane.TRUSTED,
                        Lane.TRUSTED,
                        Lane.STRANGER,
                        Lane.TRUSTED,
                        Lane.TRUSTED,
                        Lane.TRUSTED,
                        Lane.NOISY_ADDRESS,
                        Lane.TRUSTED,
                        Lane.TRUSTED,
                        Lane.TRUSTED,
                        Lane.STRANGER,
                        Lane.TRUSTED,
                        Lane.TRUSTED,
                        Lane.TRUSTED,
                        Lane.REPEATED,
                        Lane.TRUSTED);
        assertThat(served).hasSize(20 * Lane.values().length);
    }

    private boolean work(Lane lane, java.util.function.Supplier<Boolean> work) {
        try (PasswordHashing.Place place = hashing.enter(lane)) {
            return place.work(Duration.ZERO, work);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
