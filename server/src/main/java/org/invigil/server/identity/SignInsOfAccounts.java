package org.invigil.server.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import org.invigil.server.memory.BoundedMemory;

/**
 * How often accounts come in. A right password costs a hash like a wrong one, and clears what was counted against it: so
 * it is counted by itself, whichever browser it comes from. Nobody is refused for coming in often. Only who has proved
 * the account leaves anything here, so that nobody can hold it up for its owner. Callers hold a lock.
 */
final class SignInsOfAccounts {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration UNTIL_DECIDED = Duration.ofSeconds(1);
    private static final int MANY = 10;
    private static final int MOST_AT_WORK = 2;
    private static final int MOST_ACCOUNTS = 50_000;
    private static final Counted NONE = new Counted(0, 0);

    private final Cache<String, Counted> accounts;

    SignInsOfAccounts(Clock clock) {
        this.accounts = BoundedMemory.of(MOST_ACCOUNTS, clock)
                .expireAfter(Expiry.<String, Counted>creating((username, counted) -> MINUTE))
                .build();
    }

    /**
     * What is known of an account within a minute.
     *
     * @param atWork tries of its known browsers that are not decided yet
     */
    private record Counted(int successes, int atWork) {}

    /** How long its known browsers wait until one of their tries is decided; zero if another may begin now. */
    Duration closedFor(String username) {
        return of(username).atWork() < MOST_AT_WORK ? Duration.ZERO : UNTIL_DECIDED;
    }

    /** Whether it has come in so often that others go first. */
    boolean areMany(String username) {
        return of(username).successes() >= MANY;
    }

    /** A known browser of it begins a try, which ends with {@link #leave}. */
    void begin(String username) {
        Counted counted = of(username);
        accounts.put(username, new Counted(counted.successes(), counted.atWork() + 1));
    }

    void leave(String username) {
        Counted counted = of(username);
        if (counted.successes() == 0 && counted.atWork() <= 1) {
            accounts.invalidate(username);
        } else {
            accounts.put(username, new Counted(counted.successes(), Math.max(0, counted.atWork() - 1)));
        }
    }

    void succeeded(String username) {
        Counted counted = of(username);
        accounts.put(username, new Counted(counted.successes() + 1, counted.atWork()));
    }

    private Counted of(String username) {
        Counted counted = accounts.getIfPresent(username);
        return counted == null ? NONE : counted;
    }
}
