package org.invigil.server.appeal;

import io.swagger.v3.oas.annotations.media.Schema;
import org.invigil.server.problem.Problem;
import org.springframework.http.HttpStatus;

/**
 * A problem document that carries the appeal as it stands now, so that the page can show both: what is typed there and what was
 * stored meanwhile.
 */
@Schema(name = "AppealConflict")
record AppealConflict(String type, String title, int status, String detail, String code, AppealView stored) {

    /** The words were changed elsewhere. */
    static AppealConflict changed(AppealView stored) {
        return of(
                "appeal_changed",
                "This appeal was changed in another window or on another device. Choose which text to keep, and save it"
                        + " building on the stored version.",
                stored);
    }

    /** Somebody else was faster. */
    static AppealConflict decided(AppealView stored) {
        return of(
                "appeal_decided",
                "Somebody else has just decided on this appeal, or the student has taken it back. Read what stands now; your"
                        + " words were not stored, and are still in your page.",
                stored);
    }

    private static AppealConflict of(String code, String detail, AppealView stored) {
        Problem problem = Problem.of(HttpStatus.CONFLICT, code, detail);
        return new AppealConflict(
                problem.type(), problem.title(), problem.status(), problem.detail(), problem.code(), stored);
    }
}
