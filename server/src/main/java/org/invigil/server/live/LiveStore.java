package org.invigil.server.live;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the database knows of a session that this node has not watched: after a start, or from another node. */
@Component
class LiveStore {

    private static final String LOAD =
            """
            SELECT coalesce(s.cheat_score, c.cheat_score, 0) AS cheat_score, c.focus_score, c.presence,
                   c.ended_at AS last_frame_at,
                   (SELECT count(*) FROM incidents i WHERE i.session_id = s.id) AS incident_count,
                   (SELECT count(*) FROM video_metadata v WHERE v.session_id = s.id) AS clip_count
              FROM exam_sessions s
              LEFT JOIN LATERAL (SELECT cheat_score, focus_score, presence, ended_at FROM cheat_scores
                                  WHERE session_id = s.id ORDER BY batch_seq DESC LIMIT 1) c ON true
             WHERE s.id = ?
            """;

    private final ActorTransactions transactions;

    LiveStore(ActorTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * The stored state of a session.
     *
     * @param focusScore null before the first stored row; so are presence and lastFrameAt
     */
    record Stored(
            double cheatScore,
            @Nullable Double focusScore,
            @Nullable String presence,
            @Nullable Instant lastFrameAt,
            int incidentCount,
            int clipCount) {

        static final Stored NOTHING = new Stored(0, null, null, null, 0, 0);
    }

    Stored load(UUID sessionId) {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(LOAD)
                .param(sessionId)
                .query((row, number) -> {
                    OffsetDateTime lastFrameAt = row.getObject("last_frame_at", OffsetDateTime.class);
                    return new Stored(
                            row.getDouble("cheat_score"),
                            row.getObject("focus_score") == null ? null : row.getDouble("focus_score"),
                            row.getString("presence"),
                            lastFrameAt == null ? null : lastFrameAt.toInstant(),
                            row.getInt("incident_count"),
                            row.getInt("clip_count"));
                })
                .optional()
                .orElse(Stored.NOTHING));
    }
}
