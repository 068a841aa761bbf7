package org.invigil.server.review;

import io.swagger.v3.oas.annotations.media.Schema;
import org.invigil.server.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A problem document that carries the decision which somebody else has made meanwhile, so that the page can show both.
 *
 * @param incidentDecision the newest about the incident; null where it is about the sitting
 * @param sessionDecision the newest about the sitting; null where it is about an incident
 */
@Schema(name = "DecisionConflict")
record DecisionConflict(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable IncidentDecision incidentDecision,
        @Nullable SessionDecision sessionDecision) {

    static DecisionConflict with(@Nullable IncidentDecision incident, @Nullable SessionDecision session) {
        Problem problem = Problem.of(
                HttpStatus.CONFLICT,
                "decision_conflict",
                "Somebody else has decided here meanwhile. Look at their decision; if yours shall take its place, send it again"
                        + " with theirs as the one that it supersedes.");
        return new DecisionConflict(
                problem.type(), problem.title(), problem.status(), problem.detail(), problem.code(), incident, session);
    }
}
