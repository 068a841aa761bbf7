package org.invigil.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.invigil.server.ServerTest;
import org.invigil.server.identity.Actor;
import org.invigil.server.problem.Problem;
import org.invigil.server.problem.ProblemWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

/** What happens to a socket that goes while it comes. */
@ServerTest
class SocketHandlerTests {

    @Autowired
    SignedInSockets signedIn;

    @Autowired
    Origins origins;

    @Autowired
    ProblemWriter problems;

    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final WebSocketSession socket = (WebSocketSession) Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {WebSocketSession.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "getAttributes" -> attributes;
                case "getId" -> "a-socket";
                case "isOpen" -> true;
                default -> null;
            });

    /** A handler that takes a place for each socket, and a line that is gone when {@code goes} says so. */
    private final class Places extends SocketHandler<SocketEnd> {

        final Set<SocketEnd> taken = new HashSet<>();
        private final Runnable goes;

        Places(Runnable goes) {
            super("/places", new Everybody(), signedIn, 4);
            this.goes = goes;
        }

        @Override
        protected SocketEnd end(WebSocketSession opening, Outbox outbox) {
            return outbox::close;
        }

        @Override
        protected void opened(WebSocketSession opening, SocketEnd end) {
            goes.run();
            taken.add(end);
        }

        @Override
        protected void closed(SocketEnd end, CloseStatus status) {
            taken.remove(end);
        }
    }

    private final class Everybody extends Handshake {

        Everybody() {
            super(origins, problems);
        }

        @Override
        protected @Nullable Problem refusal(Actor actor, ServerHttpRequest request, Map<String, Object> kept) {
            return null;
        }
    }

    @Test
    void anOpenSocketKeepsItsPlaceUntilItIsClosed() {
        Places places = new Places(() -> {});
        places.start();
        places.afterConnectionEstablished(socket);
        assertThat(places.taken).hasSize(1);

        places.afterConnectionClosed(socket, CloseStatus.NORMAL);
        assertThat(places.taken).isEmpty();
    }

    @Test
    void aSocketThatIsClosedWhileItIsOpenedKeepsNothing() {
        Places[] itself = new Places[1];
        Places places = new Places(() -> itself[0].afterConnectionClosed(socket, CloseStatus.NO_CLOSE_FRAME));
        itself[0] = places;
        places.start();

        places.afterConnectionEstablished(socket);

        assertThat(places.taken).isEmpty();
    }

    @Test
    void aSocketThatComesWhileTheServerStopsIsNotOpened() {
        Places places = new Places(() -> {});
        places.start();
        places.stop();

        places.afterConnectionEstablished(socket);

        assertThat(places.taken).isEmpty();
    }
}
