package org.invigil.server.review;

import org.invigil.server.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** What can go wrong in reading sessions. */
public final class ReviewException extends ProblemException {

    private ReviewException(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    static ReviewException notFound() {
        return new ReviewException(
                HttpStatus.NOT_FOUND, "not_found", "There is no session with this id, or it is not yours to see.");
    }
}
