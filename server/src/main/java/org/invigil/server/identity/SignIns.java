package org.invigil.server.identity;

import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.invigil.server.problem.FaultLog;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/** Which sign-ins still hold. For connections that were opened by one and would outlive it. */
@Service
public class SignIns {

    private final ActorTransactions transactions;
    private final JdbcIndexedSessionRepository repository;
    private final FaultLog faults;
    private final Clock clock;

    SignIns(ActorTransactions transactions, JdbcIndexedSessionRepository repository, Clock clock) {
        this.transactions = transactions;
        this.repository = repository;
        this.faults = new FaultLog(LoggerFactory.getLogger(SignIns.class), clock);
        this.clock = clock;
    }

    /** Deletes what has expired. Spring Session's own schedule would log a whole stack a minute without a database. */
    @Scheduled(fixedDelay = 60_000, initialDelay = 60_000)
    void cleanUp() {
        try {
            repository.cleanUpExpiredSessions();
        } catch (DataAccessException | TransactionException e) {
            faults.warn("clean-up", "Expired sign-ins cannot be deleted just now", e);
        }
    }

    /**
     * Those of these sign-ins that have ended, on whichever node: by signing out, by a new password, by disabling the
     * account, or by time.
     *
     * @throws org.springframework.dao.DataAccessException if the database is away
     */
    public Set<String> ended(Collection<String> ids) {
        Set<String> ended = new HashSet<>(ids);
        if (!ended.isEmpty()) {
            transactions
                    .run(Actor.SYSTEM, jdbc -> jdbc.sql(
                                    "SELECT session_id FROM spring_session WHERE session_id IN (:ids) AND expiry_time > :now")
                            .param("ids", ended)
                            .param("now", clock.millis())
                            .query(String.class)
                            .list())
                    .forEach(ended::remove);
        }
        return ended;
    }
}
