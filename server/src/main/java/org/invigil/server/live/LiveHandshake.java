package org.invigil.server.live;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.invigil.server.identity.Actor;
import org.invigil.server.problem.CommonProblem;
import org.invigil.server.problem.Problem;
import org.invigil.server.problem.ProblemWriter;
import org.invigil.server.socket.Origins;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** Lets staff watch, from this site's own pages. */
@Component
class LiveHandshake implements HandshakeInterceptor {

    private final Origins origins;
    private final ProblemWriter problems;

    LiveHandshake(Origins origins, ProblemWriter problems) {
        this.origins = origins;
        this.problems = problems;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes)
            throws IOException {
        Problem refusal = refusal(request);
        if (refusal == null) {
            return true;
        }
        HttpServletResponse servletResponse = ((ServletServerHttpResponse) response).getServletResponse();
        problems.write(servletResponse, refusal);
        return false;
    }

    private @Nullable Problem refusal(ServerHttpRequest request) {
        if (!origins.allows(request)) {
            return CommonProblem.FORBIDDEN.problem("This page is not part of the exam site; open the dashboard there.");
        }
        Optional<Actor> actor = Actor.of(request.getPrincipal());
        if (actor.isEmpty()) {
            return CommonProblem.UNAUTHENTICATED.problem();
        }
        return actor.get().isStaff() ? null : CommonProblem.FORBIDDEN.problem();
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception exception) {
        // Everything was decided before.
    }
}
