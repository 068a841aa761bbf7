package org.invigil.server.nodes;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.NewsConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A word from node to node: "there is news of this topic for you". A word can get lost with the link; whoever listens is
 * told when the link is back and then looks for everything there is to know.
 */
@Component
public class NodeChannel implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(NodeChannel.class);

    private static final String EVERYBODY = "invigil_nodes";
    private static final int AWAIT_MILLIS = 5_000;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 4_000;

    /** What there is news of. */
    public enum Topic implements WireNamed {
        /** Sessions of the addressed node were taken over or submitted elsewhere. */
        STREAMS,
        /** A node has left the state of a session behind for the addressed node. */
        PARKED,
        /** A node's dashboard entries have changed. */
        BOARDS,
        /** A sitting has ended, has moved to another window, or has another end: whoever has a page of it looks. */
        SITTINGS,
        /** Other stills than before are watched at a node. */
        TILES
    }

    private final Nodes nodes;
    private final String url;
    private final String username;
    private final String password;
    private final Map<Topic, List<Runnable>> subscribers = new EnumMap<>(Topic.class);
    private final List<Runnable> afterGap = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile @Nullable NewsConnection link;

    NodeChannel(
            Nodes nodes,
            @Value("${spring.datasource.url}") String url,
            @Value("${spring.datasource.username}") String username,
            @Value("${spring.datasource.password}") String password) {
        this.nodes = nodes;
        this.url = url;
        this.username = username;
        this.password = password;
        for (Topic topic : Topic.values()) {
            subscribers.put(topic, new CopyOnWriteArrayList<>());
        }
    }

    /**
     * Hears of a topic.
     *
     * @param ring called on the listening thread with each word, and when the link is back: no work there
     */
    public void subscribe(Topic topic, Runnable ring) {
        subscribers.getOrDefault(topic, List.of()).add(ring);
    }

    /**
     * Hears of gaps.
     *
     * @param ring called when words may have been lost: the link is there for the first time, or again
     */
    public void subscribeAfterGap(Runnable ring) {
        afterGap.add(ring);
    }

    /** Sends a word to one node once the caller's transaction commits. */
    public static void tell(JdbcClient jdbc, UUID node, Topic topic) {
        notify(jdbc, channelOf(node), topic);
    }

    /** Sends a word to every node once the caller's transaction commits. */
    public static void tellAll(JdbcClient jdbc, Topic topic) {
        notify(jdbc, EVERYBODY, topic);
    }

    private static void notify(JdbcClient jdbc, String channel, Topic topic) {
        jdbc.sql("SELECT pg_notify(?, ?)")
                .params(channel, topic.wireName())
                .query((row, number) -> 1)
                .single();
    }

    private static String channelOf(UUID node) {
        return "invigil_node_" + node.toString().replace("-", "");
    }

    private void listen(CountDownLatch end) {
        int failures = 0;
        while (end.getCount() > 0) {
            try (NewsConnection open =
                    NewsConnection.open(url, username, password, List.of(EVERYBODY, channelOf(nodes.id())))) {
                link = open;
                if (failures > 0) {
                    log.info("News of other nodes come in again after {} failed tries", failures);
                }
                failures = 0;
                afterGap.forEach(Runnable::run);
                subscribers.values().forEach(list -> list.forEach(Runnable::run));
                while (end.getCount() > 0) {
                    open.await(AWAIT_MILLIS).forEach(this::dispatch);
                }
            } catch (SQLException e) {
                if (end.getCount() > 0 && failures++ == 0) {
                    log.warn("News of other nodes cannot be heard just now: {}", String.valueOf(e.getMessage()));
                }
            }
            link = null;
            pause(end, failures);
        }
    }

    private void dispatch(NewsConnection.News news) {
        WireNamed.find(Topic.class, news.payload())
                .ifPresent(topic -> subscribers.getOrDefault(topic, List.of()).forEach(Runnable::run));
    }

    private static void pause(CountDownLatch end, int failures) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10));
        try {
            boolean ignored =
                    end.await(ThreadLocalRandom.current().nextLong(most / 2, most + 1), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether words come in at present. */
    public boolean isListening() {
        return link != null;
    }

    /** Begins to listen, for the first time or again. */
    @Override
    public void start() {
        CountDownLatch end = new CountDownLatch(1);
        stopped = end;
        Thread.ofVirtual().name("node-channel").start(() -> listen(end));
    }

    @Override
    public void stop() {
        stopped.countDown();
        NewsConnection open = link;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                log.debug("The link was lost already", e);
            }
        }
    }

    @Override
    public boolean isRunning() {
        return stopped.getCount() > 0;
    }

    /** Listens until the sockets are closed and the web server has ended. */
    @Override
    public int getPhase() {
        return 0;
    }
}
