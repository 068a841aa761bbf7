package org.invigil.server.nodes;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** This node, which says regularly that it lives, and the others that do. */
@Component
public class Nodes implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Nodes.class);

    private final UUID id = UUID.randomUUID();
    private final ActorTransactions transactions;
    private final double staleSeconds;
    private final Doorbell heart;
    private volatile Set<UUID> others = Set.of();
    private volatile @Nullable NodeCapacity capacity;

    Nodes(ActorTransactions transactions, NodeSettings settings) {
        this.transactions = transactions;
        this.staleSeconds = settings.staleAfter().toMillis() / 1_000.0;
        beat();
        this.heart = new Doorbell("node-heart", settings.beat(), this::beat);
    }

    /** This node: a new number with every start, so that a restarted server is not taken for the one before. */
    public UUID id() {
        return id;
    }

    /** The other nodes that gave a sign of life lately, as of the last beat. */
    public Set<UUID> others() {
        return others;
    }

    /** Whether a node, this one included, gave a sign of life lately. Asked inside a transaction. */
    public boolean isAlive(JdbcClient jdbc, UUID node) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM nodes WHERE node_id = ?"
                        + " AND beat_at > clock_timestamp() - make_interval(secs => ?))")
                .params(node, staleSeconds)
                .query(Boolean.class)
                .single();
    }

    /** What this node can bear from now on; the others read it. It is told with the next sign of life. */
    public void publish(NodeCapacity now) {
        capacity = now;
    }

    /** What each node that runs can bear, this one included; those that have not said so yet are missing. */
    public List<NodeCapacity> capacities() {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT analysis_threads, usable_share, frame_cost_ms, max_sessions, min_fps FROM nodes"
                                + " WHERE analysis_threads IS NOT NULL"
                                + " AND beat_at > clock_timestamp() - make_interval(secs => ?)")
                .param(staleSeconds)
                .query((row, number) -> new NodeCapacity(
                        row.getInt("analysis_threads"),
                        row.getDouble("usable_share"),
                        row.getDouble("frame_cost_ms"),
                        row.getInt("max_sessions"),
                        row.getDouble("min_fps")))
                .list());
    }

    private void beat() {
        NodeCapacity now = capacity;
        Set<UUID> alive = transactions.run(Actor.SYSTEM, jdbc -> {
            jdbc.sql("INSERT INTO nodes (node_id) VALUES (?)"
                            + " ON CONFLICT (node_id) DO UPDATE SET beat_at = clock_timestamp()")
                    .param(id)
                    .update();
            if (now != null) {
                jdbc.sql("UPDATE nodes SET analysis_threads = ?, usable_share = ?, frame_cost_ms = ?, max_sessions = ?,"
                                + " min_fps = ? WHERE node_id = ?")
                        .params(
                                now.analysisThreads(),
                                now.usableShare(),
                                now.frameCostMillis(),
                                now.maxSessions(),
                                now.minFps(),
                                id)
                        .update();
            }
            jdbc.sql("DELETE FROM nodes WHERE beat_at < clock_timestamp() - interval '1 hour'")
                    .update();
            return jdbc.sql("SELECT node_id FROM nodes WHERE node_id <> ?"
                            + " AND beat_at > clock_timestamp() - make_interval(secs => ?)")
                    .params(id, staleSeconds)
                    .query(UUID.class)
                    .set();
        });
        if (!alive.equals(others)) {
            log.info("{} other node(s) share this database", alive.size());
        }
        others = Set.copyOf(alive);
    }

    /** Signs off, so that nobody waits for this node any more. */
    @Override
    public void close() {
        heart.close();
        try {
            transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("DELETE FROM nodes WHERE node_id = ?")
                    .param(id)
                    .update());
        } catch (DataAccessException | TransactionException e) {
            log.info("This node could not sign off; the others find out by themselves: {}", e.getMessage());
        }
    }
}
