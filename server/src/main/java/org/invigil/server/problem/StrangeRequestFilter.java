package org.invigil.server.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Refuses what no browser sends before anything takes it apart: a query that is no text, an origin that is none. Whoever
 * reads a parameter or asks for the origin later would fail with an error of its own kind.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class StrangeRequestFilter extends OncePerRequestFilter {

    private static final String NO_ORIGIN = "null";

    private final ProblemWriter problems;

    StrangeRequestFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!StorableText.isStorableEncoded(request.getQueryString())) {
            problems.write(
                    response,
                    CommonProblem.INVALID_REQUEST.problem(
                            "The address holds characters that are no text. Write them as UTF-8, without NUL characters."));
        } else if (!isOrigin(request.getHeader(HttpHeaders.ORIGIN))) {
            problems.write(
                    response,
                    CommonProblem.FORBIDDEN.problem("This page is not part of the exam site; open it there."));
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isOrigin(@Nullable String origin) {
        if (origin == null || origin.equals(NO_ORIGIN)) {
            return true;
        }
        try {
            URI.create(origin); // knows which characters an address may hold
            UriComponents parts = UriComponentsBuilder.fromUriString(origin).build();
            return parts.getScheme() != null && parts.getHost() != null && parts.getPort() <= 65_535;
        } catch (IllegalArgumentException | IllegalStateException e) {
            return false;
        }
    }
}
