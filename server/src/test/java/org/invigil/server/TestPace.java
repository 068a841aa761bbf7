package org.invigil.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A beat that somebody keeps to, such as a camera to its rate: nobody goes faster, and who was late does not catch up. */
public final class TestPace implements AutoCloseable {

    private final ScheduledExecutorService ticking;
    private final Semaphore due = new Semaphore(0);

    /** Begins with a beat at once. */
    public TestPace(Duration beat) {
        ticking = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("pace").daemon().factory());
        ticking.scheduleWithFixedDelay(due::release, 0, beat.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits for the next beat, or takes one that has passed since the last call. */
    public void awaitBeat() {
        due.acquireUninterruptibly();
        due.drainPermits();
    }

    @Override
    public void close() {
        ticking.shutdownNow();
    }
}
