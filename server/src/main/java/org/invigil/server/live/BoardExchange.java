package org.invigil.server.live;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.nodes.Doorbell;
import org.invigil.server.nodes.NodeChannel;
import org.invigil.server.nodes.Nodes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Tells other nodes what happens here, and learns what happens there. A node writes all its entries as one value into
 * one row and sends one word; whoever has a viewer reads the rows that changed. So the number of messages follows the
 * number of nodes, a lost word costs a second, and nothing has to be caught up on.
 */
@Component
class BoardExchange implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BoardExchange.class);

    /** How often it is looked whether there is something to tell. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** Running numbers are told once a second, what a proctor acts on at most this often. */
    private static final int LOOKS_BETWEEN_NEWS = 2;

    private static final int LOOKS_BETWEEN_BOARDS = 5;

    private static final Duration READ_AT_LEAST_EVERY = Duration.ofSeconds(1);
    private static final Duration RELOAD_EVERY = Duration.ofMinutes(5);

    private final LiveBoard board;
    private final StoredSessions stored;
    private final BoardCodec codec;
    private final Nodes nodes;
    private final ActorTransactions transactions;
    private final Map<UUID, Long> readVersions = new HashMap<>();
    private byte[] written = new byte[0];
    private int looksSinceWrite;
    private boolean news;
    private long reloadedAtNanos;
    private boolean mustReload = true;
    private volatile boolean following;
    private volatile @Nullable Doorbell reader;
    private volatile @Nullable Doorbell writer;

    BoardExchange(
            LiveBoard board,
            StoredSessions stored,
            BoardCodec codec,
            Nodes nodes,
            ActorTransactions transactions,
            NodeChannel channel) {
        this.board = board;
        this.stored = stored;
        this.codec = codec;
        this.nodes = nodes;
        this.transactions = transactions;
        channel.subscribe(NodeChannel.Topic.BOARDS, this::ringReader);
        channel.subscribeAfterGap(this::reloadAtNextTurn);
    }

    /**
     * Somebody watches here from now on. When this returns the board is whole, or the database is away: then it becomes
     * whole as soon as it is back.
     */
    void follow() {
        if (following) {
            return;
        }
        synchronized (this) {
            following = true;
            mustReload = true;
            try {
                read();
            } catch (DataAccessException | TransactionException e) {
                log.warn("Sessions of other nodes cannot be read just now: {}", e.getMessage());
            }
        }
    }

    /** Nobody watches here any more. */
    void unfollow() {
        following = false;
    }

    /** Words were missed, perhaps: looks at everything again. */
    private synchronized void reloadAtNextTurn() {
        mustReload = true;
        readVersions.clear();
    }

    /** Writes this node's board, if another node may want to know and there is something new. */
    private void write() {
        news |= board.hasNews();
        looksSinceWrite++;
        boolean due = looksSinceWrite >= (news ? LOOKS_BETWEEN_NEWS : LOOKS_BETWEEN_BOARDS);
        if (!due || nodes.others().isEmpty()) {
            return;
        }
        byte[] now = codec.encode(board.ours());
        if (!Arrays.equals(now, written)) {
            transactions.run(Actor.SYSTEM, jdbc -> {
                NodeChannel.tellAll(jdbc, NodeChannel.Topic.BOARDS);
                return jdbc.sql("INSERT INTO live_boards (node_id, version, sessions) VALUES (?, 1, ?)"
                                + " ON CONFLICT (node_id) DO UPDATE"
                                + " SET version = live_boards.version + 1, sessions = excluded.sessions")
                        .params(nodes.id(), now)
                        .update();
            });
            written = now;
        }
        looksSinceWrite = 0;
        news = false;
    }

    private synchronized void read() {
        if (!following) {
            readVersions.clear();
            board.forgetOthers();
            return;
        }
        if (mustReload || System.nanoTime() - reloadedAtNanos > RELOAD_EVERY.toNanos()) {
            board.stored(stored.recent());
            reloadedAtNanos = System.nanoTime();
            mustReload = false;
        }
        record Version(UUID node, long version) {}
        record Board(UUID node, long version, List<LiveSession> sessions) {}
        Set<UUID> alive = new HashSet<>();
        List<Board> changed = transactions.run(Actor.SYSTEM, jdbc -> {
            List<Version> versions = jdbc
                    .sql("SELECT node_id, version FROM live_boards WHERE node_id <> ?")
                    .param(nodes.id())
                    .query((row, number) -> new Version(row.getObject("node_id", UUID.class), row.getLong("version")))
                    .list()
                    .stream()
                    .filter(version -> nodes.isAlive(jdbc, version.node()))
                    .toList();
            versions.forEach(version -> alive.add(version.node()));
            UUID[] unread = versions.stream()
                    .filter(version -> readVersions.getOrDefault(version.node(), -1L) != version.version())
                    .map(Version::node)
                    .toArray(UUID[]::new);
            return unread.length == 0
                    ? List.of()
                    : jdbc.sql("SELECT node_id, version, sessions FROM live_boards WHERE node_id = ANY (?)")
                            .param(unread)
                            .query((row, number) -> new Board(
                                    row.getObject("node_id", UUID.class),
                                    row.getLong("version"),
                                    codec.decode(row.getBytes("sessions"))))
                            .list();
        });
        for (Board other : changed) {
            board.board(other.node(), other.sessions());
            readVersions.put(other.node(), other.version());
        }
        readVersions.keySet().retainAll(alive);
        board.keepNodes(alive);
    }

    @Override
    public void start() {
        reader = new Doorbell("live-board-reader", READ_AT_LEAST_EVERY, this::read);
        writer = new Doorbell("live-board-writer", LOOK_EVERY, this::write);
    }

    private void ringReader() {
        Doorbell running = reader;
        if (running != null) {
            running.ring();
        }
    }

    @Override
    public void stop() {
        for (Doorbell bell : new Doorbell[] {reader, writer}) {
            if (bell != null) {
                bell.close();
            }
        }
        reader = null;
        writer = null;
    }

    @Override
    public boolean isRunning() {
        return reader != null;
    }

    /** Begins before the channel brings words, ends after the sockets are closed and the last word is told. */
    @Override
    public int getPhase() {
        return -1;
    }
}
