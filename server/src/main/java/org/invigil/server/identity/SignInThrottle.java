package org.invigil.server.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing. Failures are counted for a username from one address, for a username from anywhere, and for an
 * address; a whole school may sit behind one address, so that limit is wide. The oldest entries are forgotten first.
 */
@Component
class SignInThrottle {

    private static final int MAX_ENTRIES = 50_000;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int LIMIT_NAME_AND_ADDRESS = 5;
    private static final int LIMIT_NAME = 50;
    private static final int LIMIT_ADDRESS = 300;

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    SignInThrottle(Clock clock) {
        this.clock = clock;
    }

    /**
     * Refuses a sign-in that comes too soon.
     *
     * @throws IdentityException if this name or address has failed too often lately
     */
    synchronized void check(String username, String address) {
        refuse(nameAndAddress(username, address), LIMIT_NAME_AND_ADDRESS);
        refuse(name(username), LIMIT_NAME);
        refuse(address(address), LIMIT_ADDRESS);
    }

    synchronized void failed(String username, String address) {
        count(nameAndAddress(username, address));
        count(name(username));
        count(address(address));
    }

    /** A right password clears the name at this address; the wider counts stay, they are about guessing. */
    synchronized void succeeded(String username, String address) {
        failures.remove(nameAndAddress(username, address));
    }

    private void refuse(String key, int limit) {
        Failures known = current(key);
        if (known != null && known.count() >= limit) {
            long wait = Duration.between(clock.instant(), known.since().plus(WINDOW))
                    .toSeconds();
            throw IdentityException.tooManyAttempts(Math.max(1, wait));
        }
    }

    private void count(String key) {
        Failures known = current(key);
        failures.put(
                key, known == null ? new Failures(1, clock.instant()) : new Failures(known.count() + 1, known.since()));
    }

    private @Nullable Failures current(String key) {
        Failures known = failures.get(key);
        if (known != null && known.since().plus(WINDOW).isBefore(clock.instant())) {
            failures.remove(key);
            return null;
        }
        return known;
    }

    private static String nameAndAddress(String username, String address) {
        return "both " + username + " " + address;
    }

    private static String name(String username) {
        return "name " + username;
    }

    private static String address(String address) {
        return "address " + address;
    }

    private record Failures(int count, Instant since) {}
}
