package org.invigil.server.session;

import org.invigil.rules.sitting.SittingState;
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

    /** The time for answers has passed, or the sitting is over. */
    static SessionException closed(SittingState state) {
        return new SessionException(
                HttpStatus.CONFLICT,
                "session_closed",
                state == SittingState.ENDED
                        ? "This exam has been ended. Nothing can be changed any more."
                        : "This exam has been submitted. Nothing can be changed any more.");
    }

    /** The clock does not run, and the sitting is not over. */
    static SessionException notActive(SittingState state) {
        return new SessionException(
                HttpStatus.CONFLICT,
                "session_not_active",
                state == SittingState.PAUSED
                        ? "This exam is paused. Try again when it goes on; no time is lost meanwhile."
                        : "This exam has not begun for you. Try again when it has; your time has not started.");
    }

    static SessionException invalidAnswer(String why) {
        return new SessionException(HttpStatus.UNPROCESSABLE_CONTENT, "invalid_answer", why);
    }
}
