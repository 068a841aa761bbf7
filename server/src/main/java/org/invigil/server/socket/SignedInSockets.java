package org.invigil.server.socket;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.invigil.server.identity.SignIns;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.HttpSessionHandshakeInterceptor;

/**
 * Closes sockets whose sign-in has ended: who signs out, or is disabled, sends and sees nothing more. One question to the
 * database for all sockets of the node every few seconds, so that it does not matter which node ended the sign-in.
 */
@Component
public class SignedInSockets {

    /** Sent when the sign-in that opened the socket has ended. */
    public static final CloseStatus SIGNED_OUT = new CloseStatus(1008, "signed out");

    private static final long LOOK_MILLIS = 3_000;

    private final SignIns signIns;
    private final Map<String, Entry> open = new ConcurrentHashMap<>();

    SignedInSockets(SignIns signIns) {
        this.signIns = signIns;
    }

    private record Entry(String signInId, Consumer<CloseStatus> close) {}

    /** Remembers at the handshake which sign-in opens the socket. */
    static HandshakeInterceptor handshake() {
        return new HttpSessionHandshakeInterceptor(Set.of());
    }

    /** From now on the socket is closed, by {@code close}, when its sign-in ends. */
    public void add(WebSocketSession socket, Consumer<CloseStatus> close) {
        if (socket.getAttributes().get(HttpSessionHandshakeInterceptor.HTTP_SESSION_ID_ATTR_NAME)
                instanceof String signInId) {
            open.put(socket.getId(), new Entry(signInId, close));
        }
    }

    public void remove(WebSocketSession socket) {
        open.remove(socket.getId());
    }

    @Scheduled(fixedDelay = LOOK_MILLIS)
    void closeEnded() {
        Set<String> ids = open.values().stream().map(Entry::signInId).collect(Collectors.toSet());
        if (ids.isEmpty()) {
            return;
        }
        try {
            Set<String> ended = signIns.ended(ids);
            open.values().stream()
                    .filter(entry -> ended.contains(entry.signInId()))
                    .forEach(entry -> entry.close().accept(SIGNED_OUT));
        } catch (DataAccessException | TransactionException e) {
            return; // nobody is cut off because the database is away; the next look asks again
        }
    }
}
