package org.invigil.server.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives precedence to what a student cannot go on without, see {@link ConnectionShare}: reading the session, making a
 * window the one that rules, saving an answer, submitting. Before the sign-in is looked up, for that asks the database
 * too.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class AnswersFirstFilter extends OncePerRequestFilter {

    private static final String SESSIONS = "/api/exam/sessions/";

    private final ConnectionShare connections;

    AnswersFirstFilter(ConnectionShare connections) {
        this.connections = connections;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        boolean ofSession = path.startsWith(SESSIONS);
        return switch (request.getMethod()) {
            case "GET", "PUT" -> !ofSession;
            case "POST" -> !(path.equals("/api/exam/submit") || (ofSession && path.endsWith("/window")));
            default -> true;
        };
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        connections.<ServletException, IOException>withPrecedence(() -> chain.doFilter(request, response));
    }
}
