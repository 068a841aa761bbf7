package org.invigil.server.memory;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** How such caches begin: so many keys at most, forgotten by the server's clock. */
public final class BoundedMemory {

    private BoundedMemory() {}

    public static Caffeine<Object, Object> of(int mostKeys, Clock clock) {
        return Caffeine.newBuilder()
                .maximumSize(mostKeys)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run); // what is too much goes before the caller goes on, not some time later
    }
}
