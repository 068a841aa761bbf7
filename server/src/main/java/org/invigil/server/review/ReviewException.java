package org.invigil.server.review;

import org.invigil.server.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** What can go wrong in reading sessions and deciding about them. */
public final class ReviewException extends ProblemException {

    private ReviewException(HttpStatus status, String code, String detail, FieldProblem... errors) {
        super(status, code, detail, errors);
    }

    static ReviewException notFound() {
        return new ReviewException(
                HttpStatus.NOT_FOUND, "not_found", "There is no session with this id, or it is not yours to see.");
    }

    static ReviewException incidentNotFound() {
        return new ReviewException(
                HttpStatus.NOT_FOUND,
                "not_found",
                "There is no incident with this id, or it is not yours to see. Load the page again: a session may have been"
                        + " scored again.");
    }

    static ReviewException examNotFound() {
        return new ReviewException(
                HttpStatus.NOT_FOUND, "not_found", "There is no exam with this id, or it is not yours to review.");
    }

    static ReviewException notAReviewer() {
        return new ReviewException(
                HttpStatus.FORBIDDEN,
                "not_a_reviewer",
                "You can look at this session, but you are not assigned to review it. Ask an admin for it.");
    }

    static ReviewException ownSitting() {
        return new ReviewException(
                HttpStatus.FORBIDDEN, "own_sitting", "This is your own session. Somebody else has to decide about it.");
    }

    static ReviewException incidentOpen() {
        return new ReviewException(
                HttpStatus.CONFLICT,
                "incident_open",
                "This incident still goes on. Decide when it is over; what you wrote stays on your page.");
    }

    static ReviewException notOver() {
        return new ReviewException(
                HttpStatus.CONFLICT,
                "session_not_over",
                "This session still runs. Its incidents can be decided one by one; the session itself when it is over.");
    }

    /** What is concluded, the student is told as a whole: nothing in it may be left that nobody has looked at. */
    static ReviewException incidentsUndecided(int left) {
        return new ReviewException(
                HttpStatus.CONFLICT,
                "incidents_undecided",
                (left == 1 ? "1 incident of this session is" : left + " incidents of this session are")
                        + " not decided yet. Confirm or dismiss each first: the student is told that a person has looked at"
                        + " it all.");
    }

    /** Somebody else decides now, or has: see {@link DecisionHold}. */
    static ReviewException underAppeal() {
        return new ReviewException(
                HttpStatus.CONFLICT,
                "under_appeal",
                "The student has appealed, so the first decisions about this session do not change any more. Whoever has decided"
                        + " nothing about it yet decides on the appeal, on the page Appeals.");
    }

    static ReviewException unknownReason(String known) {
        return new ReviewException(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "unknown_reason",
                "There is no such reason. Choose one of " + known + ", or leave it out and write a comment.",
                new FieldProblem("reason", "must be one of " + known));
    }

    static ReviewException unsuitableReason(String suitable) {
        return new ReviewException(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "unsuitable_reason",
                "This reason does not go with this decision. Choose one of " + suitable
                        + ", or leave it out and write a comment.",
                new FieldProblem("reason", "must be one of " + suitable));
    }

    static ReviewException reasonRequired() {
        return new ReviewException(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "reason_required",
                "Choose a reason or write a comment: the student is told why.",
                new FieldProblem("reason", "must be given, or a comment"));
    }

    static ReviewException unknownReviewer() {
        return new ReviewException(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "unknown_reviewer",
                "This person cannot review this session. Choose somebody of the list of reviewers.",
                new FieldProblem("reviewer_id", "must be somebody who reviews this session"));
    }

    static ReviewException assignmentConflict(String who) {
        return new ReviewException(
                HttpStatus.CONFLICT,
                "assignment_conflict",
                "Meanwhile " + who + ". Look at the session again before you change it.");
    }

    static ReviewException tooManyComments(int max) {
        return new ReviewException(
                HttpStatus.CONFLICT,
                "too_many_comments",
                "This session holds " + max
                        + " comments already; no more are kept. Decide, and say there what matters.");
    }

    static ReviewException tooManyLabels(int max) {
        return new ReviewException(
                HttpStatus.CONFLICT,
                "too_many_labels",
                "This exam has more than " + max
                        + " labels. Assign a reviewer to each group of its students, and export as each" + " of them.");
    }
}
