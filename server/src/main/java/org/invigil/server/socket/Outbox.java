package org.invigil.server.socket;

import jakarta.websocket.Session;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/**
 * The way out of one socket. Whoever has something to say puts it here and goes on; a virtual thread sends. A reader who
 * does not keep up fills the outbox and then gets nothing more, and a send that hangs ends the socket.
 */
public final class Outbox {

    /** How long one message may take before the reader counts as gone. */
    public static final long SEND_TIMEOUT_MILLIS = 5_000;

    /** Tomcat reads the limit of a blocking send from this property of the session. */
    private static final String TOMCAT_SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    private static final TextMessage STOP = new TextMessage("");

    private final WebSocketSession socket;
    private final BlockingQueue<WebSocketMessage<?>> queue;
    private final AtomicReference<@Nullable CloseStatus> closing = new AtomicReference<>();

    private Outbox(WebSocketSession socket, int capacity) {
        this.socket = socket;
        this.queue = new ArrayBlockingQueue<>(capacity + 1); // one place is kept for the end
    }

    /** An outbox that is already sending. */
    public static Outbox start(WebSocketSession socket, int capacity) {
        if (socket instanceof NativeWebSocketSession wrapper) {
            Session session = wrapper.getNativeSession(Session.class);
            if (session != null) {
                session.getUserProperties().put(TOMCAT_SEND_TIMEOUT, SEND_TIMEOUT_MILLIS);
            }
        }
        Outbox outbox = new Outbox(socket, capacity);
        Thread.ofVirtual().name("outbox-" + socket.getId()).start(outbox::send);
        return outbox;
    }

    /**
     * Puts a message at the end. Never blocks.
     *
     * @return false if the outbox is full or closed: the message will not be sent
     */
    public boolean offer(String message) {
        return offer(new TextMessage(message));
    }

    /**
     * Puts a binary message at the end. Never blocks.
     *
     * @param message is not changed from here on
     * @return false if the outbox is full or closed: the message will not be sent
     */
    public boolean offer(byte[] message) {
        return offer(new BinaryMessage(message));
    }

    /** Whether everything that was offered is on its way: where only the newest counts, more is offered then. */
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    private boolean offer(WebSocketMessage<?> message) {
        return closing.get() == null && queue.remainingCapacity() > 1 && queue.offer(message);
    }

    /** Sends what is waiting and closes the socket; what is offered later is refused. */
    public void close(CloseStatus status) {
        if (closing.compareAndSet(null, status) && !queue.offer(STOP)) {
            queue.clear();
            queue.offer(STOP);
        }
    }

    private void send() {
        try {
            while (true) {
                WebSocketMessage<?> message = queue.take();
                if (message == STOP) {
                    break;
                }
                socket.sendMessage(message);
            }
        } catch (InterruptedException | IOException | RuntimeException e) {
            // The reader is gone or does not read: nothing to tell anybody, the close below frees what is left.
            closing.compareAndSet(null, CloseStatus.SESSION_NOT_RELIABLE);
        }
        CloseStatus status = closing.get();
        try {
            socket.close(status == null ? CloseStatus.NORMAL : status);
        } catch (IOException e) {
            closing.set(CloseStatus.SESSION_NOT_RELIABLE); // closed by the other side already
        }
    }
}
