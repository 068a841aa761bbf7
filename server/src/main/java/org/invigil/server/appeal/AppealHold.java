package org.invigil.server.appeal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.review.DecidedSittings;
import org.invigil.server.review.DecisionHold;
import org.invigil.server.session.SessionHold;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What an appeal keeps from happening: that its evidence is deleted, and that the first decision changes under it. */
@Component
class AppealHold implements SessionHold, DecisionHold {

    private final ActorTransactions transactions;
    private final DecidedSittings sittings;
    private final Clock clock;

    AppealHold(ActorTransactions transactions, DecidedSittings sittings, Clock clock) {
        this.transactions = transactions;
        this.sittings = sittings;
        this.clock = clock;
    }

    /** Those with an appeal that is open, or that still may be sent, whether or not anything is written yet. */
    @Override
    public List<UUID> heldSessions() {
        Instant now = clock.instant();
        return transactions.run(Actor.SYSTEM, jdbc -> {
            Set<UUID> held = sittings.inTimeToAppeal(jdbc, now);
            held.removeAll(AppealRows.decidedSessions(jdbc, held));
            held.addAll(AppealRows.openSessions(jdbc, now));
            return List.copyOf(held);
        });
    }

    @Override
    public boolean isHeld(JdbcClient jdbc, UUID sessionId) {
        return AppealRows.ofSession(jdbc, sessionId)
                .filter(appeal -> !appeal.status().isWritable())
                .isPresent();
    }
}
