package org.invigil.server.exam;

import java.util.List;
import java.util.stream.Collectors;
import org.invigil.rules.policy.InvalidPolicyException;
import org.invigil.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What can go wrong with exams. */
public final class ExamException extends ProblemException {

    private ExamException(
            HttpStatus status, String code, String detail, List<FieldProblem> errors, @Nullable Throwable cause) {
        super(status, code, detail, errors, cause);
    }

    static ExamException notFound() {
        return new ExamException(HttpStatus.NOT_FOUND, "not_found", "There is no exam with this id.", List.of(), null);
    }

    static ExamException inUse(String what) {
        return new ExamException(
                HttpStatus.CONFLICT,
                "exam_in_use",
                what + " Students have already sat this exam; make a new one instead.",
                List.of(),
                null);
    }

    static ExamException changedMeanwhile() {
        return new ExamException(
                HttpStatus.CONFLICT,
                "exam_changed",
                "Somebody has changed this exam since you opened it. Nothing of yours is saved yet: look at both, and save what"
                        + " shall stay.",
                List.of(),
                null);
    }

    static ExamException noSuchGroup() {
        return new ExamException(
                HttpStatus.NOT_FOUND, "not_found", "This exam has no group with this id.", List.of(), null);
    }

    static ExamException groupNameTaken(String name) {
        return new ExamException(
                HttpStatus.CONFLICT,
                "group_name_taken",
                "This exam has a group with the name " + name + " already.",
                List.of(),
                null);
    }

    static ExamException tooManyGroups() {
        return new ExamException(
                HttpStatus.CONFLICT,
                "too_many_groups",
                "An exam has " + ExamGroups.MAX_GROUPS + " groups at most. Delete one first.",
                List.of(),
                null);
    }

    static ExamException invalid(List<FieldProblem> errors) {
        return invalid(errors, null);
    }

    static ExamException invalidPolicy(InvalidPolicyException cause) {
        String field = cause.field().equals("policy") ? "policy" : "policy." + cause.field();
        return invalid(List.of(new FieldProblem(field, cause.problem())), cause);
    }

    private static ExamException invalid(List<FieldProblem> errors, @Nullable Throwable cause) {
        String fields = errors.stream().map(FieldProblem::field).distinct().collect(Collectors.joining(", "));
        return new ExamException(
                HttpStatus.BAD_REQUEST,
                "invalid_request",
                "These fields are not valid: " + fields + ".",
                errors,
                cause);
    }
}
