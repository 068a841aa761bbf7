package org.invigil.server.live;

import org.invigil.server.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** Why a look is not kept. */
final class LookException extends ProblemException {

    private LookException(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    static LookException forbidden() {
        return new LookException(
                HttpStatus.FORBIDDEN, "forbidden", "Only who watches exams can say that something was looked at.");
    }

    static LookException notFound() {
        return new LookException(
                HttpStatus.NOT_FOUND, "not_found", "There is no session with this id, or it is not yours to see.");
    }
}
