package org.invigil.server.identity;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.invigil.server.memory.BoundedMemory;

/**
 * Failed tries for each of a bounded number of keys. The first few are free; each later one closes the key for twice as
 * long as the one before. A try counts from its beginning, so that many at once are no way around. Callers hold a lock.
 */
final class FailureCounts<K> {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration MEMORY = Duration.ofMinutes(15); // longer than the longest pause
    private static final Duration UNTIL_DECIDED = Duration.ofSeconds(1);
    private static final Counted NONE = new Counted(0, 0, Instant.EPOCH);

    private final Cache<K, Counted> counts;
    private final Clock clock;

    FailureCounts(int mostKeys, Clock clock) {
        this.clock = clock;
        this.counts = BoundedMemory.of(mostKeys, clock).expireAfterWrite(MEMORY).build();
    }

    /**
     * What is known of a key.
     *
     * @param atWork tries that are not decided yet
     */
    private record Counted(int failures, int atWork, Instant closedUntil) {}

    /** How long to wait before the next try; zero if it may begin now. */
    Duration closedFor(K key, int free) {
        Counted known = known(key);
        if (known.failures() + known.atWork() < free) {
            return Duration.ZERO;
        }
        if (known.atWork() > 0) {
            return UNTIL_DECIDED;
        }
        Duration left = Duration.between(clock.instant(), known.closedUntil());
        return left.isPositive() ? left : Duration.ZERO;
    }

    /** Whether nobody has tried this key of late. */
    boolean isFresh(K key) {
        Counted known = known(key);
        return known.failures() + known.atWork() == 0;
    }

    void begin(K key) {
        Counted known = known(key);
        counts.put(key, new Counted(known.failures(), known.atWork() + 1, known.closedUntil()));
    }

    /** The try was not decided: nothing is counted. */
    void giveBack(K key) {
        Counted known = known(key);
        put(key, known.failures(), known.atWork() - 1, known.closedUntil());
    }

    void failed(K key, int free) {
        Counted known = known(key);
        int failures = known.failures() + 1;
        Instant closedUntil =
                failures < free ? known.closedUntil() : clock.instant().plus(pause(failures - free));
        put(key, failures, known.atWork() - 1, closedUntil);
    }

    /** Forgets the failures of a key that has been proved. */
    void succeeded(K key) {
        put(key, 0, known(key).atWork() - 1, Instant.EPOCH);
    }

    private void put(K key, int failures, int atWork, Instant closedUntil) {
        if (failures == 0 && atWork <= 0) {
            counts.invalidate(key);
        } else {
            counts.put(key, new Counted(failures, Math.max(0, atWork), closedUntil));
        }
    }

    private Counted known(K key) {
        Counted known = counts.getIfPresent(key);
        return known == null ? NONE : known;
    }

    private static Duration pause(int doublings) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(doublings, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
