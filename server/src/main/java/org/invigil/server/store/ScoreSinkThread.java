package org.invigil.server.store;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.invigil.server.identity.ActorTransactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Gives the sink its turns, one thread, and its last ones when the server stops. */
@Component
public class ScoreSinkThread implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ScoreSinkThread.class);

    private static final int MOST_LAST_TURNS = 100;

    private final ScoreSink sink;
    private final ScheduledThreadPoolExecutor executor;
    private final Future<?> turns;

    ScoreSinkThread(
            ScoreStore store,
            ActorTransactions transactions,
            Clock clock,
            ScoreSinkProperties properties,
            MeterRegistry meters) {
        this.sink = new ScoreSink(store, clock, properties.capacity(), meters);
        this.executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("score-sink").daemon().factory());
        // Who submits waits for the last scores: this one thread may take any connection, as the submission may.
        this.turns = executor.scheduleWithFixedDelay(
                () -> transactions.withPrecedence(sink::flush),
                properties.flushMillis(),
                properties.flushMillis(),
                TimeUnit.MILLISECONDS);
    }

    public ScoreSink sink() {
        return sink;
    }

    /** Stores what is left. With the database away as well there is nothing more that could be done. */
    @Override
    public void close() {
        turns.cancel(false);
        executor.shutdown();
        boolean idle = awaitLastTurn();
        boolean empty = false;
        for (int turn = 0; idle && !empty && turn < MOST_LAST_TURNS; turn++) {
            empty = sink.flush();
        }
        if (!empty) {
            log.error("The server stops while scores are still unsaved: the database does not answer");
        }
    }

    private boolean awaitLastTurn() {
        try {
            return executor.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
