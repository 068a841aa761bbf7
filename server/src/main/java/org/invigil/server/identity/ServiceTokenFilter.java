package org.invigil.server.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.invigil.server.problem.CommonProblem;
import org.invigil.server.problem.ProblemWriter;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Signs in a call that carries a service token, for this one call. A wrong token is refused, cookie or not. */
class ServiceTokenFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final ServiceTokens tokens;
    private final ProblemWriter problems;

    ServiceTokenFilter(ServiceTokens tokens, ProblemWriter problems) {
        this.tokens = tokens;
        this.problems = problems;
    }

    /** A browser cannot be made to send this header to a foreign site, so such a call needs no CSRF token. */
    static boolean carriesToken(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!carriesToken(request)) {
            chain.doFilter(request, response);
            return;
        }
        String key = request.getHeader(HttpHeaders.AUTHORIZATION)
                .substring(SCHEME.length())
                .strip();
        Optional<ServiceToken> token = tokens.authenticate(key);
        if (token.isEmpty()) {
            problems.write(
                    response, CommonProblem.UNAUTHENTICATED.problem("This service token is unknown or revoked."));
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                token.get(), null, List.of(Actor.Role.ANALYZER.authority())));
        SecurityContextHolder.setContext(context);
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }
}
