package org.invigil.server.session;

import java.time.Instant;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.springframework.stereotype.Service;

/** Deletes whole sessions that are too old, with their answers, scores and incidents. */
@Service
public class SessionRetention {

    private static final int MOST_A_TURN = 200;

    private final ActorTransactions transactions;
    private final SessionHolds holds;

    SessionRetention(ActorTransactions transactions, SessionHolds holds) {
        this.transactions = transactions;
        this.holds = holds;
    }

    /**
     * Deletes sessions that were submitted or ended before this moment. One that still has clips stays: a row of a clip must
     * not go before its object. So does one that is held.
     *
     * @return how many
     */
    public int deleteOverBefore(Instant moment) {
        UUID[] held = holds.sessions();
        int deleted = 0;
        int turn;
        do {
            turn = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("""
                            DELETE FROM exam_sessions WHERE id IN (
                                SELECT s.id FROM exam_sessions s
                                WHERE s.status IN ('submitted', 'ended') AND s.status_since < ? AND s.id <> ALL (?)
                                  AND NOT EXISTS (SELECT 1 FROM video_metadata v WHERE v.session_id = s.id)
                                ORDER BY s.status_since LIMIT ?)""")
                    .params(SqlTime.toSql(moment), held, MOST_A_TURN)
                    .update());
            deleted += turn;
        } while (turn == MOST_A_TURN);
        return deleted;
    }
}
