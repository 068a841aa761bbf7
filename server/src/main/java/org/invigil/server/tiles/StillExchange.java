package org.invigil.server.tiles;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.nodes.Doorbell;
import org.invigil.server.nodes.NodeChannel;
import org.invigil.server.nodes.Nodes;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Brings stills from the node that has a student's frames to the nodes where somebody watches: each says what is watched there,
 * and writes over one row for each of its own sessions that is watched elsewhere. While nobody watches anywhere, no node asks
 * the database anything.
 */
@Component
class StillExchange implements SmartLifecycle {

    private static final Duration TURN = Duration.ofSeconds(1);

    /** A row that was not written over for so long is of nobody any more. */
    private static final String STALE = "interval '3 seconds'";

    private final Stills stills;
    private final Nodes nodes;
    private final ActorTransactions transactions;
    private final Map<UUID, Long> written = new HashMap<>();
    private Set<UUID> told = Set.of();
    private boolean somebodyWatches = true; // until it was looked: what a node has left behind is to be deleted
    private volatile boolean mustLook = true;
    private volatile @Nullable Doorbell bell;

    StillExchange(Stills stills, Nodes nodes, ActorTransactions transactions, NodeChannel channel) {
        this.stills = stills;
        this.nodes = nodes;
        this.transactions = transactions;
        channel.subscribe(NodeChannel.Topic.TILES, this::look);
        channel.subscribeAfterGap(this::look);
    }

    /** Somebody watches something else than before at this node. */
    void watchedHereHasChanged() {
        look();
    }

    private void look() {
        mustLook = true;
        Doorbell running = bell;
        if (running != null) {
            running.ring();
        }
    }

    /** One exchange. Of the doorbell's thread alone. */
    void turn() {
        Set<UUID> here = stills.watchedHere();
        if (nodes.others().isEmpty()) {
            endIfAnybodyWatched(); // and keeps what it was asked to look at for the time when there are others
            return;
        }
        if (!mustLook && !somebodyWatches && here.isEmpty()) {
            return;
        }
        mustLook = false;
        try {
            transactions.run(Actor.SYSTEM, jdbc -> {
                tell(jdbc, here);
                Set<UUID> elsewhere = watchedElsewhere(jdbc);
                stills.watchElsewhere(elsewhere);
                write(jdbc, elsewhere);
                read(jdbc, here);
                somebodyWatches = !here.isEmpty() || !elsewhere.isEmpty();
                return deleteStale(jdbc, somebodyWatches);
            });
        } catch (RuntimeException e) {
            mustLook = true;
            told = Set.of();
            throw e;
        }
    }

    private void endIfAnybodyWatched() {
        stills.watchElsewhere(Set.of());
        written.clear();
        told = Set.of();
        if (somebodyWatches) {
            transactions.run(Actor.SYSTEM, jdbc -> {
                jdbc.sql("DELETE FROM tile_watches WHERE node_id = ?")
                        .param(nodes.id())
                        .update();
                return deleteStale(jdbc, false);
            });
            somebodyWatches = false;
            mustLook = true;
        }
    }

    private void tell(JdbcClient jdbc, Set<UUID> here) {
        if (here.equals(told)) {
            return;
        }
        if (here.isEmpty()) {
            jdbc.sql("DELETE FROM tile_watches WHERE node_id = ?")
                    .param(nodes.id())
                    .update();
        } else {
            jdbc.sql("INSERT INTO tile_watches (node_id, session_ids) VALUES (?, ?)"
                            + " ON CONFLICT (node_id) DO UPDATE SET session_ids = excluded.session_ids")
                    .params(nodes.id(), here.toArray(UUID[]::new))
                    .update();
        }
        NodeChannel.tellAll(jdbc, NodeChannel.Topic.TILES);
        told = here;
    }

    private Set<UUID> watchedElsewhere(JdbcClient jdbc) {
        record Watch(UUID node, List<UUID> sessions) {}
        Set<UUID> elsewhere = new HashSet<>();
        jdbc
                .sql("SELECT node_id, session_ids FROM tile_watches WHERE node_id <> ?")
                .param(nodes.id())
                .query((row, number) -> new Watch(row.getObject("node_id", UUID.class), List.of((UUID[])
                        row.getArray("session_ids").getArray())))
                .list()
                .stream()
                .filter(watch -> nodes.isAlive(jdbc, watch.node()))
                .forEach(watch -> elsewhere.addAll(watch.sessions()));
        return elsewhere;
    }

    private void write(JdbcClient jdbc, Set<UUID> elsewhere) {
        written.keySet().retainAll(elsewhere);
        List<Still> newer = stills.ours(elsewhere).stream()
                .filter(still -> still.takenAtMillis() != written.getOrDefault(still.sessionId(), -1L))
                .toList();
        if (newer.isEmpty()) {
            return;
        }
        jdbc.sql("INSERT INTO tile_stills (session_id, taken_at, jpeg) SELECT * FROM unnest(?, ?::timestamptz[], ?)"
                        + " ON CONFLICT (session_id) DO UPDATE SET taken_at = excluded.taken_at, jpeg = excluded.jpeg,"
                        + " written_at = clock_timestamp() WHERE tile_stills.taken_at < excluded.taken_at")
                .params(
                        newer.stream().map(Still::sessionId).toArray(UUID[]::new),
                        newer.stream()
                                .map(still -> Instant.ofEpochMilli(still.takenAtMillis())
                                        .toString())
                                .toArray(String[]::new),
                        newer.stream().map(Still::jpeg).toArray(byte[][]::new))
                .update();
        newer.forEach(still -> written.put(still.sessionId(), still.takenAtMillis()));
    }

    private void read(JdbcClient jdbc, Set<UUID> here) {
        if (here.isEmpty()) {
            return;
        }
        UUID[] ids = here.toArray(UUID[]::new);
        String[] known = Arrays.stream(ids)
                .map(stills::find)
                .map(still -> Instant.ofEpochMilli(still == null ? 0 : still.takenAtMillis())
                        .toString())
                .toArray(String[]::new);
        jdbc.sql("SELECT s.session_id, s.taken_at, s.jpeg FROM tile_stills s"
                        + " JOIN unnest(?, ?::timestamptz[]) AS known(id, at) ON known.id = s.session_id"
                        + " WHERE s.taken_at > known.at")
                .params(ids, known)
                .query((row, number) -> new Still(
                        row.getObject("session_id", UUID.class),
                        SqlTime.instant(row, "taken_at").toEpochMilli(),
                        row.getBytes("jpeg")))
                .list()
                .forEach(stills::arrived);
    }

    private static int deleteStale(JdbcClient jdbc, boolean somebodyWatches) {
        return jdbc.sql(
                        somebodyWatches
                                ? "DELETE FROM tile_stills WHERE written_at < clock_timestamp() - " + STALE
                                : "DELETE FROM tile_stills")
                .update();
    }

    @Override
    public void start() {
        bell = new Doorbell("still-exchange", TURN, this::turn);
    }

    @Override
    public void stop() {
        Doorbell running = bell;
        if (running != null) {
            running.close();
        }
        bell = null;
    }

    @Override
    public boolean isRunning() {
        return bell != null;
    }

    /** As the exchange of boards: begins before the channel brings words. */
    @Override
    public int getPhase() {
        return -1;
    }
}
