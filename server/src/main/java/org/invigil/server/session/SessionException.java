package org.invigil.server.session;

import org.invigil.server.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** What can go wrong while sitting an exam. */
public final class SessionException extends ProblemException {

    private SessionException(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    /** For somebody else's session too: that it exists is not told. */
    static SessionException notFound() {
        return new SessionException(
                HttpStatus.NOT_FOUND, "not_found", "There is no such exam session, or it is not yours.");
    }

    static SessionException examNotFound() {
        return new SessionException(HttpStatus.NOT_FOUND, "not_found", "There is no exam with this id.");
    }

    static SessionException questionNotFound() {
        return new SessionException(HttpStatus.NOT_FOUND, "not_found", "This exam has no question with this id.");
    }

    static SessionException consentRequired() {
        return new SessionException(
                HttpStatus.FORBIDDEN,
                "consent_required",
                "This exam is proctored by camera. It starts once you have agreed to version "
                        + ExamStart.CONSENT_VERSION + " of the consent.");
    }

    static SessionException examNotOpen(String why) {
        return new SessionException(HttpStatus.CONFLICT, "exam_not_open", why);
    }

    static SessionException closed() {
        return new SessionException(
                HttpStatus.CONFLICT,
                "session_closed",
                "This exam has been submitted. Nothing can be changed any more.");
    }

    static SessionException invalidAnswer(String why) {
        return new SessionException(HttpStatus.UNPROCESSABLE_CONTENT, "invalid_answer", why);
    }
}
