package org.invigil.server.live;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.invigil.server.evidence.ClipStored;
import org.invigil.server.hints.HintNoted;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.SessionMoved;
import org.invigil.server.session.SessionOver;
import org.invigil.server.session.SessionStarted;
import org.invigil.server.session.StudentHeard;
import org.invigil.server.store.ScoreListener;
import org.invigil.server.store.ScoreUpdate;
import org.invigil.server.watch.WatchChanged;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Everyone who sits an exam now, and who of them has changed since the last tick. What happens on this node is always
 * noted, as other nodes may want to know it; what happens elsewhere only while somebody watches here.
 */
@Component
class LiveBoard implements ScoreListener {

    private final ExamSessions sessions;
    private final Clock clock;
    private final Map<UUID, LiveEntry> entries = new ConcurrentHashMap<>();
    private final Set<UUID> changed = ConcurrentHashMap.newKeySet();
    /** Guarded by itself. */
    private final OtherBoards others = new OtherBoards();

    LiveBoard(ExamSessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** What changed since the last call. */
    record Changes(List<LiveSession> sessions, List<UUID> removed) {

        boolean isEmpty() {
            return sessions.isEmpty() && removed.isEmpty();
        }
    }

    @EventListener
    void started(SessionStarted event) {
        LiveEntry entry = entry(event.session());
        entry.stands(event.session());
        entry.heard(clock.instant());
    }

    /** That they are heard again is seen at the next tick: twice a second of each student is no change. */
    @EventListener
    void heard(StudentHeard event) {
        LiveEntry known = entries.get(event.session().sessionId());
        LiveEntry entry = known == null && !event.session().isOver() ? entry(event.session()) : known;
        if (entry != null) {
            entry.touched(clock.instant());
            entry.heard(event.at());
        }
    }

    @EventListener
    void over(SessionOver event) {
        entry(event.session()).over(event.session(), event.cheatScore());
    }

    @EventListener
    void moved(SessionMoved event) {
        moved(event.session());
    }

    @Override
    public void moved(ExamSession session) {
        entry(session).stands(session);
    }

    @EventListener
    void clipStored(ClipStored event) {
        LiveEntry entry = entry(event.session());
        entry.clips(event.clipCount());
        entry.heard(clock.instant());
    }

    @EventListener
    void watched(WatchChanged event) {
        entry(event.session()).watched(event);
    }

    /** Somebody of the staff has looked at so many of its incidents. */
    void looked(ExamSession session, int incidents) {
        entry(session).looked(incidents);
    }

    /** What is noted on this node of a session whose stream is on another is told from here, for a while, like a look. */
    @EventListener
    void noted(HintNoted event) {
        sessions.find(event.sessionId())
                .filter(session -> !session.isOver() || entries.containsKey(session.sessionId()))
                .ifPresent(session -> entry(session).hints(event.kinds()));
    }

    /** How many incidents this node knows of; 0 where it knows nothing of the session. */
    int incidentCount(UUID sessionId) {
        LiveSession known = view(sessionId);
        return known == null ? 0 : known.incidentCount();
    }

    @Override
    public void connected(ExamSession session) {
        LiveEntry entry = entry(session);
        entry.connected(true);
        entry.heard(clock.instant());
    }

    @Override
    public void disconnected(UUID sessionId) {
        LiveEntry entry = entries.get(sessionId);
        if (entry != null) {
            entry.touched(clock.instant());
            entry.connected(false);
            changed.add(sessionId);
        }
    }

    @Override
    public void scored(ExamSession session, ScoreUpdate update) {
        entry(session).scored(update);
    }

    /** Everyone, for a viewer who has just come. */
    List<LiveSession> snapshot() {
        Set<UUID> ids = new HashSet<>(entries.keySet());
        synchronized (others) {
            ids.addAll(others.sessionIds());
        }
        return views(ids);
    }

    /**
     * Takes what has changed since the last call.
     *
     * @param seconds since the last call
     */
    Changes takeChanges(double seconds) {
        Instant now = clock.instant();
        Set<UUID> removed = new HashSet<>();
        entries.forEach((id, entry) -> {
            if (entry.hasLeft(now)) {
                removed.add(id);
            } else if (entry.tick(seconds, now)) {
                changed.add(id);
            }
            if (!entry.isOurs(now)) {
                handOver(id, now);
            }
        });
        removed.forEach(entries::remove);
        synchronized (others) {
            removed.forEach(others::remove);
            removed.addAll(others.removeOver(now));
        }
        Set<UUID> ids = new HashSet<>(changed);
        // Removed before it is read: what changes from here on is seen at the next tick at the latest.
        changed.removeAll(ids);
        return new Changes(views(ids), List.copyOf(removed));
    }

    /** What this node has to say to the others. */
    List<LiveSession> ours() {
        Instant now = clock.instant();
        return entries.values().stream()
                .filter(entry -> entry.isOurs(now))
                .map(entry -> entry.view(now))
                .toList();
    }

    /** Whether anything that a proctor acts on has changed on this node since the last call. */
    boolean hasNews() {
        Instant now = clock.instant();
        boolean news = false;
        for (LiveEntry entry : entries.values()) {
            news |= entry.hasNews(now);
        }
        return news;
    }

    /** Takes in everything that the database knows of running sessions and of those just over. */
    void stored(Collection<StoredSession> sessions) {
        synchronized (others) {
            Set<UUID> before = new HashSet<>(others.sessionIds());
            changed.addAll(others.stored(sessions));
            before.removeAll(sessions.stream()
                    .map(stored -> stored.session().sessionId())
                    .toList());
            others.endAt(before, clock.instant());
        }
    }

    /** Takes in the whole board of another node. */
    void board(UUID node, List<LiveSession> sessions) {
        synchronized (others) {
            changed.addAll(others.board(node, sessions, clock.instant()));
        }
    }

    /** Keeps the boards of these nodes only: the others have ended. */
    void keepNodes(Set<UUID> alive) {
        synchronized (others) {
            for (UUID node : others.nodes()) {
                if (!alive.contains(node)) {
                    changed.addAll(others.gone(node, clock.instant()));
                }
            }
        }
    }

    /** Forgets what happens elsewhere: nobody watches here. */
    void forgetOthers() {
        synchronized (others) {
            others.clear();
        }
    }

    /** The entry of a session to which something happens here. */
    private LiveEntry entry(ExamSession session) {
        Instant now = clock.instant();
        LiveEntry entry = entries.compute(session.sessionId(), (id, known) -> {
            LiveEntry touched = known == null ? new LiveEntry(session, now) : known;
            touched.touched(now);
            return touched;
        });
        changed.add(session.sessionId());
        return entry;
    }

    /** Nothing happens to it here any more: what other nodes and the database say counts from now on. */
    private void handOver(UUID sessionId, Instant now) {
        entries.computeIfPresent(sessionId, (id, entry) -> {
            if (entry.isOurs(now) || entry.isOver()) {
                return entry;
            }
            synchronized (others) {
                others.leftHere(entry.view(now));
            }
            return null;
        });
    }

    private List<LiveSession> views(Set<UUID> ids) {
        List<LiveSession> views = new ArrayList<>();
        for (UUID id : ids) {
            LiveSession view = view(id);
            if (view != null) {
                views.add(view);
            }
        }
        return views;
    }

    private @Nullable LiveSession view(UUID id) {
        Instant now = clock.instant();
        LiveEntry entry = entries.get(id);
        LiveSession elsewhere;
        synchronized (others) {
            elsewhere = others.find(id);
        }
        if (entry == null || elsewhere == null) {
            return entry == null ? elsewhere : entry.view(now);
        }
        return LiveSession.merge(entry.view(now), elsewhere);
    }
}
