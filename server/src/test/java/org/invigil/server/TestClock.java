package org.invigil.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The real time plus what a test has added, or, {@linkplain #stop() stopped}, only what a test adds. */
public final class TestClock extends Clock {

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private volatile @Nullable Instant held;

    public void advance(Duration by) {
        ahead.updateAndGet(by::plus);
    }

    /** Stops the real time, so that a step of the test may take as long as it wants; {@link #goOn()} starts it again. */
    public void stop() {
        held = Instant.now();
    }

    public void goOn() {
        held = null;
    }

    @Override
    public Instant instant() {
        Instant real = held;
        return (real == null ? Instant.now() : real).plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("The server thinks in UTC only");
    }
}
