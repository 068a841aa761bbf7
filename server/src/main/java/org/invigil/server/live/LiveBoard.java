package org.invigil.server.live;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.invigil.server.evidence.ClipStored;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.scoring.LastKnownScore;
import org.invigil.server.scoring.ScoreListener;
import org.invigil.server.scoring.ScoreUpdate;
import org.invigil.server.scoring.SessionScores;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.SessionStarted;
import org.invigil.server.session.SessionSubmitted;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Everyone who sits an exam now, and who of them has changed since the last tick. */
@Component
class LiveBoard implements ScoreListener {

    private final ExamSessions sessions;
    private final ObjectProvider<SessionScores> scores;
    private final ActorTransactions transactions;
    private final Clock clock;
    private final Map<UUID, LiveEntry> entries = new ConcurrentHashMap<>();
    private final Set<UUID> changed = ConcurrentHashMap.newKeySet();

    // Scoring calls this board and is asked by it for stored scores: the provider breaks the circle of construction.
    LiveBoard(
            ExamSessions sessions, ObjectProvider<SessionScores> scores, ActorTransactions transactions, Clock clock) {
        this.sessions = sessions;
        this.scores = scores;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What changed since the last call. */
    record Changes(List<LiveSession> sessions, List<UUID> removed) {

        boolean isEmpty() {
            return sessions.isEmpty() && removed.isEmpty();
        }
    }

    /** Takes in the sessions that were running before this server started. */
    @EventListener(ApplicationReadyEvent.class)
    void load() {
        List<ExamSession> recent = sessions.findRecent();
        recent.forEach(this::entry);
        List<UUID> ids = recent.stream().map(ExamSession::sessionId).toList();
        for (LastKnownScore known : scores.getObject().lastKnown(ids)) {
            LiveEntry entry = entries.get(known.sessionId());
            if (entry != null) {
                entry.lastKnown(known);
            }
        }
        countClips(ids).forEach((id, count) -> {
            LiveEntry entry = entries.get(id);
            if (entry != null) {
                entry.clips(count);
            }
        });
        changed.addAll(ids);
    }

    @EventListener
    void started(SessionStarted event) {
        entry(event.session());
        changed.add(event.session().sessionId());
    }

    @EventListener
    void submitted(SessionSubmitted event) {
        entry(event.session()).submitted(event.session(), event.cheatScore());
        changed.add(event.session().sessionId());
    }

    @EventListener
    void clipStored(ClipStored event) {
        LiveEntry entry = entries.get(event.sessionId());
        if (entry != null) {
            entry.clipStored();
            changed.add(event.sessionId());
        }
    }

    @Override
    public void connected(ExamSession session) {
        entry(session).connected(true);
        changed.add(session.sessionId());
    }

    @Override
    public void disconnected(UUID sessionId) {
        LiveEntry entry = entries.get(sessionId);
        if (entry != null) {
            entry.connected(false);
            changed.add(sessionId);
        }
    }

    @Override
    public void scored(ScoreUpdate update) {
        LiveEntry entry = entries.get(update.sessionId());
        if (entry != null) {
            entry.scored(update);
            changed.add(update.sessionId());
        }
    }

    /** Everyone, for a viewer who has just come. */
    List<LiveSession> snapshot() {
        return entries.values().stream().map(LiveEntry::view).toList();
    }

    /**
     * Takes what has changed since the last call.
     *
     * @param seconds since the last call
     */
    Changes takeChanges(double seconds) {
        Instant now = clock.instant();
        List<UUID> removed = new ArrayList<>();
        entries.forEach((id, entry) -> {
            if (entry.isOver(now)) {
                removed.add(id);
            } else if (entry.tick(seconds)) {
                changed.add(id);
            }
        });
        removed.forEach(entries::remove);
        Set<UUID> ids = new HashSet<>(changed);
        // Removed before it is read: what changes from here on is seen at the next tick at the latest.
        changed.removeAll(ids);
        List<LiveSession> views = new ArrayList<>();
        for (UUID id : ids) {
            LiveEntry entry = entries.get(id);
            if (entry != null) {
                views.add(entry.view());
            }
        }
        return new Changes(views, removed);
    }

    private LiveEntry entry(ExamSession session) {
        return entries.computeIfAbsent(session.sessionId(), id -> new LiveEntry(session));
    }

    private Map<UUID, Integer> countClips(List<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<UUID, Integer> counts = new ConcurrentHashMap<>();
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT session_id, count(*) AS clips FROM video_metadata WHERE session_id IN (:ids) GROUP BY session_id")
                .param("ids", ids)
                .query((row, number) -> counts.put(row.getObject("session_id", UUID.class), row.getInt("clips")))
                .list());
        return counts;
    }
}
