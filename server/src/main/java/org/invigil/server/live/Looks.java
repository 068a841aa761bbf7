package org.invigil.server.live;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.springframework.stereotype.Component;

/** Who has looked at a session, and at how many of its incidents. */
@Component
class Looks {

    private final ActorTransactions transactions;
    private final Clock clock;

    Looks(ActorTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Keeps that the actor has looked at so many incidents of the session; fewer than before change nothing.
     *
     * @throws org.springframework.dao.DataAccessException if the session is not the actor's to see
     */
    void keep(Actor actor, UUID sessionId, int incidents) {
        transactions.run(actor, jdbc -> jdbc.sql(
                        "INSERT INTO looks (session_id, looked_by, incident_count, looked_until) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (session_id, looked_by) DO UPDATE"
                                + " SET incident_count = greatest(looks.incident_count, excluded.incident_count),"
                                + " looked_until = excluded.looked_until")
                .params(sessionId, actor.person(), incidents, SqlTime.toSql(clock.instant()))
                .update());
    }

    /** How many incidents of each of these sessions somebody has looked at; those that nobody has are missing. */
    Map<UUID, Integer> counts(Collection<UUID> sessionIds) {
        Map<UUID, Integer> counts = new HashMap<>();
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT session_id, max(incident_count) AS looked FROM looks"
                        + " WHERE session_id = ANY (?) GROUP BY session_id")
                .param(sessionIds.toArray(UUID[]::new))
                .query((row, number) -> counts.put(row.getObject("session_id", UUID.class), row.getInt("looked")))
                .list());
        return counts;
    }
}
