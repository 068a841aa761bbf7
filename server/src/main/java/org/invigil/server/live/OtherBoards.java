package org.invigil.server.live;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of sessions from elsewhere: from the database, and from the boards of other nodes. Of several
 * accounts of one session the one of the node that has the student's socket counts. Not thread-safe.
 */
final class OtherBoards {

    /**
     * What is believed of one session.
     *
     * @param node that said so, null for the database and this node
     * @param overAt when it leaves the view, null until it is over
     */
    private record Account(
            LiveSession session,
            @Nullable UUID node,
            @Nullable Instant overAt) {}

    private final Map<UUID, Account> accounts = new HashMap<>();
    /** Node, session: since when the node does not hear the student, empty if it does. */
    private final Map<UUID, Map<UUID, Optional<Instant>>> reported = new HashMap<>();

    @Nullable
    LiveSession find(UUID sessionId) {
        Account account = accounts.get(sessionId);
        return account == null ? null : account.session();
    }

    Set<UUID> sessionIds() {
        return accounts.keySet();
    }

    /**
     * Takes in what the database knows.
     *
     * @return the sessions of which something else is known now
     */
    Set<UUID> stored(Collection<StoredSession> sessions) {
        Set<UUID> changed = new HashSet<>();
        for (StoredSession stored : sessions) {
            Instant overSince = stored.overSince();
            Instant overAt = overSince == null ? null : overSince.plus(LiveEntry.STAY);
            take(stored.session(), null, overAt, changed);
        }
        return changed;
    }

    /** Takes in what this node knew last of a session that is not its own any more. */
    void leftHere(LiveSession session) {
        take(session, null, null, new HashSet<>());
    }

    /**
     * Takes in the whole board of another node. Whoever was connected there and is missing now is not connected any more.
     *
     * @return the sessions of which something else is known now
     */
    Set<UUID> board(UUID node, List<LiveSession> sessions, Instant now) {
        Set<UUID> changed = new HashSet<>();
        Map<UUID, Optional<Instant>> told = new HashMap<>();
        for (LiveSession session : sessions) {
            told.put(session.sessionId(), Optional.ofNullable(session.silentSince()));
        }
        Map<UUID, Optional<Instant>> before = reported.put(node, told);
        for (LiveSession session : sessions) {
            take(session, node, session.isOver() ? now.plus(LiveEntry.STAY) : null, changed);
        }
        if (before != null) {
            before.keySet().stream().filter(id -> !told.containsKey(id)).forEach(id -> left(id, node, now, changed));
        }
        return changed;
    }

    /** The node is gone: nobody is connected there. */
    Set<UUID> gone(UUID node, Instant now) {
        Set<UUID> changed = board(node, List.of(), now);
        reported.remove(node);
        return changed;
    }

    /** The other nodes that have said something. */
    Set<UUID> nodes() {
        return Set.copyOf(reported.keySet());
    }

    /** These sessions leave the view at this moment. */
    void endAt(Collection<UUID> sessionIds, Instant at) {
        sessionIds.forEach(id ->
                accounts.computeIfPresent(id, (key, account) -> new Account(account.session(), account.node(), at)));
    }

    /** Removes the sessions whose time in view is over, and names them. */
    Set<UUID> removeOver(Instant now) {
        Set<UUID> over = new HashSet<>();
        accounts.forEach((id, account) -> {
            Instant overAt = account.overAt();
            if (overAt != null && !overAt.isAfter(now)) {
                over.add(id);
            }
        });
        over.forEach(accounts::remove);
        return over;
    }

    void remove(UUID sessionId) {
        accounts.remove(sessionId);
    }

    void clear() {
        accounts.clear();
        reported.clear();
    }

    private void take(LiveSession session, @Nullable UUID node, @Nullable Instant overAt, Set<UUID> changed) {
        Account before = accounts.get(session.sessionId());
        if (before == null) {
            accounts.put(session.sessionId(), new Account(session, node, overAt));
            changed.add(session.sessionId());
            return;
        }
        boolean same = node != null && node.equals(before.node());
        LiveSession merged =
                same ? session.withCountsOf(before.session()) : LiveSession.merge(before.session(), session);
        if (node != null && !merged.isOver()) {
            merged = merged.withSilentSince(silentSince(session.sessionId(), session.startedAt()));
        }
        if (!merged.equals(before.session())) {
            Instant knownOverAt = before.overAt();
            accounts.put(session.sessionId(), new Account(merged, node, knownOverAt == null ? overAt : knownOverAt));
            changed.add(session.sessionId());
        }
    }

    /** A node has nothing to say of a session any more. */
    private void left(UUID sessionId, UUID node, Instant now, Set<UUID> changed) {
        Account account = accounts.get(sessionId);
        if (account == null) {
            return;
        }
        LiveSession before = account.session();
        LiveSession after = node.equals(account.node()) && before.connected() ? before.disconnected() : before;
        if (!after.isOver()) {
            Instant since = before.silentSince();
            after = after.withSilentSince(silentSince(sessionId, since == null ? now : since));
        }
        if (!after.equals(before)) {
            accounts.put(sessionId, new Account(after, account.node(), account.overAt()));
            changed.add(sessionId);
        }
    }

    /**
     * Since when no node hears the student, null while one does.
     *
     * @param fallback where no node says anything
     */
    private @Nullable Instant silentSince(UUID sessionId, Instant fallback) {
        Instant latest = null;
        for (Map<UUID, Optional<Instant>> told : reported.values()) {
            Optional<Instant> since = told.get(sessionId);
            if (since == null) {
                continue;
            }
            if (since.isEmpty()) {
                return null;
            }
            latest = latest == null || since.get().isAfter(latest) ? since.get() : latest;
        }
        return latest == null ? fallback : latest;
    }
}
