package org.invigil.server.tiles;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.invigil.server.session.SessionOver;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The newest still of each session that somebody watches, here or at another node, and nothing of any other session. */
@Component
public class Stills {

    /** A session's still is replaced at most so often. */
    static final long PAUSE_MILLIS = 1_000;

    private final Map<UUID, Slot> slots = new ConcurrentHashMap<>();
    /** Guarded by itself, as is what follows from the two sets: which slots there are. */
    private final Object watching = new Object();

    private Set<UUID> watchedHere = Set.of();
    private Set<UUID> watchedElsewhere = Set.of();

    /** Of one session. */
    private static final class Slot {
        private volatile @Nullable Still still;
        /** Whether the student's frames come in here. */
        private volatile boolean isOurs;

        void take(Still next, boolean ours) {
            Still before = still;
            if (before == null || next.takenAtMillis() - before.takenAtMillis() >= PAUSE_MILLIS) {
                still = next;
                isOurs = ours;
            }
        }
    }

    /**
     * A frame of a session was looked at. Costs a look into a map where nobody watches, and never blocks.
     *
     * @param jpeg a whole picture, which nobody changes from here on
     * @param arrivedAtMillis by the server's clock
     */
    public void offer(UUID sessionId, byte[] jpeg, long arrivedAtMillis) {
        Slot slot = slots.get(sessionId);
        if (slot != null) {
            slot.take(new Still(sessionId, arrivedAtMillis, jpeg), true);
        }
    }

    /** A still came from another node. */
    void arrived(Still still) {
        Slot slot = slots.get(still.sessionId());
        if (slot != null) {
            slot.take(still, false);
        }
    }

    /** Whoever is over is not shown any more. */
    @EventListener
    void over(SessionOver event) {
        Slot slot = slots.get(event.session().sessionId());
        if (slot != null) {
            slot.still = null;
        }
    }

    @Nullable
    Still find(UUID sessionId) {
        Slot slot = slots.get(sessionId);
        return slot == null ? null : slot.still;
    }

    /** The stills of those of these sessions whose frames come in here. */
    List<Still> ours(Collection<UUID> sessionIds) {
        return sessionIds.stream()
                .map(slots::get)
                .filter(slot -> slot != null && slot.isOurs)
                .map(slot -> slot.still)
                .filter(Objects::nonNull)
                .toList();
    }

    /** What is watched at this node from now on; the stills of what is not watched anywhere any more are dropped. */
    void watchHere(Set<UUID> sessionIds) {
        synchronized (watching) {
            watchedHere = Set.copyOf(sessionIds);
            keepWatched();
        }
    }

    /** What is watched at other nodes from now on. */
    void watchElsewhere(Set<UUID> sessionIds) {
        synchronized (watching) {
            watchedElsewhere = Set.copyOf(sessionIds);
            keepWatched();
        }
    }

    Set<UUID> watchedHere() {
        synchronized (watching) {
            return watchedHere;
        }
    }

    /** How many sessions have a place for a still. */
    int size() {
        return slots.size();
    }

    private void keepWatched() {
        Set<UUID> watched = new HashSet<>(watchedHere);
        watched.addAll(watchedElsewhere);
        slots.keySet().retainAll(watched);
        watched.forEach(id -> slots.computeIfAbsent(id, none -> new Slot()));
    }
}
