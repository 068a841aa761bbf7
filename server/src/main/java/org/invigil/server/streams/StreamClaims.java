package org.invigil.server.streams;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.invigil.rules.sitting.SittingState;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.nodes.NodeChannel;
import org.invigil.server.nodes.Nodes;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which node scores which session. The newest connection wins: it takes the session, the node that had it is told, leaves
 * its state behind and closes its socket. A new owner is a new epoch, so that rows of the old one that come late never
 * clash with its own.
 */
@Component
class StreamClaims {

    /** So long the other node may take to leave its state behind; after that its last stored row must do. */
    private static final long PATIENCE_MILLIS = 1_500;

    /** A word may get lost with the link. */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ActorTransactions transactions;
    private final Nodes nodes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition parked = lock.newCondition();
    private final AtomicLong words = new AtomicLong();

    StreamClaims(ActorTransactions transactions, Nodes nodes, NodeChannel channel) {
        this.transactions = transactions;
        this.nodes = nodes;
        channel.subscribe(NodeChannel.Topic.PARKED, this::wakeWaiters);
    }

    /**
     * A session that is this node's now.
     *
     * @param epoch of its rows
     * @param isContinued whether this node had it before, and nobody since
     */
    record Claim(long epoch, boolean isContinued) {}

    /**
     * How a session stands that this node scores, or did.
     *
     * @param isTaken whether another node has it now
     * @param isClosing whether another node waits for its last rows
     */
    record Standing(
            UUID sessionId,
            long epoch,
            boolean isTaken,
            boolean isClosing,
            SittingState status,
            Instant statusSince,
            Instant endsAt) {}

    private record Stream(UUID nodeId, long epoch, long parks) {}

    /**
     * Makes this node the one that scores the session, and waits a moment for the last one to leave its state behind.
     *
     * @param knownEpoch of the running score on this node, null without one
     */
    Claim take(UUID sessionId, @Nullable Long knownEpoch) {
        record Taken(Claim claim, @Nullable Long waitForParksAbove) {}
        Taken taken = transactions.run(Actor.ANALYZER, jdbc -> {
            boolean isNew = jdbc.sql("INSERT INTO session_streams (session_id, node_id, epoch) VALUES (?, ?, 0)"
                                    + " ON CONFLICT (session_id) DO NOTHING")
                            .params(sessionId, nodes.id())
                            .update()
                    == 1;
            if (isNew) {
                return new Taken(new Claim(0, false), null);
            }
            Stream stream = locked(jdbc, sessionId).orElseThrow();
            boolean isOurs = stream.nodeId().equals(nodes.id());
            boolean isContinued = isOurs && knownEpoch != null && knownEpoch == stream.epoch();
            long epoch = isContinued ? stream.epoch() : stream.epoch() + 1;
            jdbc.sql("UPDATE session_streams SET node_id = ?, epoch = ?, closing = false, asked_by = ?"
                            + " WHERE session_id = ?")
                    .params(nodes.id(), epoch, nodes.id(), sessionId)
                    .update();
            boolean mustWait = !isOurs && ask(jdbc, stream.nodeId());
            return new Taken(new Claim(epoch, isContinued), mustWait ? stream.parks() : null);
        });
        await(sessionId, taken.waitForParksAbove());
        return taken.claim();
    }

    /**
     * Before a session is submitted here: has the node that scores it store its last rows.
     *
     * @return whether this node is the one that scores it, or nobody does
     */
    boolean close(UUID sessionId) {
        record Closing(boolean isOurs, @Nullable Long waitForParksAbove) {}
        Closing closing = transactions.run(Actor.ANALYZER, jdbc -> {
            Optional<Stream> stream = locked(jdbc, sessionId);
            if (stream.isEmpty() || stream.get().nodeId().equals(nodes.id())) {
                return new Closing(true, null);
            }
            jdbc.sql("UPDATE session_streams SET closing = true, asked_by = ? WHERE session_id = ?")
                    .params(nodes.id(), sessionId)
                    .update();
            boolean mustWait = ask(jdbc, stream.get().nodeId());
            return new Closing(false, mustWait ? stream.get().parks() : null);
        });
        await(sessionId, closing.waitForParksAbove());
        return closing.isOurs();
    }

    /** After the state of a session was changed here: tells the node that has the student's socket. */
    void tellOwner(UUID sessionId) {
        transactions.run(Actor.ANALYZER, jdbc -> jdbc.sql(
                        "SELECT node_id FROM session_streams WHERE session_id = ? AND node_id <> ?")
                .params(sessionId, nodes.id())
                .query(UUID.class)
                .optional()
                .map(node -> ask(jdbc, node)));
    }

    /** How these sessions stand, whichever node has changed them. */
    List<Standing> standings(Collection<UUID> sessionIds) {
        return transactions.run(Actor.ANALYZER, jdbc -> jdbc.sql("""
                        SELECT t.session_id, t.epoch, t.node_id <> :me AS is_taken, t.closing, s.status, s.status_since, s.ends_at
                        FROM session_streams t JOIN exam_sessions s ON s.id = t.session_id
                        WHERE t.session_id IN (:ids)""")
                .param("me", nodes.id())
                .param("ids", sessionIds)
                .query((row, number) -> new Standing(
                        row.getObject("session_id", UUID.class),
                        row.getLong("epoch"),
                        row.getBoolean("is_taken"),
                        row.getBoolean("closing"),
                        WireNamed.get(SittingState.class, row.getString("status")),
                        SqlTime.instant(row, "status_since"),
                        SqlTime.instant(row, "ends_at")))
                .list());
    }

    private static Optional<Stream> locked(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql("SELECT node_id, epoch, parks FROM session_streams WHERE session_id = ? FOR NO KEY UPDATE")
                .param(sessionId)
                .query((row, number) ->
                        new Stream(row.getObject("node_id", UUID.class), row.getLong("epoch"), row.getLong("parks")))
                .optional();
    }

    /** Has the other node look at its sessions; false if it is not alive. */
    private boolean ask(JdbcClient jdbc, UUID other) {
        boolean alive = nodes.isAlive(jdbc, other);
        if (alive) {
            NodeChannel.tell(jdbc, other, NodeChannel.Topic.STREAMS);
        }
        return alive;
    }

    private void await(UUID sessionId, @Nullable Long parksAbove) {
        if (parksAbove == null) {
            return;
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        long heard = words.get();
        while (parks(sessionId) <= parksAbove) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || !awaitWordAfter(heard, Math.min(left, LOOK_AGAIN_NANOS))) {
                return;
            }
            heard = words.get();
        }
    }

    private long parks(UUID sessionId) {
        return transactions.run(
                Actor.ANALYZER, jdbc -> jdbc.sql("SELECT parks FROM session_streams WHERE session_id = ?")
                        .param(sessionId)
                        .query(Long.class)
                        .single());
    }

    /** Waits for the next word that a node has left something behind, or until the time is over; false if interrupted. */
    private boolean awaitWordAfter(long heard, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (words.get() == heard && left > 0) {
                left = parked.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void wakeWaiters() {
        lock.lock();
        try {
            words.incrementAndGet();
            parked.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
