package org.invigil.server.observe;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request an id, and its log lines the exam session that its address names. A proxy's {@code X-Request-ID} is
 * taken over, so that its log and ours can be read side by side; the id goes back with the answer.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class LogContextFilter extends OncePerRequestFilter {

    private static final String HEADER = "X-Request-ID";
    private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    private static final String UUID_FORM = "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})";
    private static final Pattern SESSION_IN_PATH = Pattern.compile("/sessions/" + UUID_FORM + "(/|$)");
    private static final Pattern SESSION_IN_QUERY = Pattern.compile("(?:^|&)session=" + UUID_FORM + "(&|$)");
    private static final String HANDSHAKE = "/analyze";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String given = request.getHeader(HEADER);
        String id = given != null && SAFE_ID.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
        MDC.put(LogContext.REQUEST_ID, id);
        response.setHeader(HEADER, id);
        String session = session(request);
        if (session != null) {
            MDC.put(LogContext.SESSION_ID, session);
        }
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(LogContext.REQUEST_ID);
            MDC.remove(LogContext.SESSION_ID);
        }
    }

    /** From addresses alone; a body is not read for it, what needs it says so itself. */
    private static @Nullable String session(HttpServletRequest request) {
        if (request.getRequestURI().equals(HANDSHAKE)) {
            // Not as a parameter: to take a strange query apart is not this filter's to risk.
            String query = request.getQueryString();
            Matcher named = SESSION_IN_QUERY.matcher(query == null ? "" : query);
            return named.find() ? named.group(1) : null;
        }
        Matcher path = SESSION_IN_PATH.matcher(request.getRequestURI());
        return path.find() ? path.group(1) : null;
    }
}
