package org.invigil.server.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.nodes.ScheduledWork;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.store.ScoreSink;
import org.invigil.server.store.ScoreSinkThread;
import org.invigil.server.store.ScoreWrite;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Counts the sittings of which no node hears anything: an outage. Closes what a node that died has left open. One node does it for
 * all.
 */
@Component
class WatchSweep {

    private static final Logger log = LoggerFactory.getLogger(WatchSweep.class);

    private static final Duration ONCE = Duration.ofSeconds(5);
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private final ScheduledWork work;
    private final ExamSessions sessions;
    private final ActorTransactions transactions;
    private final ScoreSink sink;
    private final Clock clock;

    WatchSweep(
            ScheduledWork work,
            ExamSessions sessions,
            ActorTransactions transactions,
            ScoreSinkThread sinkThread,
            Clock clock) {
        this.work = work;
        this.sessions = sessions;
        this.transactions = transactions;
        this.sink = sinkThread.sink();
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 10_000, initialDelay = 10_000)
    void turn() {
        try {
            work.runOnce("watch-sweep", ONCE, AT_MOST, this::run);
        } catch (DataAccessException | TransactionException e) {
            log.debug("Sittings that nobody hears of are counted later: {}", e.getMessage());
        }
    }

    void run() {
        Instant now = clock.instant();
        // First, and by itself: counting makes no row young that nobody looks after.
        transactions
                .run(Actor.SYSTEM, jdbc -> WatchRows.takeOrphans(jdbc, now))
                .forEach(incident -> sink.offer(new ScoreWrite.Incidents(incident)));
        List<ExamSession> active =
                sessions.findRecent().stream().filter(ExamSession::isActive).toList();
        if (!active.isEmpty()) {
            transactions.run(Actor.SYSTEM, jdbc -> WatchRows.take(jdbc, active, null, false, now));
        }
    }
}
