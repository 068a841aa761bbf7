package org.invigil.server.doors;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.invigil.server.problem.CommonProblem;
import org.invigil.server.problem.Problem;
import org.invigil.server.problem.ProblemWriter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses a body that is too large for its route before a byte of it is read, and counts the bytes of all others. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class BodyGate extends OncePerRequestFilter {

    private final ProblemWriter problems;
    private final BodyBudget budget;
    private final DoorCounts counts;

    BodyGate(ProblemWriter problems, BodyBudget budget, DoorCounts counts) {
        this.problems = problems;
        this.budget = budget;
        this.counts = counts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long announcedBytes = request.getContentLengthLong();
        boolean isUnannounced = announcedBytes < 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        if (announcedBytes <= 0 && !isUnannounced) {
            chain.doFilter(request, response);
            return;
        }
        BodyLimits limit = BodyLimits.of(request.getServletPath());
        if (announcedBytes > limit.maxBytes()) {
            counts.tooLarge();
            problems.write(response, Problem.of(DoorException.tooLarge(limit.maxBytes())));
            return;
        }
        if (isForm(request)) {
            if (limit == BodyLimits.UPLOAD) {
                chain.doFilter(request, response); // it is spooled to disk, and only once it is known whose it is
            } else {
                problems.write(response, CommonProblem.UNSUPPORTED_MEDIA_TYPE.problem());
            }
            return;
        }
        BodyLimits inMemory = limit == BodyLimits.UPLOAD ? BodyLimits.REST : limit;
        try (BoundedBody body = new BoundedBody(request, response, inMemory, budget, counts)) {
            chain.doFilter(body, response);
        }
    }

    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }
}
