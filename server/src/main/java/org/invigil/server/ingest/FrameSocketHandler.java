package org.invigil.server.ingest;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.invigil.server.admission.WaitingFrames;
import org.invigil.server.analysis.FrameAnalyzer;
import org.invigil.server.analysis.FrameLane;
import org.invigil.server.devices.DeviceMoved;
import org.invigil.server.hints.HintKind;
import org.invigil.server.hints.Hints;
import org.invigil.server.identity.Device;
import org.invigil.server.observe.LogContext;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.SessionOver;
import org.invigil.server.socket.Outbox;
import org.invigil.server.socket.SignedInSockets;
import org.invigil.server.socket.SocketHandler;
import org.invigil.server.streams.SessionScores;
import org.invigil.server.streams.StreamEnded;
import org.invigil.server.tiles.Stills;
import org.invigil.server.watch.Watches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/** The frame sockets at {@code /analyze}, one a session; how a frame travels stands in {@link FrameWay}. */
@Component
class FrameSocketHandler extends SocketHandler<FrameConnection> {

    /** Another window or device of the same student has taken over. */
    static final CloseStatus REPLACED = new CloseStatus(4001, "replaced by a newer connection");

    /** The student goes on on another device: this one does not come back by itself. */
    static final CloseStatus OTHER_DEVICE = new CloseStatus(4003, "the exam goes on on another device");

    static final CloseStatus OVER = new CloseStatus(1000, "the session is over");

    private static final Logger log = LoggerFactory.getLogger(FrameSocketHandler.class);

    private final SessionScores scores;
    private final StreamTakeover takeover;
    private final FrameAnalyzer analyzer;
    private final FrameReplies replies;
    private final FrameMetrics metrics;
    private final Stills stills;
    private final WaitingFrames waiting;
    private final Hints hints;
    private final HeadTurns turns;
    private final Watches watches;
    private final Clock clock;
    private final Map<UUID, FrameConnection> connections = new ConcurrentHashMap<>();

    FrameSocketHandler(
            FrameHandshake handshake,
            SessionScores scores,
            StreamTakeover takeover,
            FrameAnalyzer analyzer,
            FrameReplies replies,
            FrameMetrics metrics,
            Stills stills,
            SignedInSockets signedIn,
            WaitingFrames waiting,
            Hints hints,
            HeadTurns turns,
            Watches watches,
            Clock clock) {
        super("/analyze", handshake, signedIn, FrameLimits.OUTBOX_MESSAGES);
        this.scores = scores;
        this.takeover = takeover;
        this.analyzer = analyzer;
        this.replies = replies;
        this.metrics = metrics;
        this.stills = stills;
        this.waiting = waiting;
        this.hints = hints;
        this.turns = turns;
        this.watches = watches;
        this.clock = clock;
    }

    /** Messages may come in parts: so a large one needs no large buffer and can be refused without losing the socket. */
    @Override
    public boolean supportsPartialMessages() {
        return true;
    }

    @Override
    protected FrameConnection end(WebSocketSession socket, Outbox outbox) {
        ExamSession session =
                (ExamSession) Objects.requireNonNull(socket.getAttributes().get(FrameHandshake.SESSION));
        Pulse pulse = new Pulse(clock);
        boolean isShort = socket.getAttributes().containsKey(FrameHandshake.SHORT_ANSWERS);
        FrameAnswers answers = new FrameAnswers(
                replies, analyzer, turns.ofSocket(session.sessionId()), metrics, pulse, outbox, isShort);
        PageClock pageClock = new PageClock(
                wrong -> hints.note(session.sessionId(), HintKind.TIME_TOLD_WRONG, wrong.wireName(), clock.instant()));
        FrameWatch watch = new FrameWatch(session.sessionId(), watches, hints, analyzer, clock);
        FrameReceiver receiver = new FrameReceiver(analyzer, metrics, pageClock, clock, watch);
        FrameWay way = new FrameWay(session.sessionId(), receiver, answers, metrics, stills, waiting, watch, clock);
        Device device = (Device) Objects.requireNonNull(socket.getAttributes().get(FrameHandshake.DEVICE));
        return new FrameConnection(session, device.id(), pulse, answers, way);
    }

    @Override
    protected void opened(WebSocketSession socket, FrameConnection connection) {
        ExamSession session = connection.session();
        FrameConnection older = connections.put(session.sessionId(), connection);
        if (older != null) {
            older.close(REPLACED);
        }
        boolean isKnown = !socket.getAttributes().containsKey(FrameHandshake.PLACE);
        Optional<FrameLane> lane = analyzer.open(connection.way(), isKnown);
        if (lane.isEmpty()) {
            watches.noRoom(session);
            connection.close(CloseStatus.SERVICE_OVERLOAD);
            return;
        }
        connection.way().open(lane.get());
        scores.connected(session);
        takeover.start(session, connection);
        LogContext.with(session.sessionId(), () -> log.info("A camera is connected"));
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession socket, BinaryMessage message) {
        FrameConnection connection = heard(socket);
        connection.way().binary(message.getPayload(), message.isLast());
    }

    @Override
    protected void handleTextMessage(WebSocketSession socket, TextMessage message) {
        FrameConnection connection = heard(socket);
        connection.way().text(message.getPayload(), message.isLast());
    }

    private FrameConnection heard(WebSocketSession socket) {
        FrameConnection connection = Objects.requireNonNull(endOf(socket), "no connection was established");
        connection.pulse().heard();
        watches.heard(connection.sessionId(), clock.millis());
        return connection;
    }

    @Override
    protected void closed(FrameConnection connection, CloseStatus status) {
        // A connection that was replaced leaves the newer one's place alone.
        if (connections.remove(connection.sessionId(), connection)) {
            scores.disconnected(connection.sessionId());
            LogContext.with(
                    connection.sessionId(),
                    () -> log.info("A camera is disconnected, close code {}", status.getCode()));
        }
    }

    @EventListener
    void moved(DeviceMoved event) {
        goesOnOn(event.sessionId(), event.deviceId());
    }

    /** A socket of another device than this has no business in the sitting any more. */
    void goesOnOn(UUID sessionId, UUID deviceId) {
        FrameConnection connection = connections.get(sessionId);
        if (connection != null && !connection.deviceId().equals(deviceId)) {
            connection.close(OTHER_DEVICE);
        }
    }

    @EventListener
    void over(SessionOver event) {
        FrameConnection connection = connections.get(event.session().sessionId());
        if (connection != null) {
            connection.close(OVER);
        }
    }

    /** Another node has ended this node's stream: it has the student's newer socket, or has ended the session. */
    @EventListener
    void endedElsewhere(StreamEnded event) {
        FrameConnection connection = connections.get(event.sessionId());
        if (connection == null) {
            return;
        }
        switch (event.reason()) {
            case OVER -> connection.close(OVER);
            case TAKEN_OVER -> {
                // The student may be back here already, with a socket for which the session is just being taken again.
                if (connection.way().isOfEpoch(event.epoch())) {
                    connection.close(REPLACED);
                }
            }
        }
    }

    Set<UUID> sessionIds() {
        return Set.copyOf(connections.keySet());
    }

    void forEach(Consumer<FrameConnection> look) {
        connections.values().forEach(look);
    }

    int socketCount() {
        return connections.size();
    }
}
