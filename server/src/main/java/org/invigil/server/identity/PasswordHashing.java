package org.invigil.server.identity;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * The threads that hash passwords, and the lines before them. Hashing is slow on purpose: it gets every core but one, so
 * that what students write does not wait behind it. A line that is full is refused at once.
 */
@Component
class PasswordHashing {

    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors() - 1L, 1, 4);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Who stands where; an earlier line goes first. */
    enum Lane {
        /** Somebody who is signed in, or whose browser is known. */
        TRUSTED(200),
        /** Everybody else: a room that opens at nine comes this way. */
        STRANGER(300),
        /** Strangers from an address with very many failures. */
        NOISY_ADDRESS(20);

        private final int places;

        Lane(int places) {
            this.places = places;
        }
    }

    private final Map<Lane, Semaphore> free = new EnumMap<>(Lane.class);
    private final AtomicLong arrivals = new AtomicLong();
    private final ThreadPoolExecutor threads;

    PasswordHashing() {
        int places = 0;
        for (Lane lane : Lane.values()) {
            free.put(lane, new Semaphore(lane.places));
            places += lane.places;
        }
        // Never holds more than there are places: nobody gets here without one.
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(places),
                Thread.ofPlatform().daemon().name("hashing-", 0).factory());
    }

    /**
     * Takes a place in a line. The work may then be prepared, such as by asking the database, before a thread is asked for.
     *
     * @throws IdentityException if the line is full
     */
    Place enter(Lane lane) {
        Semaphore places = java.util.Objects.requireNonNull(free.get(lane));
        if (!places.tryAcquire()) {
            throw IdentityException.signInBusy();
        }
        return new Place(lane, places);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /** A place in a line, for one piece of work. */
    final class Place implements AutoCloseable {

        private final Lane lane;
        private final Semaphore places;

        private Place(Lane lane, Semaphore places) {
            this.lane = lane;
            this.places = places;
        }

        /** Does the work on a thread of the pool, not before the pause is over, and waits for it. */
        <T> T work(Duration pause, Supplier<T> work) {
            CompletableFuture<T> result = new CompletableFuture<>();
            Job job = new Job(lane, arrivals.incrementAndGet(), () -> {
                if (result.isDone()) {
                    return; // nobody waits for it any more
                }
                try {
                    result.complete(work.get());
                } catch (RuntimeException | Error e) {
                    result.completeExceptionally(e);
                }
            });
            Executor executor = pause.isPositive()
                    ? CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, threads)
                    : threads;
            executor.execute(job);
            try {
                return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                result.cancel(false);
                throw IdentityException.signInBusy();
            } catch (InterruptedException e) {
                result.cancel(false);
                Thread.currentThread().interrupt();
                throw IdentityException.signInBusy();
            } catch (ExecutionException e) {
                throw new CompletionException(e.getCause());
            }
        }

        @Override
        public void close() {
            places.release();
        }
    }

    /** By line, then by arrival. */
    private record Job(Lane lane, long arrival, Runnable work) implements Runnable, Comparable<Job> {

        @Override
        public void run() {
            work.run();
        }

        @Override
        public int compareTo(Job other) {
            int byLane = lane.compareTo(other.lane);
            return byLane != 0 ? byLane : Long.compare(arrival, other.arrival);
        }
    }
}
