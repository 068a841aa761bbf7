package org.invigil.server.analysis;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who has a place in the analyser: sessions with a lane, and those whose socket is just being opened. The latter count like
 * the former, so that a room that opens all at once takes no more places than there are; one a session, and for a short
 * time, so that nobody holds places by asking for them.
 */
final class FramePlaces {

    /** An upgrade that was answered comes within a moment, or not at all. */
    static final long KEPT_MILLIS = 10_000;

    private final int maxSessions;
    private final IntPredicate bearsOneMoreThan;
    private final Clock clock;
    private final Set<FrameLane> lanes = new HashSet<>();
    private final Map<UUID, FramePlace> kept = new HashMap<>();

    /**
     * No place is taken.
     *
     * @param bearsOneMoreThan whether the load of so many sessions, and of one more, can be borne
     */
    FramePlaces(int maxSessions, IntPredicate bearsOneMoreThan, Clock clock) {
        this.maxSessions = maxSessions;
        this.bearsOneMoreThan = bearsOneMoreThan;
        this.clock = clock;
    }

    synchronized int laneCount() {
        return lanes.size();
    }

    /** Whether this session would get a place now; changes nothing. */
    synchronized boolean hasRoomFor(@Nullable UUID sessionId) {
        int others = others(sessionId);
        return others < maxSessions && bearsOneMoreThan.test(others);
    }

    /** Keeps a place for a session; empty if there is none. A session that has one kept already gets that one anew. */
    synchronized Optional<FramePlace> keep(UUID sessionId) {
        if (!hasRoomFor(sessionId)) {
            return Optional.empty();
        }
        FramePlace place = new FramePlace(sessionId, clock.millis() + KEPT_MILLIS);
        kept.put(sessionId, place);
        return Optional.of(place);
    }

    /** The socket was not opened after all. */
    synchronized void giveBack(FramePlace place) {
        kept.remove(place.sessionId(), place);
    }

    /**
     * Turns the place that is kept for the session into one that is taken, or takes one that is free.
     *
     * @param known true for a session that was taken before: it is never refused for load
     * @return false if there is no place
     */
    synchronized boolean take(FrameLane lane, @Nullable UUID sessionId, boolean known) {
        int others = others(sessionId); // forgets places that were kept too long
        boolean wasKept = sessionId != null && kept.remove(sessionId) != null;
        if (!wasKept && (others >= maxSessions || !(known || bearsOneMoreThan.test(others)))) {
            return false;
        }
        lanes.add(lane);
        return true;
    }

    synchronized void free(FrameLane lane) {
        lanes.remove(lane);
    }

    /** Places that are taken or kept, but for the one that is kept for this session. */
    private int others(@Nullable UUID sessionId) {
        long now = clock.millis();
        kept.values().removeIf(place -> place.isOver(now));
        return lanes.size() + kept.size() - (sessionId != null && kept.containsKey(sessionId) ? 1 : 0);
    }
}
