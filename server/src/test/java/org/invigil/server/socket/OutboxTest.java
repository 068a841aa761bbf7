package org.invigil.server.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/** An outbox before a socket that takes what it is given at once, later, or never. */
class OutboxTest {

    private static final int CAPACITY = 3;

    private final List<String> sent = new ArrayList<>();
    private final List<CloseStatus> closed = new CopyOnWriteArrayList<>();
    /** Whoever waits for the word that a message has gone out. */
    private final Deque<SendHandler> waiting = new ArrayDeque<>();

    private final List<Runnable> afterTimeout = new ArrayList<>();
    private boolean takesAtOnce = true;
    private Executor container = Runnable::run;

    private final RemoteEndpoint.Async remote = proxy(RemoteEndpoint.Async.class, (method, arguments) -> {
        sent.add((String) arguments[0]);
        SendHandler handler = (SendHandler) arguments[1];
        if (takesAtOnce) {
            container.execute(() -> handler.onResult(new SendResult(this.session)));
        } else {
            waiting.add(handler);
        }
        return null;
    });
    private final Session session = proxy(Session.class, (method, arguments) -> remote);
    private final WebSocketSession socket = (WebSocketSession) Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {WebSocketSession.class, NativeWebSocketSession.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "getNativeSession" -> session;
                case "close" -> {
                    closed.add((CloseStatus) arguments[0]);
                    yield null;
                }
                default -> null;
            });
    private final Outbox outbox = new Outbox(socket, CAPACITY, afterTimeout::add);

    private interface Calls {
        @Nullable
        Object of(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> calls.of(method.getName(), arguments)));
    }

    private void oneHasGone(SendResult result) {
        Objects.requireNonNull(waiting.poll(), "nothing is on its way").onResult(result);
    }

    @Test
    void whatTheSocketTakesAtOnceIsSentByWhoOffersIt() {
        assertThat(outbox.offer("one")).isTrue();
        assertThat(outbox.offer("two")).isTrue();

        assertThat(sent).containsExactly("one", "two");
        assertThat(afterTimeout).as("nothing has to be watched").isEmpty();
    }

    @Test
    void whatWaitsFollowsInOrderAndTheEndComesLast() {
        takesAtOnce = false;
        outbox.offer("one");
        outbox.offer("two");
        outbox.offer("three");
        outbox.close(CloseStatus.GOING_AWAY);
        assertThat(sent).containsExactly("one");
        assertThat(outbox.offer("too late")).isFalse();

        oneHasGone(new SendResult(session));
        oneHasGone(new SendResult(session));
        assertThat(sent).containsExactly("one", "two", "three");
        assertThat(closed).isEmpty();

        oneHasGone(new SendResult(session));
        await().until(() -> !closed.isEmpty());
        assertThat(closed).containsExactly(CloseStatus.GOING_AWAY);
        afterTimeout.forEach(Runnable::run); // of sends that are long over
        assertThat(closed).hasSize(1);
    }

    @Test
    void aReaderWhoDoesNotKeepUpGetsNothingMore() {
        takesAtOnce = false;
        for (int i = 0; i <= CAPACITY; i++) {
            assertThat(outbox.offer("message " + i)).isTrue();
        }
        assertThat(outbox.offer("too many")).isFalse();
    }

    @Test
    void aSendThatFailsEndsTheSocket() {
        takesAtOnce = false;
        outbox.offer("one");
        outbox.offer("two");
        oneHasGone(new SendResult(session, new IOException("gone")));

        await().until(() -> closed.equals(List.of(CloseStatus.SESSION_NOT_RELIABLE)));
        assertThat(sent).containsExactly("one");
        assertThat(outbox.offer("three")).isFalse();
    }

    @Test
    void aSendThatHangsEndsTheSocketEvenWhileItIsBeingClosed() {
        takesAtOnce = false;
        outbox.offer("one");
        outbox.close(CloseStatus.NORMAL);
        assertThat(afterTimeout).hasSize(1);
        afterTimeout.getFirst().run();

        await().until(() -> closed.equals(List.of(CloseStatus.NORMAL)));
        oneHasGone(new SendResult(session)); // too late
        assertThat(closed).hasSize(1);
    }

    @Test
    void thatAMessageHasGoneIsSaidInPlaceOnlyWhileItIsBeingSent() {
        List<Runnable> elsewhere = new ArrayList<>();
        container = Outbox.saidInPlace(elsewhere::add);
        outbox.offer("one");
        assertThat(elsewhere).isEmpty();

        outbox.offer("long ".repeat(1_000));
        assertThat(elsewhere).as("goes out in pieces").hasSize(1);
        outbox.offer("two");
        assertThat(sent).hasSize(2);
        elsewhere.removeFirst().run();
        assertThat(sent).hasSize(3);

        container.execute(() -> sent.add("a request"));
        assertThat(elsewhere).hasSize(1);
    }
}
