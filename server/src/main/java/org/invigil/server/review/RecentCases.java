package org.invigil.server.review;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.nodes.ScheduledWork;
import org.invigil.server.problem.FaultLog;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Looks once more at the cases of sittings that have just ended. The triggers of {@code V19__review_decisions.sql} cannot see an
 * incident that another transaction writes in the moment of the submission, nor can that transaction see the case.
 */
@Component
class RecentCases {

    /** Far longer than a transaction that writes incidents. */
    private static final Duration RECENT = Duration.ofMinutes(5);

    private static final int MAX_CASES = 10_000;
    private static final Duration ONCE = Duration.ofSeconds(30);
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    private final ActorTransactions transactions;
    private final ScheduledWork work;
    private final Clock clock;
    private final FaultLog faults;

    RecentCases(ActorTransactions transactions, ScheduledWork work, Clock clock) {
        this.transactions = transactions;
        this.work = work;
        this.clock = clock;
        this.faults = new FaultLog(LoggerFactory.getLogger(RecentCases.class), clock);
    }

    /** One node's turn for all. */
    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    void turn() {
        try {
            work.runOnce("review-cases", ONCE, AT_MOST, this::run);
        } catch (DataAccessException | TransactionException e) {
            faults.warn("refresh", "Cases of review cannot be looked at again just now", e);
        }
    }

    /** Brings the newest {@value #MAX_CASES} cases of the last five minutes up to what is stored. */
    void run() {
        List<UUID> recent = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT session_id FROM review_cases WHERE over_at > ? ORDER BY over_at DESC LIMIT "
                                + MAX_CASES)
                .param(SqlTime.toSql(clock.instant().minus(RECENT)))
                .query(UUID.class)
                .list());
        if (!recent.isEmpty()) {
            transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT 1 FROM invigil_refresh_review_cases(?)")
                    .param(recent.toArray(UUID[]::new))
                    .query(Integer.class)
                    .single());
        }
    }
}
