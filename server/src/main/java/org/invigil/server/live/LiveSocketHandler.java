package org.invigil.server.live;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.invigil.server.socket.Outbox;
import org.invigil.server.socket.SignedInSockets;
import org.invigil.server.socket.SocketEnd;
import org.invigil.server.socket.SocketHandler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.databind.json.JsonMapper;

/** The viewers of the dashboard at {@code /live}. The server speaks, they listen; what they send is ignored. */
@Component
class LiveSocketHandler extends SocketHandler<LiveSocketHandler.Viewer> {

    static final int MAX_VIEWERS = 500;

    /** Ten seconds' worth of deltas. */
    static final int OUTBOX_MESSAGES = 20;

    private static final long TICK_MILLIS = 500;

    /** An empty delta every 2 s tells a quiet room from a dead connection, which the page says after 4 s without any. */
    private static final int TICKS_BETWEEN_SIGNS_OF_LIFE = 4;

    /** A viewer who comes back soon finds the board still whole. */
    private static final int TICKS_UNTIL_UNFOLLOW = 120;

    private final LiveBoard board;
    private final BoardExchange exchange;
    private final JsonMapper json;
    private final Clock clock;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private int quietTicks;
    private int ticksWithoutViewers;

    LiveSocketHandler(
            LiveHandshake handshake,
            LiveBoard board,
            BoardExchange exchange,
            JsonMapper json,
            SignedInSockets signedIn,
            Clock clock) {
        super("/live", handshake, signedIn, OUTBOX_MESSAGES);
        this.board = board;
        this.exchange = exchange;
        this.json = json;
        this.clock = clock;
    }

    private record Snapshot(String type, long seq, Instant serverTime, List<LiveSession> sessions) {}

    /** The part of a delta that is the same for every viewer. */
    private record Delta(Instant serverTime, List<LiveSession> sessions, List<UUID> removed) {}

    /** One viewer; {@code seq} is guarded by the handler. */
    static final class Viewer implements SocketEnd {
        private final Outbox outbox;
        private long seq = 1;

        Viewer(Outbox outbox) {
            this.outbox = outbox;
        }

        @Override
        public void close(CloseStatus status) {
            outbox.close(status);
        }
    }

    @Override
    protected Viewer end(WebSocketSession socket, Outbox outbox) {
        return new Viewer(outbox);
    }

    @Override
    protected void opened(WebSocketSession socket, Viewer viewer) {
        exchange.follow(); // asks the database, and so before anybody else has to wait
        welcome(viewer);
    }

    private synchronized void welcome(Viewer viewer) {
        if (viewers.size() >= MAX_VIEWERS) {
            viewer.close(CloseStatus.SERVICE_OVERLOAD);
            return;
        }
        viewer.outbox.offer(snapshot(viewer.seq, board.snapshot()));
        viewers.add(viewer);
    }

    /** The first message of a socket. */
    String snapshot(long seq, List<LiveSession> sessions) {
        return json.writeValueAsString(new Snapshot("snapshot", seq, clock.instant(), sessions));
    }

    /** Sends what has changed to everybody. Snapshot and delta exclude each other, so no change falls between them. */
    @Scheduled(fixedRate = TICK_MILLIS)
    synchronized void tick() {
        LiveBoard.Changes changes = board.takeChanges(TICK_MILLIS / 1_000.0);
        ticksWithoutViewers = viewers.isEmpty() ? ticksWithoutViewers + 1 : 0;
        if (ticksWithoutViewers == TICKS_UNTIL_UNFOLLOW) {
            exchange.unfollow();
        }
        quietTicks = changes.isEmpty() ? quietTicks + 1 : 0;
        if (viewers.isEmpty() || (changes.isEmpty() && quietTicks < TICKS_BETWEEN_SIGNS_OF_LIFE)) {
            return;
        }
        quietTicks = 0;
        String common = json.writeValueAsString(new Delta(clock.instant(), changes.sessions(), changes.removed()));
        viewers.forEach(viewer -> {
            viewer.seq++;
            String message = "{\"type\":\"delta\",\"seq\":" + viewer.seq + "," + common.substring(1);
            if (!viewer.outbox.offer(message)) {
                viewer.close(CloseStatus.SERVICE_OVERLOAD);
            }
        });
    }

    @Override
    protected void closed(Viewer viewer, CloseStatus status) {
        viewers.remove(viewer);
    }

    int viewerCount() {
        return viewers.size();
    }
}
