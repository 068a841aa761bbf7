package org.invigil.server.evidence;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.SessionHolds;
import org.springframework.stereotype.Service;

/**
 * Deletes old clips: first the object, then its row. Cut off in between, the row is still there and the next run tries
 * again, as deleting an object that is gone is fine. The other way round an object could stay for ever, known to nobody.
 */
@Service
public class ClipRetention {

    private static final int MOST_A_TURN = 200;

    private final ClipStore store;
    private final ActorTransactions transactions;
    private final SessionHolds holds;

    ClipRetention(ClipStore store, ActorTransactions transactions, SessionHolds holds) {
        this.store = store;
        this.transactions = transactions;
        this.holds = holds;
    }

    private record OldClip(UUID id, String storagePath) {}

    /**
     * Deletes the oldest clips that were uploaded before, at most {@value #MOST_A_TURN}; none of a session that is held.
     *
     * @return how many; 0 if none is left
     * @throws IOException if the store is away
     */
    public int deleteSome(Instant uploadedBefore) throws IOException {
        UUID[] held = holds.sessions();
        List<OldClip> old = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT id, storage_path FROM video_metadata"
                                + " WHERE uploaded_at < ? AND session_id <> ALL (?) ORDER BY uploaded_at LIMIT ?")
                .params(SqlTime.toSql(uploadedBefore), held, MOST_A_TURN)
                .query((row, number) -> new OldClip(row.getObject("id", UUID.class), row.getString("storage_path")))
                .list());
        for (OldClip clip : old) {
            store.delete(clip.storagePath());
        }
        UUID[] ids = old.stream().map(OldClip::id).toArray(UUID[]::new);
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("DELETE FROM video_metadata WHERE id = ANY (?)")
                .param(ids)
                .update());
        return old.size();
    }
}
