package org.invigil.server.analysis;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.invigil.server.memory.BoundedMemory;
import org.invigil.vision.FaceTracker;
import org.jspecify.annotations.Nullable;

/**
 * What engines remember of sessions whose socket is gone, for a minute: who comes back goes on where they were. What takes half a minute
 * to be told would never be told of a page that opens its socket anew every twenty seconds.
 */
final class LeftTrackers {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Cache<UUID, FaceTracker> left;

    /** @param most sessions that something is kept of; about 160 KB each */
    LeftTrackers(int most, Clock clock) {
        left = BoundedMemory.of(most, clock).expireAfterWrite(KEPT).build();
    }

    /** Keeps what nobody uses any more. */
    void leave(UUID sessionId, FaceTracker tracker) {
        left.put(sessionId, tracker);
    }

    /** Hands it over, to one asker only; null if there is nothing, or it is too old. */
    @Nullable
    FaceTracker take(UUID sessionId) {
        return left.asMap().remove(sessionId);
    }
}
