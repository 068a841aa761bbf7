package org.invigil.server.database;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the embedded PostgreSQL again when it has ended by itself: its disk was full, memory ran out, somebody killed it.
 * Tries again and again with growing pauses, and says once that it is down and once that it is back.
 */
final class PostgresWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PostgresWatch.class);

    private static final long LOOK_MILLIS = 500;
    private static final int MOST_SKIPPED_LOOKS = 20;

    private final Database database;
    private final ScheduledThreadPoolExecutor executor;
    private volatile boolean closed;
    private int failures;
    private int looksToSkip;
    private @Nullable Future<?> looks;

    /** What is watched. */
    interface Database {

        boolean isUp();

        /**
         * Starts it.
         *
         * @throws StartException if it does not start
         */
        void startAgain();
    }

    PostgresWatch(Database database) {
        this.database = database;
        this.executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("postgres-watch").daemon().factory());
    }

    synchronized void start() {
        looks = executor.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** One look: starts what is down, unless the last tries failed and their pause is not over. */
    synchronized void look() {
        if (closed || database.isUp()) {
            return;
        }
        if (looksToSkip > 0) {
            looksToSkip--;
            return;
        }
        if (failures == 0) {
            log.error("The embedded PostgreSQL has ended by itself and is started again; its own log tells why");
        }
        try {
            database.startAgain();
            log.info("The embedded PostgreSQL runs again after {} failed tries", failures);
            failures = 0;
        } catch (RuntimeException e) {
            if (failures++ == 0) {
                log.error("The embedded PostgreSQL does not start, which is tried again and again: {}", e.getMessage());
            }
            looksToSkip = Math.min(MOST_SKIPPED_LOOKS, 1 << Math.min(failures, 10));
        }
    }

    /** Looks no more; waits for a start that is under way. */
    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            if (looks != null) {
                looks.cancel(false);
            }
        }
        executor.shutdown();
    }
}
