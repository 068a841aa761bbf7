package org.invigil.server.session;

import io.swagger.v3.oas.annotations.media.Schema;
import org.invigil.server.problem.Problem;
import org.springframework.http.HttpStatus;

/**
 * A problem document that carries the answer which stands in the way, so that the page can show both.
 *
 * @param stored what another window or device has saved; it stays until a write builds on it
 */
@Schema(name = "AnswerConflict")
record AnswerConflict(String type, String title, int status, String detail, String code, Answer stored) {

    static AnswerConflict with(Answer stored) {
        Problem problem = Problem.of(
                HttpStatus.CONFLICT,
                "answer_conflict",
                "This answer was changed in another window or on another device. Choose which text to keep, and save it"
                        + " building on the stored version.");
        return new AnswerConflict(
                problem.type(), problem.title(), problem.status(), problem.detail(), problem.code(), stored);
    }
}
