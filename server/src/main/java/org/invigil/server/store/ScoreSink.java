package org.invigil.server.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;

/**
 * Collects what is to be stored of all students and writes it in one transaction a turn. While the database is away it
 * keeps what it has and tries again with growing pauses; a write that the database refuses for good is singled out by
 * halving, so that it costs the others nothing but a few turns. Of unfinished rows it keeps the newest of each session.
 * Offering never blocks.
 */
public final class ScoreSink {

    private static final Logger log = LoggerFactory.getLogger(ScoreSink.class);

    private static final int MOST_WRITES_A_TURN = 2_000;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 4_000;

    private final ScoreStore store;
    private final Clock clock;
    private final BlockingQueue<ScoreWrite> queue;
    /** Apart from the queue, so that a long wait for the database fills that with finished rows only. */
    private final Map<UUID, ScoreWrite.Unfinished> unfinished = new ConcurrentHashMap<>();

    private final Deque<List<ScoreWrite>> inHand = new ArrayDeque<>();
    private final Counter saved;
    private final Counter dropped;
    private final Counter refused;
    private final Counter transactions;
    private int failures;
    private Instant notBefore = Instant.MIN;
    private volatile boolean overflowing;

    ScoreSink(ScoreStore store, Clock clock, int capacity, MeterRegistry meters) {
        this.store = store;
        this.clock = clock;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.saved = counter(meters, "saved", "score rows stored");
        this.dropped = counter(meters, "dropped", "writes dropped because the sink was full");
        this.refused = counter(meters, "refused", "writes the database refused for good");
        this.transactions = counter(meters, "transactions", "transactions for scores and incidents");
        Gauge.builder("invigil.scoring.sink.waiting", queue, BlockingQueue::size)
                .register(meters);
    }

    /**
     * Hands over something to write.
     *
     * @return false if the sink is full: it is dropped and counted
     */
    public boolean offer(ScoreWrite write) {
        if (write instanceof ScoreWrite.Unfinished newest) {
            unfinished.put(newest.row().sessionId(), newest);
            return true;
        }
        if (write instanceof ScoreWrite.Scores finished) {
            unfinished.remove(finished.row().sessionId());
        }
        if (queue.offer(write)) {
            return true;
        }
        dropped.increment();
        if (!overflowing) {
            overflowing = true;
            log.error("The database has been away for so long that scores are lost from now on");
        }
        return false;
    }

    /**
     * One turn: at most one transaction.
     *
     * @return true if nothing is left to write
     */
    public synchronized boolean flush() {
        Instant now = clock.instant();
        // A pause that is longer than the longest was made by a clock that was set back: it is over.
        if (now.isBefore(notBefore) && !now.plusMillis(LONGEST_PAUSE_MILLIS).isBefore(notBefore)) {
            return false;
        }
        if (inHand.isEmpty()) {
            List<ScoreWrite> next = new ArrayList<>();
            queue.drainTo(next, MOST_WRITES_A_TURN);
            unfinished.forEach((sessionId, newest) -> {
                if (unfinished.remove(sessionId, newest)) {
                    next.add(newest);
                }
            });
            if (next.isEmpty()) {
                return true;
            }
            inHand.add(next);
        }
        List<ScoreWrite> writes = inHand.removeFirst();
        try {
            save(writes);
            recovered();
        } catch (DataIntegrityViolationException | InvalidDataAccessResourceUsageException e) {
            singleOut(writes, e);
        } catch (RuntimeException e) {
            inHand.addFirst(writes);
            retryLater(e);
        }
        return inHand.isEmpty() && queue.isEmpty() && unfinished.isEmpty();
    }

    private void save(List<ScoreWrite> writes) {
        List<ScoreRow> rows = new ArrayList<>();
        List<ScoreRow> begun = new ArrayList<>();
        List<IncidentRow> incidents = new ArrayList<>();
        List<ParkRow> parks = new ArrayList<>();
        List<ScoreWrite.Settle> settles = new ArrayList<>();
        for (ScoreWrite write : writes) {
            switch (write) {
                case ScoreWrite.Scores scores -> rows.add(scores.row());
                case ScoreWrite.Unfinished row -> begun.add(row.row());
                case ScoreWrite.Incidents incident -> incidents.add(incident.row());
                case ScoreWrite.Park park -> parks.add(park.row());
                case ScoreWrite.Settle settle -> settles.add(settle);
            }
        }
        transactions.increment();
        ScoreStore.Saved result = store.save(
                rows,
                begun,
                incidents,
                parks,
                settles.stream().map(ScoreWrite.Settle::session).toList());
        saved.increment(result.insertedRows());
        Map<UUID, Double> scores = result.finalScores();
        settles.forEach(settle -> settle.finalScore()
                .complete(Objects.requireNonNull(scores.get(settle.session().sessionId()))));
    }

    private void singleOut(List<ScoreWrite> writes, RuntimeException e) {
        if (writes.size() > 1) {
            int half = writes.size() / 2;
            inHand.addFirst(List.copyOf(writes.subList(half, writes.size())));
            inHand.addFirst(List.copyOf(writes.subList(0, half)));
            return;
        }
        refused.increment();
        if (writes.getFirst() instanceof ScoreWrite.Settle settle) {
            settle.finalScore().completeExceptionally(e);
        }
        log.error("The database refuses a score for good: {}", String.valueOf(e.getMessage()));
    }

    private void retryLater(RuntimeException e) {
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10));
        notBefore = clock.instant().plusMillis(pause);
        if (failures++ == 0) {
            log.warn("Scores cannot be stored just now and are kept: {}", String.valueOf(e.getMessage()));
        }
    }

    private void recovered() {
        if (failures > 0) {
            log.info("Scores are stored again after {} failed tries; {} were dropped so far", failures, (long)
                    dropped.count());
        }
        failures = 0;
        overflowing = false;
        notBefore = Instant.MIN;
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder("invigil.scoring.sink." + name)
                .description(description)
                .register(meters);
    }
}
