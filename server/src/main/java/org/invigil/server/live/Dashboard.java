package org.invigil.server.live;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/** One staff member's open page: a short mailbox and a virtual thread that sends from it. */
final class Dashboard {

    /** Half a second each: a page that is this far behind is better off with a new snapshot. */
    private static final int MOST_WAITING = 8;

    private final WebSocketSession socket;
    private final BlockingQueue<TextMessage> mailbox = new ArrayBlockingQueue<>(MOST_WAITING);
    private @Nullable Thread sender;

    Dashboard(WebSocketSession socket) {
        this.socket = socket;
    }

    void start() {
        sender = Thread.ofVirtual().name("dashboard").start(this::send);
    }

    /** False if the mailbox is full. */
    boolean offer(TextMessage message) {
        return mailbox.offer(message);
    }

    void stop() {
        Thread running = sender;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Ends a page that does not read. Closing waits for the peer, so it has a thread of its own. */
    void tooSlow() {
        stop();
        Thread.ofVirtual().name("dashboard-close").start(() -> close(CloseStatus.SERVICE_OVERLOAD));
    }

    private void send() {
        try {
            while (socket.isOpen()) {
                socket.sendMessage(mailbox.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // asked to stop
        } catch (IOException e) {
            close(CloseStatus.SERVER_ERROR); // the page is gone; it reconnects
        }
    }

    private void close(CloseStatus status) {
        try {
            socket.close(status);
        } catch (IOException e) {
            // It is gone already, which is what was wanted.
        }
    }
}
