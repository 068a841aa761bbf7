package org.invigil.server.identity;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** What the counts of sign-ins are kept in: so many keys at most, forgotten by the server's clock. */
final class BoundedMemory {

    private BoundedMemory() {}

    static Caffeine<Object, Object> of(int mostKeys, Clock clock) {
        return Caffeine.newBuilder()
                .maximumSize(mostKeys)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run); // what is too much goes before the caller goes on, not some time later
    }
}
