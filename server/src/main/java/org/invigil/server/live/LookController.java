package org.invigil.server.live;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.StaffScope;
import org.invigil.server.identity.StaffScopes;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.store.LastKnownScore;
import org.invigil.server.streams.SessionScores;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What somebody of the staff has looked at needs no look any more, on anybody's board. */
@RestController
@RequestMapping("/api/sessions")
@Tag(name = "live")
class LookController {

    private final ExamSessions sessions;
    private final SessionScores scores;
    private final StaffScopes scopes;
    private final Looks looks;
    private final LiveBoard board;

    LookController(ExamSessions sessions, SessionScores scores, StaffScopes scopes, Looks looks, LiveBoard board) {
        this.sessions = sessions;
        this.scores = scores;
        this.scopes = scopes;
        this.looks = looks;
        this.board = board;
    }

    /** @param incidentCount incidents of the session as they were shown to who looked */
    record Look(@NotNull @Min(0) @Max(1_000_000) Integer incidentCount) {}

    record Looked(int lookedIncidentCount) {}

    @PutMapping("/{session_id}/look")
    @Operation(operationId = "lookAtSession", summary = "Say that so many incidents of a session have been looked at")
    Looked look(Actor actor, @PathVariable("session_id") UUID sessionId, @Valid @RequestBody Look look) {
        if (!actor.has(Actor.Role.PROCTOR) && !actor.has(Actor.Role.REVIEWER) && !actor.isAdmin()) {
            throw LookException.forbidden();
        }
        StaffScope attended = scopes.of(actor, Actor.Role.PROCTOR, Actor.Role.REVIEWER);
        ExamSession session = sessions.find(sessionId)
                .filter(found -> attended.covers(found.examId(), found.studentId()))
                .orElseThrow(LookException::notFound);
        // Nobody has looked at what has not happened yet.
        int looked = Math.min(look.incidentCount(), Math.max(board.incidentCount(sessionId), stored(sessionId)));
        looks.keep(actor, sessionId, looked);
        board.looked(session, looked);
        return new Looked(looked);
    }

    private int stored(UUID sessionId) {
        return scores.lastKnown(List.of(sessionId)).stream()
                .mapToInt(LastKnownScore::incidentCount)
                .max()
                .orElse(0);
    }
}
