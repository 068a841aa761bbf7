package org.invigil.server.tiles;

import java.util.Map;
import java.util.Objects;
import org.invigil.server.identity.Actor;
import org.invigil.server.problem.CommonProblem;
import org.invigil.server.problem.Problem;
import org.invigil.server.problem.ProblemWriter;
import org.invigil.server.socket.Handshake;
import org.invigil.server.socket.Origins;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketSession;

/** Lets staff watch; whom, is decided for each session ({@code TileAccess}). */
@Component
class TileHandshake extends Handshake {

    private static final String ACTOR = TileHandshake.class.getName() + ".actor";

    TileHandshake(Origins origins, ProblemWriter problems) {
        super(origins, problems);
    }

    @Override
    protected @Nullable Problem refusal(Actor actor, ServerHttpRequest request, Map<String, Object> attributes) {
        attributes.put(ACTOR, actor);
        return TileAccess.mayWatch(actor) ? null : CommonProblem.FORBIDDEN.problem();
    }

    /** Who has opened the socket. */
    static Actor actor(WebSocketSession socket) {
        return (Actor) Objects.requireNonNull(socket.getAttributes().get(ACTOR));
    }
}
