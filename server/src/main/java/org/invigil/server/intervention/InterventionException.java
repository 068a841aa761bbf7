package org.invigil.server.intervention;

import org.invigil.rules.sitting.SittingState;
import org.invigil.server.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** What can go wrong when somebody steps in. Nothing was changed in any of these cases. */
public final class InterventionException extends ProblemException {

    private InterventionException(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    private InterventionException(FieldProblem problem) {
        super("invalid_intervention", "This cannot be done so", problem);
    }

    static InterventionException notFound() {
        return new InterventionException(
                HttpStatus.NOT_FOUND, "not_found", "There is no session with this id, or it is not yours to change.");
    }

    static InterventionException invalid(String field, String message) {
        return new InterventionException(new FieldProblem(field, message));
    }

    /** Somebody or something was faster, or it was never possible. */
    static InterventionException notPossible(InterventionKind kind, SittingState state) {
        return new InterventionException(HttpStatus.CONFLICT, "intervention_not_possible", sentence(kind, state));
    }

    static InterventionException tooMany(int most) {
        return new InterventionException(
                HttpStatus.CONFLICT,
                "too_many_interventions",
                "So much was done to this sitting already (" + most
                        + " times) that no more is kept. End it, or let it go on.");
    }

    private static String sentence(InterventionKind kind, SittingState state) {
        return switch (state) {
            case SUBMITTED ->
                kind == InterventionKind.MORE_TIME
                        ? "This exam has been submitted: more time would not reach the student any more."
                                + " Nothing was changed."
                        : "This exam has been submitted: it cannot be paused, resumed or ended any more. Nothing was changed.";
            case ENDED ->
                "This exam has been ended already: nothing leads back from there. Look at its history for who ended it and why.";
            case CHECKING_IN, WAITING ->
                "This exam has not begun for the student, whose time does not run. Let the student in first, or end it.";
            case PAUSED -> "This exam is paused already. Resume it when it can go on; its history says who paused it.";
            case ACTIVE -> "This exam goes on already: somebody was faster, or it was not paused. Nothing was changed.";
        };
    }
}
