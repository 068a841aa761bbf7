package org.invigil.server.live;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.hints.Hints;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.store.LastKnownScore;
import org.invigil.server.streams.SessionScores;
import org.invigil.server.watch.WatchRows;
import org.invigil.server.watch.Watching;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Reads what the database knows of everyone who sits an exam now. */
@Component
class StoredSessions {

    private final ExamSessions sessions;
    private final ObjectProvider<SessionScores> scores;
    private final Looks looks;
    private final Hints hints;
    private final ActorTransactions transactions;

    // Scoring calls the board and is asked here for stored scores: the provider breaks the circle of construction.
    StoredSessions(
            ExamSessions sessions,
            ObjectProvider<SessionScores> scores,
            Looks looks,
            Hints hints,
            ActorTransactions transactions) {
        this.sessions = sessions;
        this.scores = scores;
        this.looks = looks;
        this.hints = hints;
        this.transactions = transactions;
    }

    /** Every session that is not over, and those that are for ten minutes at most. */
    List<StoredSession> recent() {
        List<ExamSession> recent = sessions.findRecent();
        return recent.isEmpty() ? List.of() : of(recent);
    }

    /** What the database knows of these sessions. */
    List<StoredSession> of(List<ExamSession> recent) {
        List<UUID> ids = recent.stream().map(ExamSession::sessionId).toList();
        Map<UUID, LastKnownScore> known = new HashMap<>();
        scores.getObject().lastKnown(ids).forEach(score -> known.put(score.sessionId(), score));
        Map<UUID, Integer> clips = countClips(ids);
        Map<UUID, Integer> looked = looks.counts(ids);
        Map<UUID, List<String>> noted = transactions.run(Actor.SYSTEM, jdbc -> hints.kinds(jdbc, ids));
        Map<UUID, Watching> watched = transactions.run(Actor.SYSTEM, jdbc -> WatchRows.of(jdbc, ids));
        return recent.stream()
                .map(session -> stored(
                        session,
                        known.get(session.sessionId()),
                        clips.getOrDefault(session.sessionId(), 0),
                        looked.getOrDefault(session.sessionId(), 0),
                        noted.getOrDefault(session.sessionId(), List.of()),
                        watched.get(session.sessionId())))
                .toList();
    }

    private static StoredSession stored(
            ExamSession session,
            @Nullable LastKnownScore known,
            int clips,
            int looked,
            List<String> hints,
            @Nullable Watching watched) {
        LiveEntry entry = new LiveEntry(session, session.startedAt());
        if (known != null) {
            entry.lastKnown(known);
        }
        entry.clips(clips);
        entry.looked(looked);
        entry.hints(hints);
        entry.lastWatched(watched);
        return new StoredSession(entry.viewUnheard(), session.overSince());
    }

    private Map<UUID, Integer> countClips(List<UUID> ids) {
        Map<UUID, Integer> counts = new HashMap<>();
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT session_id, count(*) AS clips FROM video_metadata"
                        + " WHERE session_id = ANY (?) GROUP BY session_id")
                .param(ids.toArray(UUID[]::new))
                .query((row, number) -> counts.put(row.getObject("session_id", UUID.class), row.getInt("clips")))
                .list());
        return counts;
    }
}
