package org.invigil.server.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Who is signed in is looked up before any controller runs: a database that is away is met here first. The answer is the
 * same problem as everywhere, and one line in the log.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class DatabaseAwayFilter extends OncePerRequestFilter {

    private final ProblemWriter problems;
    private final FaultLog faults;

    DatabaseAwayFilter(ProblemWriter problems, Clock clock) {
        this.problems = problems;
        this.faults = new FaultLog(LoggerFactory.getLogger(DatabaseAwayFilter.class), clock);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException e) {
            if (response.isCommitted()) {
                throw e;
            }
            Problem unstorable = Unstorable.problemOf(e);
            if (unstorable != null) {
                // Such as the cookie of a sign-in that is no text.
                faults.warn(Unstorable.KIND, Unstorable.MESSAGE, e);
                response.reset();
                problems.write(response, unstorable);
                return;
            }
            if (!DatabaseAway.isCauseOf(e)) {
                throw e;
            }
            faults.warn(DatabaseAway.KIND, DatabaseAway.MESSAGE, e);
            response.reset();
            response.setHeader(HttpHeaders.RETRY_AFTER, DatabaseAway.RETRY_AFTER_SECONDS);
            problems.write(response, CommonProblem.UNAVAILABLE.problem());
        }
    }
}
