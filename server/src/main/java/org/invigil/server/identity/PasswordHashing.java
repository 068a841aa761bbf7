package org.invigil.server.identity;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The threads that hash passwords, and the lines before them. Hashing is slow on purpose: it gets every core but one, so
 * that what students write does not wait behind it. A line that is full is refused at once. An earlier line goes first, but
 * every so many turns a later one does, so that none starves.
 */
@Component
class PasswordHashing {

    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors() - 1L, 1, 4);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Who stands where; an earlier line goes first, except in the turns that belong to a later one. */
    enum Lane {
        /** Somebody who is signed in, or whose browser is known. */
        TRUSTED(200, 1),
        /** Everybody else: a room that opens at nine comes this way. */
        STRANGER(600, 4),
        /** Strangers from an address with very many failures. */
        NOISY_ADDRESS(300, 8),
        /** Whoever has come in very often within a minute, known or not. */
        REPEATED(20, 16);

        private final int places;
        private final int everyTurns;

        Lane(int places, int everyTurns) {
            this.places = places;
            this.everyTurns = everyTurns;
        }
    }

    private final Map<Lane, Semaphore> free = new EnumMap<>(Lane.class);
    private final Map<Lane, Queue<Runnable>> waiting = new EnumMap<>(Lane.class);
    private final ThreadPoolExecutor threads;
    private long turns; // guarded by waiting

    @Autowired
    PasswordHashing() {
        this(THREADS);
    }

    PasswordHashing(int size) {
        for (Lane lane : Lane.values()) {
            free.put(lane, new Semaphore(lane.places));
            waiting.put(lane, new ArrayDeque<>());
        }
        // One loop for each thread, and nothing else ever: what waits for them stands in the lines.
        this.threads = new ThreadPoolExecutor(
                size,
                size,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                Thread.ofPlatform().daemon().name("hashing-", 0).factory());
        for (int i = 0; i < size; i++) {
            threads.execute(this::serve);
        }
    }

    /**
     * Takes a place in a line. The work may then be prepared, such as by asking the database, before a thread is asked for.
     *
     * @throws IdentityException if the line is full
     */
    Place enter(Lane lane) {
        Semaphore places = Objects.requireNonNull(free.get(lane));
        if (!places.tryAcquire()) {
            throw IdentityException.signInBusy();
        }
        return new Place(lane, places);
    }

    private void serve() {
        try {
            while (true) {
                next().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        }
    }

    private Runnable next() throws InterruptedException {
        synchronized (waiting) {
            while (waiting() == 0) {
                waiting.wait();
            }
            turns++;
            Lane[] lanes = Lane.values();
            for (int i = lanes.length - 1; i >= 0; i--) {
                if (turns % lanes[i].everyTurns == 0 && !line(lanes[i]).isEmpty()) {
                    return line(lanes[i]).remove();
                }
            }
            int first = 0;
            while (line(lanes[first]).isEmpty()) {
                first++;
            }
            return line(lanes[first]).remove();
        }
    }

    private void arrive(Lane lane, Runnable work) {
        synchronized (waiting) {
            line(lane).add(work);
            waiting.notifyAll();
        }
    }

    private void leave(Lane lane, Runnable work) {
        synchronized (waiting) {
            line(lane).remove(work);
        }
    }

    /** How many stand in line, those not counted that are served. */
    int waiting() {
        synchronized (waiting) {
            return waiting.values().stream().mapToInt(Queue::size).sum();
        }
    }

    private Queue<Runnable> line(Lane lane) {
        return Objects.requireNonNull(waiting.get(lane));
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
            Runnable job = () -> {
                if (result.isDone()) {
                    return; // nobody waits for it any more
                }
                try {
                    result.complete(work.get());
                } catch (RuntimeException | Error e) {
                    result.completeExceptionally(e);
                }
            };
            if (pause.isPositive()) {
                CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                        .execute(() -> arrive(lane, job));
            } else {
                arrive(lane, job);
            }
            try {
                return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                result.cancel(false);
                leave(lane, job);
                throw IdentityException.signInBusy();
            } catch (InterruptedException e) {
                result.cancel(false);
                leave(lane, job);
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
}
