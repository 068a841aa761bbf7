package org.invigil.server.identity;

import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.stereotype.Service;

/** Which sign-ins still hold. For connections that were opened by one and would outlive it. */
@Service
public class SignIns {

    private final ActorTransactions transactions;
    private final Clock clock;

    SignIns(ActorTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
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
