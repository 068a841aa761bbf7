package org.invigil.server.admission;

import org.invigil.server.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** What can go wrong at admission. */
public final class AdmissionException extends ProblemException {

    private AdmissionException(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    private AdmissionException(FieldProblem problem) {
        super("invalid_admission", "This cannot be decided so", problem);
    }

    static AdmissionException notFound() {
        return new AdmissionException(
                HttpStatus.NOT_FOUND, "not_found", "There is no session with this id, or it is not yours.");
    }

    static AdmissionException noPicture() {
        return new AdmissionException(
                HttpStatus.NOT_FOUND, "not_found", "There is no such picture, or it was deleted already.");
    }

    /** The student does not wait (any more), or has to take another picture first. */
    static AdmissionException notAsked() {
        return new AdmissionException(
                HttpStatus.CONFLICT,
                "admission_not_asked",
                "This student does not ask to be let in: somebody else has decided, or another picture is on its way."
                        + " Nothing was changed.");
    }

    /** Who decides has not looked at the picture that is there. */
    static AdmissionException anotherPicture() {
        return new AdmissionException(
                HttpStatus.CONFLICT,
                "admission_picture_changed",
                "This student's picture is not the one you looked at: another has come since, or it is gone. Nothing was"
                        + " changed. Look at what is there now, then decide again.");
    }

    static AdmissionException notWaiting() {
        return new AdmissionException(
                HttpStatus.CONFLICT,
                "session_not_waiting",
                "This exam does not wait for admission. Load the page again to see how it stands.");
    }

    /** Too late to be let in with any time left. */
    static AdmissionException closed() {
        return new AdmissionException(
                HttpStatus.CONFLICT,
                "exam_not_open",
                "The exam has closed. Give the student more time first, then let them in.");
    }

    static AdmissionException invalid(String field, String message) {
        return new AdmissionException(new FieldProblem(field, message));
    }
}
