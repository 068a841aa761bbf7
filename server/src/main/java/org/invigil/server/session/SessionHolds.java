package org.invigil.server.session;

import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What whoever deletes by age leaves alone: sessions that any {@link SessionHold} names. */
@Component
public class SessionHolds {

    private final ObjectProvider<SessionHold> holds;
    private final ActorTransactions transactions;

    SessionHolds(ObjectProvider<SessionHold> holds, ActorTransactions transactions) {
        this.holds = holds;
        this.transactions = transactions;
    }

    /** The sessions that are held at this moment, for {@code <> ALL (?)}. */
    public UUID[] sessions() {
        return holds.stream()
                .flatMap(hold -> hold.heldSessions().stream())
                .distinct()
                .toArray(UUID[]::new);
    }

    /** The days (UTC) on which they began, as dates of SQL: scores are deleted by whole days. */
    public String[] days() {
        UUID[] held = sessions();
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT DISTINCT (started_at AT TIME ZONE 'UTC')::date::text FROM exam_sessions WHERE id = ANY (?)")
                .param(held)
                .query(String.class)
                .list()
                .toArray(String[]::new));
    }
}
