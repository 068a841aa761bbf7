package org.invigil.server.tiles;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.socket.Outbox;
import org.invigil.server.socket.SocketEnd;
import org.springframework.web.socket.CloseStatus;

/** One page that shows tiles. */
final class TileWatcher implements SocketEnd {

    private final Actor actor;
    private final Outbox outbox;
    /** What the page asked for, and of that what it may see. */
    private volatile Set<UUID> wanted = Set.of();

    private volatile Set<UUID> watched = Set.of();
    /** When the still of each session was taken that was sent last; of the ticking thread alone. */
    private final Map<UUID, Long> sent = new HashMap<>();

    TileWatcher(Actor actor, Outbox outbox) {
        this.actor = actor;
        this.outbox = outbox;
    }

    Actor actor() {
        return actor;
    }

    Set<UUID> wanted() {
        return wanted;
    }

    Set<UUID> watched() {
        return watched;
    }

    void watch(Set<UUID> asked, Set<UUID> allowed) {
        wanted = Set.copyOf(asked);
        watched = Set.copyOf(allowed);
    }

    /** Says something; who has let an outbox full of messages lie is gone. */
    void say(String message) {
        if (!outbox.offer(message)) {
            close(CloseStatus.SERVICE_OVERLOAD);
        }
    }

    /**
     * Sends the stills that this page does not have yet, those that have waited longest first. A page that has not taken the
     * last ones gets none: at a later tick there are newer ones.
     *
     * @return how many
     */
    int send(Stills stills) {
        if (!outbox.isEmpty()) {
            return 0;
        }
        sent.keySet().retainAll(watched);
        List<Still> newer = watched.stream()
                .map(stills::find)
                .filter(Objects::nonNull)
                .filter(still -> still.takenAtMillis() != sentAt(still))
                .sorted(Comparator.comparingLong(this::sentAt))
                .toList();
        int count = 0;
        for (Still still : newer) {
            if (!outbox.offer(still.message())) {
                break;
            }
            sent.put(still.sessionId(), still.takenAtMillis());
            count++;
        }
        return count;
    }

    private long sentAt(Still still) {
        return sent.getOrDefault(still.sessionId(), Long.MIN_VALUE);
    }

    @Override
    public void close(CloseStatus status) {
        outbox.close(status);
    }
}
