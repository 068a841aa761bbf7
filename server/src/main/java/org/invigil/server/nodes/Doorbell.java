package org.invigil.server.nodes;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done when somebody rings, and at least every so often in case a ring was missed. It runs on a thread of
 * its own, one turn at a time; many rings during a turn are one more turn. A turn that fails is tried again.
 */
public final class Doorbell implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Doorbell.class);

    private final String name;
    private final Runnable work;
    private final BlockingQueue<Boolean> rings = new ArrayBlockingQueue<>(1);
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Begins with a first turn at once.
     *
     * @param name of the thread, and in the log
     * @param atLeastEvery the longest pause between two turns
     */
    public Doorbell(String name, Duration atLeastEvery, Runnable work) {
        this.name = name;
        this.work = work;
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> serve(atLeastEvery.toMillis()));
        rings.add(true);
        thread.start();
    }

    /** Asks for a turn. Never blocks. */
    public void ring() {
        rings.offer(true);
    }

    private void serve(long pauseMillis) {
        boolean failing = false;
        while (!closed) {
            try {
                rings.poll(pauseMillis, TimeUnit.MILLISECONDS);
                if (closed) {
                    return;
                }
                work.run();
                if (failing) {
                    log.info("{} works again", name);
                }
                failing = false;
            } catch (InterruptedException e) {
                return; // only close() interrupts
            } catch (RuntimeException e) {
                if (!failing && !closed) { // said once, not with every turn
                    log.warn("{} fails and is tried again: {}", name, String.valueOf(e.getMessage()));
                }
                failing = true;
            }
        }
    }

    /** Lets the turn in hand end and makes no further one. */
    @Override
    public void close() {
        closed = true;
        rings.offer(true);
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
