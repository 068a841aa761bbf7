package org.invigil.server.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.invigil.server.nodes.ScheduledWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Submits sessions whose time and grace are over, when the student's page did not. */
@Component
class DeadlineSweep {

    private static final Logger log = LoggerFactory.getLogger(DeadlineSweep.class);
    private static final int MAX_SESSIONS = 200;
    /** Each holds one connection of the pool while it waits. */
    private static final int AT_ONCE = 4;

    private static final Duration ONCE = Duration.ofSeconds(1);
    /** A sweep that takes longer may be joined by another node's: each session is locked by itself as well. */
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    private final ScheduledWork work;
    private final Submission submission;
    private final SittingSettings settings;
    private final Clock clock;
    private final AtomicBoolean databaseAway = new AtomicBoolean();

    DeadlineSweep(ScheduledWork work, Submission submission, SittingSettings settings, Clock clock) {
        this.work = work;
        this.submission = submission;
        this.settings = settings;
        this.clock = clock;
    }

    /** One node's turn for all. */
    @Scheduled(fixedDelayString = "${invigil.deadline-sweep.interval:PT2S}")
    void turn() {
        try {
            work.runOnce("deadline-sweep", ONCE, AT_MOST, this::run);
        } catch (DataAccessException | TransactionException e) {
            sayThatTheDatabaseIsAway(e);
        }
    }

    /** Submits what is due, at most {@value #MAX_SESSIONS} sessions. One that fails does not hold up the others. */
    synchronized void run() {
        Instant dueSince = clock.instant().minus(settings.grace());
        Set<UUID> failed = ConcurrentHashMap.newKeySet();
        // Settling waits for the sink's next turn, and a whole room is due at once: several wait together.
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            workers.add(Thread.ofVirtual().name("deadline-sweep").start(() -> submitOverdue(dueSince, failed)));
        }
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the server stops; what is left is due after the next start
                return;
            }
        }
    }

    private void submitOverdue(Instant dueSince, Set<UUID> failed) {
        for (int i = 0; i < MAX_SESSIONS / AT_ONCE; i++) {
            UUID[] tried = new UUID[1];
            try {
                Optional<UUID> submitted = submission.submitNextOverdue(dueSince, failed, id -> tried[0] = id);
                databaseAway.set(false);
                if (submitted.isEmpty()) {
                    return;
                }
                log.info("Session {} was submitted because its time is over", submitted.get());
            } catch (RuntimeException e) {
                if (tried[0] == null) {
                    sayThatTheDatabaseIsAway(e);
                    return;
                }
                log.error("Session {} is overdue and cannot be submitted; the next sweep tries again", tried[0], e);
                failed.add(tried[0]);
            }
        }
    }

    private void sayThatTheDatabaseIsAway(RuntimeException e) {
        if (!databaseAway.getAndSet(true)) { // said once, not every two seconds
            log.warn("Overdue sessions cannot be looked up: {}", e.getMessage());
        }
    }
}
