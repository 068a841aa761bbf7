package org.invigil.server.events;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.invigil.server.session.StudentHeard;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/** The pages that are open on this node, at most one socket a window. */
@Component
class EventPages {

    /** Far more than the students whom a node can watch. */
    static final int MAX_PAGES = 4_000;

    /** Nobody answers in more windows than this; a page that comes back may find its last socket still open. */
    static final int MAX_PAGES_OF_A_SESSION = 8;

    /** Five pings are missing then: the page is gone, or its line is dead and it comes back on another one. */
    static final long SILENT_MILLIS = 10_000;

    /** The same page has come back on another socket. */
    static final CloseStatus REPLACED = new CloseStatus(4001, "replaced by a newer connection");

    static final CloseStatus SILENT = new CloseStatus(4002, "nothing was heard from this page");

    private static final long LOOK_MILLIS = 1_000;
    private static final long HEARD_EVERY_MILLIS = 1_000;

    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Map<UUID, SessionPages> sessions = new HashMap<>();
    private int count;

    EventPages(ApplicationEventPublisher events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** The pages of one session, in the order they came. */
    private static final class SessionPages {
        private final Map<UUID, EventPage> byWindow = new LinkedHashMap<>();
        private long publishedAtMillis = Long.MIN_VALUE;
    }

    synchronized boolean hasRoom() {
        return count < MAX_PAGES;
    }

    synchronized int size() {
        return count;
    }

    /**
     * Takes a page in; an older socket of the same page goes.
     *
     * @return false if there are as many as there may be, or the window is one of another device
     */
    synchronized boolean add(EventPage page) {
        SessionPages own = sessions.computeIfAbsent(page.sessionId(), id -> new SessionPages());
        EventPage older = own.byWindow.get(page.windowId());
        if (older != null && !older.deviceId().equals(page.deviceId())) {
            return false; // a page makes its own number up: whoever has the same on another device has copied it
        }
        if (older == null) {
            if (count >= MAX_PAGES || own.byWindow.size() >= MAX_PAGES_OF_A_SESSION) {
                forgetIfEmpty(page.sessionId(), own);
                return false;
            }
            count++;
        } else {
            older.close(REPLACED);
        }
        own.byWindow.put(page.windowId(), page);
        return true;
    }

    /** Forgets the page, unless a newer socket has its place. */
    synchronized void remove(EventPage page) {
        SessionPages own = sessions.get(page.sessionId());
        if (own != null && own.byWindow.remove(page.windowId(), page)) {
            count--;
            forgetIfEmpty(page.sessionId(), own);
        }
    }

    private void forgetIfEmpty(UUID sessionId, SessionPages own) {
        if (own.byWindow.isEmpty()) {
            sessions.remove(sessionId);
        }
    }

    synchronized List<EventPage> all() {
        List<EventPage> pages = new ArrayList<>(count);
        sessions.values().forEach(own -> pages.addAll(own.byWindow.values()));
        return pages;
    }

    synchronized Set<UUID> sessionIds() {
        return Set.copyOf(sessions.keySet());
    }

    /** The page lives. A locked one says nothing of the student, who is at another: that one is heard, or it is silent. */
    void heard(EventPage page) {
        long now = clock.millis();
        page.heard(now);
        if (!page.isOver() && !page.isLocked() && isToBePublished(page.sessionId(), now)) {
            events.publishEvent(new StudentHeard(page.session(), clock.instant(), false));
        }
    }

    private synchronized boolean isToBePublished(UUID sessionId, long nowMillis) {
        SessionPages own = sessions.get(sessionId);
        if (own == null) {
            return false;
        }
        // A clock that was set back must not make a student silent.
        boolean soon = own.publishedAtMillis <= nowMillis && nowMillis - HEARD_EVERY_MILLIS < own.publishedAtMillis;
        if (!soon) {
            own.publishedAtMillis = nowMillis;
        }
        return !soon;
    }

    @Scheduled(fixedDelay = LOOK_MILLIS)
    void closeSilent() {
        long now = clock.millis();
        for (EventPage page : all()) {
            if (now - page.heardAtMillis() > SILENT_MILLIS) {
                remove(page); // at once: closing a dead line takes its time
                page.close(SILENT);
            }
        }
    }
}
