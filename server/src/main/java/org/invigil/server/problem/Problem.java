package org.invigil.server.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.invigil.server.problem.ProblemException.FieldProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A problem document as RFC 9457 describes it.
 *
 * @param type {@code urn:invigil:problem:} and the code
 * @param title the status in words
 * @param detail for people: what is wrong and what to do
 * @param code for programs
 * @param errors the wrong fields, left out when it is about something else
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<FieldProblem> errors) {

    public static Problem of(HttpStatus status, String code, String detail) {
        return of(status, code, detail, List.of());
    }

    public static Problem of(HttpStatus status, String code, String detail, List<FieldProblem> errors) {
        return new Problem(
                "urn:invigil:problem:" + code,
                status.getReasonPhrase(),
                status.value(),
                detail,
                code,
                errors.isEmpty() ? null : errors);
    }

    /**
     * The answer to a write that somebody else was faster than.
     *
     * @param document the fields of a problem, and what stands there now
     */
    public static ResponseEntity<Object> conflict(Object document) {
        return ResponseEntity.status(HttpStatus.CONFLICT)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(document);
    }

    public static Problem of(ProblemException exception) {
        return of(exception.status(), exception.code(), exception.detail(), exception.errors());
    }
}
