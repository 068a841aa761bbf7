package org.invigil.server.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.invigil.server.evidence.ClipStored;
import org.invigil.server.scoring.ScoreListener;
import org.invigil.server.scoring.ScoreUpdate;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.SessionStarted;
import org.invigil.server.session.SessionSubmitted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The state of everyone sitting an exam, in memory. Writers never wait; {@link LivePublisher} takes what changed. */
@Component
class LiveBoard implements ScoreListener {

    static final Duration SHOWN_AFTER_END = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(LiveBoard.class);

    private final ExamSessions sessions;
    private final LiveStore store;
    private final Clock clock;
    private final Map<UUID, LiveEntry> entries = new ConcurrentHashMap<>();

    LiveBoard(ExamSessions sessions, LiveStore store, Clock clock) {
        this.sessions = sessions;
        this.store = store;
        this.clock = clock;
    }

    /**
     * What changed since the last call.
     *
     * @param changed whole rows
     * @param removed sessions that are no longer shown
     */
    record Delta(List<LiveSession> changed, List<UUID> removed) {
        boolean isEmpty() {
            return changed.isEmpty() && removed.isEmpty();
        }
    }

    /** Shows who was sitting an exam when this node started. */
    @EventListener(ApplicationReadyEvent.class)
    void loadRecent() {
        for (ExamSession session : sessions.findRecent()) {
            entries.computeIfAbsent(
                    session.sessionId(), id -> new LiveEntry(session, store.load(session.sessionId())));
        }
    }

    @EventListener
    void on(SessionStarted event) {
        ExamSession session = event.session();
        entries.putIfAbsent(session.sessionId(), new LiveEntry(session, LiveStore.Stored.NOTHING));
    }

    @EventListener
    void on(SessionSubmitted event) {
        LiveEntry entry = entries.get(event.session().sessionId());
        if (entry != null) {
            entry.submitted(event.session(), event.cheatScore());
        }
    }

    @EventListener
    void on(ClipStored event) {
        LiveEntry entry = entries.get(event.sessionId());
        if (entry != null) {
            entry.clipStored();
        }
    }

    @Override
    public void connected(UUID sessionId) {
        LiveEntry entry = entries.get(sessionId);
        if (entry != null) {
            entry.connected(true);
            return;
        }
        // It was started at another node: its facts are in the database, which this thread must not wait for.
        Thread.ofVirtual().name("live-load").start(() -> adopt(sessionId));
    }

    @Override
    public void disconnected(UUID sessionId) {
        LiveEntry entry = entries.get(sessionId);
        if (entry != null) {
            entry.connected(false);
        }
    }

    @Override
    public void scored(ScoreUpdate update) {
        LiveEntry entry = entries.get(update.sessionId());
        if (entry != null) {
            entry.scored(update);
        }
    }

    private void adopt(UUID sessionId) {
        try {
            sessions.find(sessionId).ifPresent(session -> entries.computeIfAbsent(
                            sessionId, id -> new LiveEntry(session, store.load(sessionId)))
                    .connected(true));
        } catch (RuntimeException e) {
            log.warn("Session {} is not on the live board: its facts could not be read", sessionId, e);
        }
    }

    List<LiveSession> rows() {
        return entries.values().stream().map(LiveEntry::row).toList();
    }

    /** Takes the changes; only one thread may call it. */
    Delta takeDelta(double elapsedSeconds) {
        Instant now = clock.instant();
        List<UUID> removed = new ArrayList<>();
        List<LiveSession> changed = new ArrayList<>();
        for (LiveEntry entry : entries.values()) {
            if (entry.isOver(now, SHOWN_AFTER_END)) {
                entries.remove(entry.sessionId());
                removed.add(entry.sessionId());
                continue;
            }
            entry.measureRate(elapsedSeconds);
            @Nullable LiveSession row = entry.takeChange();
            if (row != null) {
                changed.add(row);
            }
        }
        return new Delta(changed, removed);
    }
}
