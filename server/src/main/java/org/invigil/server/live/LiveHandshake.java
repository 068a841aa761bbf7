package org.invigil.server.live;

import java.util.Map;
import org.invigil.server.identity.Actor;
import org.invigil.server.problem.CommonProblem;
import org.invigil.server.problem.Problem;
import org.invigil.server.problem.ProblemWriter;
import org.invigil.server.socket.Handshake;
import org.invigil.server.socket.Origins;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.stereotype.Component;

/** Lets proctors and admins watch. */
@Component
class LiveHandshake extends Handshake {

    LiveHandshake(Origins origins, ProblemWriter problems) {
        super(origins, problems);
    }

    @Override
    protected @Nullable Problem refusal(Actor actor, ServerHttpRequest request, Map<String, Object> attributes) {
        return actor.has(Actor.Role.PROCTOR) || actor.isAdmin() ? null : CommonProblem.FORBIDDEN.problem();
    }
}
