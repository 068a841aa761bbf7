package org.invigil.server.tiles;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.StaffScope;
import org.invigil.server.identity.StaffScopes;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.springframework.stereotype.Component;

/** Who may watch whom: proctors those to whose sittings they are assigned, admins everybody. */
@Component
class TileAccess {

    private final ExamSessions sessions;
    private final StaffScopes scopes;

    TileAccess(ExamSessions sessions, StaffScopes scopes) {
        this.sessions = sessions;
        this.scopes = scopes;
    }

    /** Whether this person may watch anybody. */
    static boolean mayWatch(Actor actor) {
        return actor.has(Actor.Role.PROCTOR) || actor.isAdmin();
    }

    /**
     * Those of these sessions whose students the actor may watch now: sittings that are not over.
     *
     * @throws org.springframework.dao.DataAccessException if the database is away
     */
    Set<UUID> allowed(Actor actor, Collection<UUID> sessionIds) {
        Set<UUID> allowed = new HashSet<>();
        if (sessionIds.isEmpty()) {
            return allowed;
        }
        StaffScope attended = scopes.of(actor, Actor.Role.PROCTOR);
        for (ExamSession session : sessions.find(sessionIds)) {
            if (!session.isOver() && attended.covers(session.examId(), session.studentId())) {
                allowed.add(session.sessionId());
            }
        }
        return allowed;
    }
}
