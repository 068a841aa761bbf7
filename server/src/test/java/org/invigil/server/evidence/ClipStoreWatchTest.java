package org.invigil.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** The two answers about a real store that comes and goes. */
class ClipStoreWatchTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void anOutageIsSeenButOnlyAStoreThatWasNeverReachedHoldsUpANode(@TempDir Path folder) throws Exception {
        Path root = folder.resolve("store");
        ClipStoreWatch watch = new ClipStoreWatch(new FileClipStore(root, java.time.Instant.now()), meters);
        ClipStoreHealth health = new ClipStoreHealth();
        HealthIndicator now = health.clipStoreHealthIndicator(watch);
        HealthIndicator ever = health.clipStoreReachedHealthIndicator(watch);
        Files.move(root, folder.resolve("elsewhere"));
        watch.afterSingletonsInstantiated();
        assertThat(status(now)).isEqualTo(Status.DOWN);
        assertThat(status(ever)).as("not ready yet").isEqualTo(Status.DOWN);
        assertThat(meters.get("invigil.clips.store.up").gauge().value()).isZero();

        Files.move(folder.resolve("elsewhere"), root);
        watch.look();
        assertThat(status(now)).isEqualTo(Status.UP);
        assertThat(status(ever)).isEqualTo(Status.UP);
        assertThat(meters.get("invigil.clips.store.up").gauge().value()).isEqualTo(1);
        try (var left = Files.list(root.resolve("incoming"))) {
            assertThat(left).as("a look leaves nothing behind").isEmpty();
        }

        Files.move(root, folder.resolve("elsewhere"));
        watch.look();
        assertThat(status(now)).isEqualTo(Status.DOWN);
        assertThat(status(ever)).as("the exam goes on").isEqualTo(Status.UP);
    }

    private static Status status(HealthIndicator indicator) {
        var health = indicator.health();
        return health == null ? Status.UNKNOWN : health.getStatus();
    }
}
