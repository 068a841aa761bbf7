package org.invigil.server.socket;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.invigil.server.identity.Actor;
import org.invigil.server.problem.CommonProblem;
import org.invigil.server.problem.Problem;
import org.invigil.server.problem.ProblemWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.transaction.TransactionException;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** Decides who may have a socket: only people who are signed in, from this site's own pages. A refusal is a problem document. */
public abstract class Handshake implements HandshakeInterceptor {

    private static final String RETRY_AFTER_SECONDS = "10";

    private final Origins origins;
    private final ProblemWriter problems;

    protected Handshake(Origins origins, ProblemWriter problems) {
        this.origins = origins;
        this.problems = problems;
    }

    /**
     * Why this person may not have the socket, null if nothing speaks against it.
     *
     * @param attributes kept with the socket
     * @throws DataAccessException if the database must be asked and is away; the client is told to come again
     */
    protected abstract @Nullable Problem refusal(
            Actor actor, ServerHttpRequest request, Map<String, Object> attributes);

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
        } catch (DataAccessException | TransactionException e) {
            refusal = CommonProblem.UNAVAILABLE.problem();
        }
        if (refusal == null) {
            return true;
        }
        HttpServletResponse servletResponse = ((ServletServerHttpResponse) response).getServletResponse();
        if (refusal.status() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            servletResponse.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
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
        // Everything was decided before.
    }
}
