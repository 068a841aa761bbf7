package org.invigil.server.socket;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.Device;
import org.invigil.server.problem.CommonProblem;
import org.invigil.server.problem.Problem;
import org.invigil.server.problem.ProblemWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.transaction.TransactionException;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Decides who may have a socket: only people who are signed in, from this site's own pages. A refusal is a problem document.
 * The same address, asked plainly, tells the same reasons and changes nothing: a browser does not tell its page why a socket
 * was refused.
 */
public abstract class Handshake implements HandshakeInterceptor {

    private static final String RETRY_AFTER_SECONDS = "10";
    private static final String WEBSOCKET = "websocket";
    private static final String ADMITTED = Handshake.class.getName() + ".admitted";

    private static final Problem UPGRADE_REQUIRED = Problem.of(
            HttpStatus.UPGRADE_REQUIRED,
            "upgrade_required",
            "Nothing speaks against this socket. Open it as a WebSocket; this was a plain request.");

    private final Origins origins;
    private final ProblemWriter problems;

    protected Handshake(Origins origins, ProblemWriter problems) {
        this.origins = origins;
        this.problems = problems;
    }

    /** Puts the sockets at this path behind this handshake, which also remembers by which sign-in each was opened. */
    final void guard(WebSocketHandlerRegistry registry, WebSocketHandler sockets, String path) {
        // The handshake itself checks the origin, so that a refusal is a problem document like any other.
        registry.addHandler(sockets, path)
                .addInterceptors(this, SignedInSockets.handshake())
                .setAllowedOriginPatterns("*");
    }

    /**
     * Why this person may not have the socket, null if nothing speaks against it. Looks and changes nothing: it is asked for
     * plain requests too, as often as somebody likes.
     *
     * @param attributes kept with the socket
     * @throws DataAccessException if the database must be asked and is away; the client is told to come again
     */
    protected abstract @Nullable Problem refusal(
            Actor actor, ServerHttpRequest request, Map<String, Object> attributes);

    /**
     * Takes what the socket will need, now that it is about to be opened; null if it could be had. What was taken is given
     * back by {@link #abandon} if the socket is not opened after all.
     *
     * @throws DataAccessException as above
     */
    protected @Nullable Problem admit(Map<String, Object> attributes) {
        return null;
    }

    /** The upgrade failed after {@link #admit} had said yes. */
    protected void abandon(Map<String, Object> attributes) {
        // Nothing was taken.
    }

    /** A parameter of the address that is a UUID; empty if it is missing or none. */
    protected static Optional<UUID> id(ServerHttpRequest request, String name) {
        try {
            return parameter(request, name).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A parameter of the address; empty if it is missing. */
    protected static Optional<String> parameter(ServerHttpRequest request, String name) {
        return Optional.ofNullable(UriComponentsBuilder.fromUri(request.getURI())
                .build()
                .getQueryParams()
                .getFirst(name));
    }

    /** From which browser the request comes; empty for a machine. */
    protected static Optional<Device> device(ServerHttpRequest request) {
        return Device.of(servlet(request));
    }

    /** Whether this request would open a socket, and does not only ask. */
    protected static boolean isUpgrade(ServerHttpRequest request) {
        return WEBSOCKET.equalsIgnoreCase(request.getHeaders().getUpgrade());
    }

    @Override
    public final boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes)
            throws IOException {
        Problem refusal;
        try {
            refusal = anyRefusal(request, attributes);
            if (refusal == null) {
                refusal = isUpgrade(request) ? admit(attributes) : UPGRADE_REQUIRED;
            }
        } catch (DataAccessException | TransactionException e) {
            refusal = CommonProblem.UNAVAILABLE.problem();
        }
        if (refusal == null) {
            servlet(request).setAttribute(ADMITTED, attributes);
            return true;
        }
        HttpServletResponse servletResponse = ((ServletServerHttpResponse) response).getServletResponse();
        if (refusal.status() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            servletResponse.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (refusal.status() == HttpStatus.UPGRADE_REQUIRED.value()) {
            servletResponse.setHeader(HttpHeaders.UPGRADE, WEBSOCKET);
        }
        problems.write(servletResponse, refusal);
        return false;
    }

    private @Nullable Problem anyRefusal(ServerHttpRequest request, Map<String, Object> attributes) {
        if (!origins.allows(request)) {
            return CommonProblem.FORBIDDEN.problem("This page is not part of the exam site; open it there.");
        }
        Optional<Actor> actor = Actor.of(request.getPrincipal());
        return actor.isEmpty() ? CommonProblem.UNAUTHENTICATED.problem() : refusal(actor.get(), request, attributes);
    }

    @Override
    public final void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception exception) {
        int status = ((ServletServerHttpResponse) response).getServletResponse().getStatus();
        if (exception == null && status == HttpStatus.SWITCHING_PROTOCOLS.value()) {
            return; // the socket has what was taken for it
        }
        if (servlet(request).getAttribute(ADMITTED) instanceof Map<?, ?> attributes) {
            @SuppressWarnings("unchecked") // put there by beforeHandshake
            Map<String, Object> admitted = (Map<String, Object>) attributes;
            abandon(admitted);
        }
    }

    private static HttpServletRequest servlet(ServerHttpRequest request) {
        return ((ServletServerHttpRequest) request).getServletRequest();
    }
}
