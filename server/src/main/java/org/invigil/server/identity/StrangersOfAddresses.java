package org.invigil.server.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.invigil.server.memory.BoundedMemory;

/**
 * How many strangers an address has at work, and, where very many of its tries have failed, when the next may pass. Names
 * that nobody has tried there pass several a second, tried ones one a second, apart from each other. Who would have to
 * wait too long is refused but keeps the turn: whoever comes again at that time passes, however many came since. Callers
 * hold a lock.
 */
final class StrangersOfAddresses {

    private static final int NOISY = 300;
    private static final int MOST_AT_WORK = 400; // of the strangers' 600 places: one address never has all
    private static final int MOST_AT_WORK_IF_NOISY = 100; // of 300: a full wait of both kinds of names
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration FRESH_STEP = Duration.ofMillis(200);
    private static final Duration TRIED_STEP = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final Duration LONGEST_KEPT = Duration.ofMinutes(5);
    private static final Duration KEPT_AFTER_ITS_TIME = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 50_000;
    private static final int MOST_TURNS = 100_000;
    private static final Address NONE = new Address(0, 0, Instant.EPOCH, Instant.EPOCH);

    private final Clock clock;
    private final Cache<String, Address> addresses;
    private final Cache<Key, Instant> turns;

    StrangersOfAddresses(Clock clock) {
        this.clock = clock;
        this.addresses = BoundedMemory.of(MOST_ADDRESSES, clock)
                .expireAfter(Expiry.<String, Address>creating((address, value) -> WINDOW))
                .build();
        this.turns = BoundedMemory.of(MOST_TURNS, clock)
                .expireAfter(
                        Expiry.<Key, Instant>creating((key, turn) -> until(turn).plus(KEPT_AFTER_ITS_TIME)))
                .build();
    }

    private record Key(String username, String address) {}

    /**
     * What is known of an address within some minutes.
     *
     * @param atWork tries that are not decided yet
     * @param nextFresh when the next name may pass that nobody has tried
     * @param nextTried when the next of the others may
     */
    private record Address(int failures, int atWork, Instant nextFresh, Instant nextTried) {

        Address count(int moreFailures, int moreAtWork) {
            return new Address(failures + moreFailures, Math.max(0, atWork + moreAtWork), nextFresh, nextTried);
        }

        Address turnAt(Instant turn, boolean fresh) {
            return fresh
                    ? new Address(failures, atWork, turn.plus(FRESH_STEP), nextTried)
                    : new Address(failures, atWork, nextFresh, turn.plus(TRIED_STEP));
        }
    }

    boolean isNoisy(String address) {
        return of(address).failures() >= NOISY;
    }

    /**
     * A try begins, which ends with {@link #leave}.
     *
     * @param fresh whether nobody has tried this name at this address of late
     * @return how long its password is not to be looked at yet
     * @throws IdentityException if it has to come again
     */
    Duration arrive(String username, String address, boolean fresh) {
        boolean noisy = isNoisy(address);
        if (of(address).atWork() >= (noisy ? MOST_AT_WORK_IF_NOISY : MOST_AT_WORK)) {
            throw IdentityException.signInBusy();
        }
        Duration pause = noisy ? pause(new Key(username, address), fresh) : Duration.ZERO;
        addresses.put(address, of(address).count(0, 1));
        return pause;
    }

    private Duration pause(Key key, boolean fresh) {
        Instant turn = turns.getIfPresent(key);
        if (turn == null) {
            Address place = of(key.address());
            Instant next = fresh ? place.nextFresh() : place.nextTried();
            turn = next.isAfter(clock.instant()) ? next : clock.instant();
            if (until(turn).compareTo(LONGEST_KEPT) > 0) {
                throw IdentityException.tooManyAttempts(LONGEST_WAIT); // too many keep turns: this one does not
            }
            addresses.put(key.address(), place.turnAt(turn, fresh));
            turns.put(key, turn);
        }
        Duration pause = until(turn);
        if (pause.compareTo(LONGEST_WAIT) > 0) {
            throw IdentityException.tooManyAttempts(pause);
        }
        turns.invalidate(key);
        return pause;
    }

    void leave(String address, boolean failed) {
        addresses.put(address, of(address).count(failed ? 1 : 0, -1));
    }

    private Duration until(Instant turn) {
        Duration left = Duration.between(clock.instant(), turn);
        return left.isPositive() ? left : Duration.ZERO;
    }

    private Address of(String address) {
        Address known = addresses.getIfPresent(address);
        return known == null ? NONE : known;
    }
}
