package org.invigil.server.socket;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/**
 * One kind of socket from its first to its last: each has an outbox and an end of its own, which is closed when the sign-in
 * behind it ends and when the server stops. Messages are ignored unless a subclass takes them.
 *
 * @param <E> the server's end of each socket
 */
public abstract class SocketHandler<E extends SocketEnd> extends AbstractWebSocketHandler
        implements WebSocketConfigurer, SmartLifecycle {

    private static final String END = SocketHandler.class.getName() + ".end";

    private final String path;
    private final Handshake handshake;
    private final SignedInSockets signedIn;
    private final int outboxMessages;
    private final Set<E> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    /**
     * Sockets at this path.
     *
     * @param handshake who may have one
     * @param outboxMessages that may wait for one slow reader
     */
    protected SocketHandler(String path, Handshake handshake, SignedInSockets signedIn, int outboxMessages) {
        this.path = path;
        this.handshake = handshake;
        this.signedIn = signedIn;
        this.outboxMessages = outboxMessages;
    }

    /** Makes the end of a socket that is about to be opened; takes nothing yet. */
    protected abstract E end(WebSocketSession socket, Outbox outbox);

    /** The socket is open; closes it where it may not stay. */
    protected abstract void opened(WebSocketSession socket, E end);

    /** The socket is gone, {@link #opened} or not. May be called twice. */
    protected abstract void closed(E end, CloseStatus status);

    /** The end of this socket, null if it could not be made. */
    @SuppressWarnings("unchecked") // put there by afterConnectionEstablished
    protected final @Nullable E endOf(WebSocketSession socket) {
        return (E) socket.getAttributes().get(END);
    }

    @Override
    public final void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        handshake.guard(registry, this, path);
    }

    @Override
    public final void afterConnectionEstablished(WebSocketSession socket) {
        E end = end(socket, Outbox.of(socket, outboxMessages));
        socket.getAttributes().put(END, end);
        open.add(end);
        signedIn.add(socket, end::close);
        if (running) {
            opened(socket, end);
            if (!open.contains(end)) {
                // It was closed while it was being opened, and what was taken since then would be kept for good.
                end.close(CloseStatus.NORMAL);
                closed(end, CloseStatus.NORMAL);
            }
        } else {
            end.close(CloseStatus.GOING_AWAY); // came in while the server was stopping
        }
    }

    @Override
    public final void handleTransportError(WebSocketSession socket, Throwable exception) {
        ifMade(socket, end -> end.close(CloseStatus.SERVER_ERROR));
    }

    @Override
    public final void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
        signedIn.remove(socket);
        ifMade(socket, end -> {
            open.remove(end);
            end.close(status);
            closed(end, status);
        });
    }

    private void ifMade(WebSocketSession socket, Consumer<E> use) {
        E end = endOf(socket);
        if (end != null) {
            use.accept(end);
        }
    }

    @Override
    public final void start() {
        running = true;
    }

    /** Tells every page to connect again, before the web server goes down. */
    @Override
    public final void stop() {
        running = false;
        open.forEach(end -> end.close(CloseStatus.GOING_AWAY));
    }

    @Override
    public final boolean isRunning() {
        return running;
    }
}
