package org.invigil.server.live;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.StaffScope;
import org.invigil.server.identity.StaffScopes;
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
    private final StaffScopes scopes;
    private final JsonMapper json;
    private final Clock clock;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private int quietTicks;
    private int ticksWithoutViewers;

    LiveSocketHandler(
            LiveHandshake handshake,
            LiveBoard board,
            BoardExchange exchange,
            StaffScopes scopes,
            JsonMapper json,
            SignedInSockets signedIn,
            Clock clock) {
        super("/live", handshake, signedIn, OUTBOX_MESSAGES);
        this.board = board;
        this.exchange = exchange;
        this.scopes = scopes;
        this.json = json;
        this.clock = clock;
    }

    private record Snapshot(String type, long seq, Instant serverTime, List<LiveSession> sessions) {}

    /** The part of a delta that is the same for everybody who sees all of it. */
    private record Delta(Instant serverTime, List<LiveSession> sessions, List<UUID> removed) {}

    /** Of one tick: whose parts name the same sessions are sent the same. */
    private record Part(List<UUID> sessions, Set<UUID> removed) {
        static Part of(LiveBoard.Changes changes) {
            return new Part(
                    changes.sessions().stream().map(LiveSession::sessionId).toList(), Set.copyOf(changes.removed()));
        }
    }

    /** One viewer, who sees what they are assigned to. {@code seq} and {@code shown} are guarded by the handler. */
    static final class Viewer implements SocketEnd {
        private final Actor actor;
        private final Outbox outbox;
        /** Nothing until the socket is open. */
        private volatile StaffScope scope = (examId, studentId) -> false;
        /** The sessions on this viewer's page. */
        private final Set<UUID> shown = new HashSet<>();

        private long seq = 1;

        Viewer(Actor actor, Outbox outbox) {
            this.actor = actor;
            this.outbox = outbox;
        }

        /** All that the viewer sees now, and puts it on their page. */
        private List<LiveSession> first(List<LiveSession> everybody) {
            List<LiveSession> seen = everybody.stream().filter(this::sees).toList();
            seen.forEach(session -> shown.add(session.sessionId()));
            return seen;
        }

        /**
         * The viewer's part of what has changed; also who came into their sight or left it, because assignments or groups
         * have changed.
         *
         * @param changed the ids of the sessions in {@code everybody} that are not as they were
         */
        private LiveBoard.Changes part(List<LiveSession> everybody, Set<UUID> changed) {
            List<LiveSession> sessions = new ArrayList<>();
            Set<UUID> left = new HashSet<>(shown);
            for (LiveSession session : everybody) {
                UUID id = session.sessionId();
                if (sees(session)) {
                    left.remove(id);
                    if (shown.add(id) || changed.contains(id)) {
                        sessions.add(session);
                    }
                }
            }
            shown.removeAll(left);
            return new LiveBoard.Changes(sessions, List.copyOf(left));
        }

        private boolean sees(LiveSession session) {
            return scope.covers(session.examId(), session.student().id());
        }

        @Override
        public void close(CloseStatus status) {
            outbox.close(status);
        }
    }

    @Override
    protected Viewer end(WebSocketSession socket, Outbox outbox) {
        Actor actor = Actor.of(socket.getPrincipal()).orElseThrow(); // the handshake let nobody else in
        return new Viewer(actor, outbox);
    }

    @Override
    protected void opened(WebSocketSession socket, Viewer viewer) {
        // Both ask the database, and so before anybody else has to wait.
        exchange.follow();
        viewer.scope = scopes.of(viewer.actor, Actor.Role.PROCTOR);
        welcome(viewer);
    }

    private synchronized void welcome(Viewer viewer) {
        if (viewers.size() >= MAX_VIEWERS) {
            viewer.close(CloseStatus.SERVICE_OVERLOAD);
            return;
        }
        viewer.outbox.offer(snapshot(viewer.seq, viewer.first(board.snapshot())));
        viewers.add(viewer);
    }

    /** The first message of a socket. */
    String snapshot(long seq, List<LiveSession> sessions) {
        return json.writeValueAsString(new Snapshot("snapshot", seq, clock.instant(), sessions));
    }

    /** Sends everybody what has changed for them. Snapshot and delta exclude each other, so no change falls between them. */
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
        List<LiveSession> everybody = board.snapshot();
        Set<UUID> changed =
                changes.sessions().stream().map(LiveSession::sessionId).collect(Collectors.toSet());
        Instant now = clock.instant();
        // Most viewers see the same, and what is the same is written once.
        Map<Part, String> written = new HashMap<>();
        viewers.forEach(viewer -> {
            viewer.seq++;
            LiveBoard.Changes part = viewer.part(everybody, changed);
            String delta = written.computeIfAbsent(
                    Part.of(part), same -> json.writeValueAsString(new Delta(now, part.sessions(), part.removed())));
            String message = "{\"type\":\"delta\",\"seq\":" + viewer.seq + "," + delta.substring(1);
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
