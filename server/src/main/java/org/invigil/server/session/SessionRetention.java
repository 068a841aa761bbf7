package org.invigil.server.session;

import java.time.Instant;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.springframework.stereotype.Service;

/** Deletes whole sessions that are too old, with their answers, scores and incidents. */
@Service
public class SessionRetention {

    private static final int MOST_A_TURN = 200;

    private final ActorTransactions transactions;

    SessionRetention(ActorTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Deletes sessions that were submitted or ended before this moment. One that still has clips stays: a row of a clip must
     * not go before its object.
     *
     * @return how many
     */
    public int deleteOverBefore(Instant moment) {
        int deleted = 0;
        int turn;
        do {
            turn = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("""
                            DELETE FROM exam_sessions WHERE id IN (
                                SELECT s.id FROM exam_sessions s
                                WHERE s.status IN ('submitted', 'ended') AND s.status_since < ?
                                  AND NOT EXISTS (SELECT 1 FROM video_metadata v WHERE v.session_id = s.id)
                                ORDER BY s.status_since LIMIT ?)""")
                    .params(SqlTime.toSql(moment), MOST_A_TURN)
                    .update());
            deleted += turn;
        } while (turn == MOST_A_TURN);
        return deleted;
    }
}
