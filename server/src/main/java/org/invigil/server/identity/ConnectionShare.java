package org.invigil.server.identity;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

/**
 * Keeps a quarter of the pool's connections for what students who sit an exam do, and for what their pages have to hear.
 * Sign-ins, lists, dashboards and the server's other work share the rest, and wait or fail when those are taken; an answer
 * finds a connection all the same.
 */
@Component
class ConnectionShare {

    private static final int LEAST_KEPT = 2;

    private final Semaphore others;
    private final int shared;
    private final Duration patience;

    /** Whether this thread does what may take any connection: work that has precedence, or work that holds one already. */
    private final ThreadLocal<@Nullable Boolean> mayTakeAny = new ThreadLocal<>();

    ConnectionShare(
            @Value("${spring.datasource.hikari.maximum-pool-size}") int poolSize,
            @Value("${spring.datasource.hikari.connection-timeout}") long timeoutMillis) {
        this.shared = Math.max(1, poolSize - Math.max(LEAST_KEPT, poolSize / 4));
        this.others = new Semaphore(shared, true);
        this.patience = Duration.ofMillis(timeoutMillis);
    }

    /** How many connections everything without precedence may hold together. */
    int shared() {
        return shared;
    }

    /** Work in which every transaction may take any connection. */
    interface Precedence<E1 extends Exception, E2 extends Exception> {
        void run() throws E1, E2;
    }

    <E1 extends Exception, E2 extends Exception> void withPrecedence(Precedence<E1, E2> work) throws E1, E2 {
        Boolean before = mayTakeAny.get();
        mayTakeAny.set(true);
        try {
            work.run();
        } finally {
            restore(before);
        }
    }

    /**
     * Runs a transaction when a connection may be taken for it. One inside another is not asked: the outer one would wait
     * for itself.
     *
     * @throws DataAccessResourceFailureException if none came free for as long as the pool itself would wait
     */
    <T extends @Nullable Object> T holdingOne(Supplier<T> transaction) {
        Boolean before = mayTakeAny.get();
        if (before != null) {
            return transaction.get();
        }
        take();
        mayTakeAny.set(true);
        try {
            return transaction.get();
        } finally {
            restore(null);
            others.release();
        }
    }

    private void take() {
        try {
            if (!others.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DataAccessResourceFailureException(
                        "All connections that are not kept for students' answers are in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataAccessResourceFailureException("The wait for a connection was broken off", e);
        }
    }

    private void restore(@Nullable Boolean before) {
        if (before == null) {
            mayTakeAny.remove();
        } else {
            mayTakeAny.set(before);
        }
    }
}
