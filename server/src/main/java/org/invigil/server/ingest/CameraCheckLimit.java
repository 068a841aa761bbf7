package org.invigil.server.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.invigil.server.memory.BoundedMemory;
import org.springframework.stereotype.Component;

/**
 * One picture at a time and one a second of each account, so that nobody's camera check takes the looks of all others. Each node counts
 * by itself. Bounded: who is at it waits in a request, and who was is forgotten after a second.
 */
@Component
class CameraCheckLimit {

    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int MOST_ACCOUNTS = 50_000;

    private final Set<UUID> atWork = ConcurrentHashMap.newKeySet();
    private final Cache<UUID, Boolean> lately;

    CameraCheckLimit(Clock clock) {
        this.lately =
                BoundedMemory.of(MOST_ACCOUNTS, clock).expireAfterWrite(PAUSE).build();
    }

    /** A picture that is being looked at. */
    interface Turn extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * An account's picture comes in; the next one may once this is closed and a second has passed.
     *
     * @throws IngestException if it comes too soon
     */
    Turn begin(UUID account) {
        if (!atWork.add(account)) {
            throw IngestException.tooManyLooks();
        }
        if (lately.asMap().putIfAbsent(account, true) != null) {
            atWork.remove(account);
            throw IngestException.tooManyLooks();
        }
        return () -> atWork.remove(account);
    }
}
