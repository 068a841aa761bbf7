package org.invigil.server.tiles;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.springframework.stereotype.Component;

/** Who may watch whom. */
@Component
class TileAccess {

    private final ExamSessions sessions;

    TileAccess(ExamSessions sessions) {
        this.sessions = sessions;
    }

    /** Whether this person may watch anybody. */
    static boolean mayWatch(Actor actor) {
        return actor.isStaff();
    }

    /**
     * Those of these sessions whose students the actor may watch now: sittings that are not over.
     *
     * @throws org.springframework.dao.DataAccessException if the database is away
     */
    Set<UUID> allowed(Actor actor, Collection<UUID> sessionIds) {
        Set<UUID> allowed = new HashSet<>();
        if (mayWatch(actor) && !sessionIds.isEmpty()) {
            for (ExamSession session : sessions.find(sessionIds)) {
                if (!session.isOver()) {
                    allowed.add(session.sessionId());
                }
            }
        }
        return allowed;
    }
}
