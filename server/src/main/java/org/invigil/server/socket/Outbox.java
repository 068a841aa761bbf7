package org.invigil.server.socket;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/**
 * The way out of one socket. Whoever has something to say puts it here and goes on: what the socket takes at once is on its way
 * then, without another thread; the rest follows when the socket takes more. A reader who does not keep up fills the outbox and
 * then gets nothing more, and a send that hangs ends the socket.
 */
public final class Outbox {

    /** How long one message may take before the reader counts as gone. */
    public static final long SEND_TIMEOUT_MILLIS = 5_000;

    /** Tomcat reads the limit of a blocking send, as of the last word of a socket, from this property of the session. */
    private static final String TOMCAT_SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    /** Tomcat sends text in pieces of 8 KiB, each from within the word that the last one has gone: so much is surely one. */
    private static final int ONE_PIECE_CHARS = 2_048;

    private static final TextMessage STOP = new TextMessage("");
    private static final ThreadLocal<Boolean> SENDING_HERE = ThreadLocal.withInitial(() -> false);
    private static final Executor AFTER_TIMEOUT =
            CompletableFuture.delayedExecutor(SEND_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS, Thread::startVirtualThread);

    private final WebSocketSession socket;
    private final Executor afterTimeout;
    private final BlockingQueue<WebSocketMessage<?>> queue;
    private final AtomicReference<@Nullable CloseStatus> closing = new AtomicReference<>();
    /** Whether a message is on its way, or the end: only who sets this may send. */
    private final AtomicBoolean sending = new AtomicBoolean();

    /** @param afterTimeout runs what it is given once a send that began now has taken too long */
    Outbox(WebSocketSession socket, int capacity, Executor afterTimeout) {
        this.socket = socket;
        this.afterTimeout = afterTimeout;
        this.queue = new ArrayBlockingQueue<>(capacity + 1); // one place is kept for the end
    }

    /** The outbox of a socket that is open. */
    static Outbox of(WebSocketSession socket, int capacity) {
        if (socket instanceof NativeWebSocketSession wrapper) {
            Session session = wrapper.getNativeSession(Session.class);
            if (session != null) {
                session.getUserProperties().put(TOMCAT_SEND_TIMEOUT, SEND_TIMEOUT_MILLIS);
            }
        }
        return new Outbox(socket, capacity, AFTER_TIMEOUT);
    }

    /**
     * Tomcat's executor, but for one thing: when a message has gone out while the thread that sends it is still within the call, that
     * thread is told of it. Tomcat would wake another one for each message.
     */
    static Executor saidInPlace(Executor executor) {
        return task -> {
            if (SENDING_HERE.get() && !(task instanceof SocketProcessorBase)) {
                task.run();
            } else {
                executor.execute(task);
            }
        };
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
        boolean taken = closing.get() == null && queue.remainingCapacity() > 1 && queue.offer(message);
        if (taken) {
            sendWhatWaits();
        }
        return taken;
    }

    /** Sends what is waiting and closes the socket; what is offered later is refused. */
    public void close(CloseStatus status) {
        if (closing.compareAndSet(null, status)) {
            if (!queue.offer(STOP)) {
                queue.clear();
                queue.offer(STOP);
            }
            sendWhatWaits();
        }
    }

    /** Until nothing waits, or the socket takes no more just now: whoever hears that it does goes on. */
    private void sendWhatWaits() {
        while (!queue.isEmpty() && sending.compareAndSet(false, true)) {
            WebSocketMessage<?> message = queue.poll();
            if (message == STOP) {
                closeSocket(); // nothing is sent after it
                return;
            }
            if (message != null && !new Sending().isDoneAtOnce(message)) {
                return;
            }
            sending.set(false);
        }
    }

    /** One message on its way. */
    private final class Sending implements SendHandler {

        /** Set by the first of two: the word that it has gone out, and the return of the call that sent it. */
        private final AtomicBoolean hasFirst = new AtomicBoolean();

        private final AtomicBoolean isOver = new AtomicBoolean();

        boolean isDoneAtOnce(WebSocketMessage<?> message) {
            try {
                send(message);
            } catch (RuntimeException e) {
                failed();
                return false;
            }
            boolean isDone = !hasFirst.compareAndSet(false, true);
            if (!isDone) {
                afterTimeout.execute(this::failed);
            }
            return isDone;
        }

        private void send(WebSocketMessage<?> message) {
            Session session = ((NativeWebSocketSession) socket).getNativeSession(Session.class);
            RemoteEndpoint.Async remote =
                    Objects.requireNonNull(session, "a socket of the container").getAsyncRemote();
            SENDING_HERE.set(message instanceof BinaryMessage || message.getPayloadLength() <= ONE_PIECE_CHARS);
            try {
                switch (message) {
                    case BinaryMessage binary -> remote.sendBinary(binary.getPayload(), this);
                    default -> remote.sendText((String) message.getPayload(), this);
                }
            } finally {
                SENDING_HERE.set(false);
            }
        }

        @Override
        public void onResult(SendResult result) {
            if (!result.isOK()) {
                failed();
            } else if (!hasFirst.compareAndSet(false, true) && isOver.compareAndSet(false, true)) {
                sending.set(false);
                sendWhatWaits();
            }
        }

        /** The reader is gone or does not read: nothing to tell anybody, the close frees what is left. */
        private void failed() {
            if (isOver.compareAndSet(false, true)) {
                closing.compareAndSet(null, CloseStatus.SESSION_NOT_RELIABLE);
                queue.clear();
                closeSocket();
            }
        }
    }

    /** That may take as long as a send, and is nothing for the thread of whoever has something to say. */
    private void closeSocket() {
        CloseStatus status = closing.get();
        Thread.ofVirtual().name("close-" + socket.getId()).start(() -> {
            try {
                socket.close(status == null ? CloseStatus.NORMAL : status);
            } catch (IOException e) {
                closing.set(CloseStatus.SESSION_NOT_RELIABLE); // closed by the other side already
            }
        });
    }
}
