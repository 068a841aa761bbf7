package org.invigil.server.live;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
     * @param overAt when it leaves the view, null while it is active
     */
    private record Account(
            LiveSession session,
            @Nullable UUID node,
            @Nullable Instant overAt) {}

    private final Map<UUID, Account> accounts = new HashMap<>();
    private final Map<UUID, Set<UUID>> reported = new HashMap<>();

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
            Instant submittedAt = stored.submittedAt();
            Instant overAt = submittedAt == null ? null : submittedAt.plus(LiveEntry.STAY);
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
        Set<UUID> ids = new HashSet<>();
        for (LiveSession session : sessions) {
            ids.add(session.sessionId());
            take(session, node, session.isSubmitted() ? now.plus(LiveEntry.STAY) : null, changed);
        }
        Set<UUID> before = reported.put(node, ids);
        if (before != null) {
            before.stream().filter(id -> !ids.contains(id)).forEach(id -> disconnect(id, node, changed));
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
        if (!merged.equals(before.session())) {
            Instant knownOverAt = before.overAt();
            accounts.put(session.sessionId(), new Account(merged, node, knownOverAt == null ? overAt : knownOverAt));
            changed.add(session.sessionId());
        }
    }

    private void disconnect(UUID sessionId, UUID node, Set<UUID> changed) {
        Account account = accounts.get(sessionId);
        if (account != null && node.equals(account.node()) && account.session().connected()) {
            accounts.put(sessionId, new Account(account.session().disconnected(), node, account.overAt()));
            changed.add(sessionId);
        }
    }
}
