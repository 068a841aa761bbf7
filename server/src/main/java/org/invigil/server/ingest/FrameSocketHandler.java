package org.invigil.server.ingest;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.invigil.server.analysis.FrameAnalyzer;
import org.invigil.server.analysis.FrameLane;
import org.invigil.server.observe.LogContext;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.SessionOver;
import org.invigil.server.socket.Outbox;
import org.invigil.server.socket.SignedInSockets;
import org.invigil.server.streams.SessionScores;
import org.invigil.server.streams.StreamEnded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/** Receives frames: each socket becomes a {@link FrameConnection}, one a session. */
@Component
class FrameSocketHandler extends AbstractWebSocketHandler implements SmartLifecycle {

    /** Another window or device of the same student has taken over. */
    static final CloseStatus REPLACED = new CloseStatus(4001, "replaced by a newer connection");

    static final CloseStatus OVER = new CloseStatus(1000, "the session is over");

    private static final Logger log = LoggerFactory.getLogger(FrameSocketHandler.class);

    private static final String CONNECTION = "frame-connection";

    private final SessionScores scores;
    private final StreamTakeover takeover;
    private final FrameAnalyzer analyzer;
    private final FrameReplies replies;
    private final FrameMetrics metrics;
    private final SignedInSockets signedIn;
    private final Clock clock;
    private final Map<UUID, FrameConnection> connections = new ConcurrentHashMap<>();
    private volatile boolean running;

    FrameSocketHandler(
            SessionScores scores,
            StreamTakeover takeover,
            FrameAnalyzer analyzer,
            FrameReplies replies,
            FrameMetrics metrics,
            SignedInSockets signedIn,
            Clock clock) {
        this.scores = scores;
        this.takeover = takeover;
        this.analyzer = analyzer;
        this.replies = replies;
        this.metrics = metrics;
        this.signedIn = signedIn;
        this.clock = clock;
    }

    /** Messages may come in parts: so a large one needs no large buffer and can be refused without losing the socket. */
    @Override
    public boolean supportsPartialMessages() {
        return true;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession socket) {
        ExamSession session =
                (ExamSession) Objects.requireNonNull(socket.getAttributes().get(FrameHandshake.SESSION));
        FrameConnection connection = new FrameConnection(
                session, analyzer, replies, metrics, clock, Outbox.start(socket, FrameLimits.OUTBOX_MESSAGES));
        socket.getAttributes().put(CONNECTION, connection);
        signedIn.add(socket, connection::close);
        FrameConnection older = connections.put(session.sessionId(), connection);
        if (older != null) {
            older.close(REPLACED);
        }
        if (!running) {
            connection.close(CloseStatus.GOING_AWAY); // came in while the server was stopping
            return;
        }
        boolean isKnown = !socket.getAttributes().containsKey(FrameHandshake.PLACE);
        Optional<FrameLane> lane = analyzer.open(connection, isKnown);
        if (lane.isEmpty()) {
            connection.close(CloseStatus.SERVICE_OVERLOAD);
            return;
        }
        connection.attach(lane.get());
        scores.connected(session);
        takeover.start(session, connection);
        LogContext.with(session.sessionId(), () -> log.info("A camera is connected"));
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession socket, BinaryMessage message) {
        connection(socket).binary(message.getPayload(), message.isLast());
    }

    @Override
    protected void handleTextMessage(WebSocketSession socket, TextMessage message) {
        connection(socket).text(message.getPayload(), message.isLast());
    }

    @Override
    public void handleTransportError(WebSocketSession socket, Throwable exception) {
        connection(socket).close(CloseStatus.SERVER_ERROR);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
        signedIn.remove(socket);
        FrameConnection connection = connection(socket);
        connection.close(status);
        // A connection that was replaced leaves the newer one's place alone.
        if (connections.remove(connection.sessionId(), connection)) {
            scores.disconnected(connection.sessionId());
            LogContext.with(
                    connection.sessionId(),
                    () -> log.info("A camera is disconnected, close code {}", status.getCode()));
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
                if (connection.isOfEpoch(event.epoch())) {
                    connection.close(REPLACED);
                }
            }
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Tells every student to reconnect, before the web server goes down. */
    @Override
    public void stop() {
        running = false;
        connections.values().forEach(connection -> connection.close(CloseStatus.GOING_AWAY));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    void forEach(Consumer<FrameConnection> look) {
        connections.values().forEach(look);
    }

    int socketCount() {
        return connections.size();
    }

    private static FrameConnection connection(WebSocketSession socket) {
        return (FrameConnection)
                Objects.requireNonNull(socket.getAttributes().get(CONNECTION), "no connection was established");
    }
}
