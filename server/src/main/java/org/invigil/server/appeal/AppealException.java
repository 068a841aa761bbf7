package org.invigil.server.appeal;

import java.time.Instant;
import java.util.List;
import org.invigil.server.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** What can go wrong with appeals. */
public final class AppealException extends ProblemException {

    private AppealException(HttpStatus status, String code, String detail, FieldProblem... errors) {
        super(status, code, detail, errors);
    }

    static AppealException notFound() {
        return new AppealException(
                HttpStatus.NOT_FOUND,
                "not_found",
                "There is no such appeal, or it is not yours to see, or the student has taken it back.");
    }

    static AppealException sessionNotFound() {
        return new AppealException(
                HttpStatus.NOT_FOUND, "not_found", "There is no such exam session, or it is not yours.");
    }

    /** While the exam runs there is nothing to read, let alone to answer. */
    static AppealException notOver() {
        return new AppealException(
                HttpStatus.CONFLICT,
                "session_not_over",
                "This exam is not over for you. What was seen can be read when it is.");
    }

    static AppealException notDecided() {
        return new AppealException(
                HttpStatus.CONFLICT,
                "not_decided",
                "Nothing has been decided about this sitting yet, so there is nothing to appeal. You can write once it is.");
    }

    static AppealException nothingToAppeal() {
        return new AppealException(
                HttpStatus.CONFLICT,
                "nothing_to_appeal",
                "Nothing was held against you in this sitting, so there is nothing to appeal.");
    }

    /** The draft stays as it was saved. */
    static AppealException tooLate(Instant until) {
        return new AppealException(
                HttpStatus.CONFLICT,
                "appeal_expired",
                "The time to appeal was over at " + until
                        + ". What you wrote before is kept; ask your examiner if you had" + " a reason to be late.");
    }

    static AppealException notWritable(AppealState state) {
        return new AppealException(
                HttpStatus.CONFLICT,
                "appeal_" + state.wireName(),
                state == AppealState.DECIDED
                        ? "This appeal has been decided. Nothing in it can be changed any more."
                        : "This appeal is sent. Take it back first if you want to change it.");
    }

    static AppealException cannotWithdraw(AppealState state) {
        return new AppealException(
                HttpStatus.CONFLICT,
                state == AppealState.DECIDED ? "appeal_decided" : "appeal_not_sent",
                state == AppealState.DECIDED
                        ? "This appeal has been decided, so it cannot be taken back."
                        : "This appeal is not sent, so there is nothing to take back.");
    }

    static AppealException empty() {
        return new AppealException(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "appeal_empty",
                "There is nothing in this appeal yet. Write what you want to say about the whole or about one of the moments,"
                        + " and send it then.");
    }

    static AppealException decidedBefore() {
        return new AppealException(
                HttpStatus.FORBIDDEN,
                "decided_before",
                "You decided about this sitting before, so somebody else decides on the appeal. Ask another reviewer of this"
                        + " exam, or an admin, who has not.");
    }

    static AppealException unknownIncident(String field) {
        return new AppealException(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "unknown_incident",
                "An answer is about an incident that this sitting does not have. Load the page again.",
                new FieldProblem(field, "is no incident of this sitting"));
    }

    static AppealException undecidedIncident() {
        return new AppealException(
                HttpStatus.CONFLICT,
                "incident_not_decided",
                "Nobody has decided about this moment, so it does not count and there is nothing to answer. Write about the"
                        + " whole instead.");
    }

    /** Both could not be told to one student. */
    static AppealException contradiction(int confirmed) {
        return new AppealException(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "decisions_contradict",
                "You grant the whole, so nothing would be held against the student, but "
                        + (confirmed == 1 ? "1 moment would stay" : confirmed + " moments would stay")
                        + " confirmed. Grant each of them too, or uphold the whole.");
    }

    static AppealException missingDecisions(List<FieldProblem> errors) {
        return new AppealException(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "decisions_missing",
                "Decide about each moment that the student answered and that was confirmed, once each, and give each a"
                        + " reason.",
                errors.toArray(FieldProblem[]::new));
    }
}
