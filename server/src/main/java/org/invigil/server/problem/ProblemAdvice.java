package org.invigil.server.problem;

import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.invigil.server.problem.ProblemException.FieldProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.TransactionException;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** The one place where exceptions become problem documents. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private final FaultLog faults;

    ProblemAdvice(Clock clock) {
        this.faults = new FaultLog(log, clock);
    }

    @ExceptionHandler
    ResponseEntity<Object> own(ProblemException exception) {
        Problem problem = Problem.of(exception);
        if (exception.status().is5xxServerError()) {
            faults.warn(problem.code(), String.valueOf(problem.detail()), exception.getCause());
        }
        HttpHeaders headers = new HttpHeaders();
        Long seconds = exception.retryAfterSeconds();
        if (seconds != null) {
            headers.set(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        return answer(problem, headers);
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        RecoverableDataAccessException.class,
        TransactionException.class
    })
    ResponseEntity<Object> databaseIsAway(Exception exception) {
        faults.warn(DatabaseAway.KIND, DatabaseAway.MESSAGE, exception);
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, DatabaseAway.RETRY_AFTER_SECONDS);
        return answer(CommonProblem.UNAVAILABLE.problem(), headers);
    }

    @ExceptionHandler
    ResponseEntity<Object> cannotBeStored(DataIntegrityViolationException exception) {
        Problem problem = Unstorable.problemOf(exception);
        if (problem == null) {
            return anythingElse(exception);
        }
        faults.warn(Unstorable.KIND, Unstorable.MESSAGE, exception);
        return answer(problem, new HttpHeaders());
    }

    /** A request that says it carries an upload and does not; routes that take uploads say more about it. */
    @ExceptionHandler
    ResponseEntity<Object> brokenForm(MultipartException exception) {
        return answer(
                CommonProblem.INVALID_REQUEST.problem("The body is no form, as its Content-Type says it is."),
                new HttpHeaders());
    }

    /** The container takes a form or a query apart when somebody first asks for a parameter. */
    @ExceptionHandler
    ResponseEntity<Object> brokenParameters(InvalidParameterException exception) {
        return answer(
                CommonProblem.INVALID_REQUEST.problem("The parameters of this request are not well-formed."),
                new HttpHeaders());
    }

    @ExceptionHandler
    ResponseEntity<Object> wrongTypeOfParameter(MethodArgumentTypeMismatchException exception) {
        Class<?> type = exception.getRequiredType();
        String expected = type == null ? "something else" : "a " + type.getSimpleName();
        return answer(
                invalid(List.of(new FieldProblem(FieldProblem.wireName(exception.getName()), "must be " + expected))),
                new HttpHeaders());
    }

    /** Spring Security's own exceptions go on to its entry points. */
    @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
    void leaveToSecurity(RuntimeException exception) {
        throw exception;
    }

    @ExceptionHandler
    ResponseEntity<Object> anythingElse(Exception exception) {
        log.error("A request failed", exception);
        return answer(CommonProblem.INTERNAL.problem(), new HttpHeaders());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldProblem> errors = exception.getFieldErrors().stream()
                .map(error ->
                        new FieldProblem(FieldProblem.wireName(error.getField()), text(error.getDefaultMessage())))
                .sorted(java.util.Comparator.comparing(FieldProblem::field))
                .toList();
        return answer(invalid(errors), headers);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException exception,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        List<FieldProblem> errors = exception.getParameterValidationResults().stream()
                .flatMap(result -> result instanceof ParameterErrors beans
                        ? beans.getFieldErrors().stream()
                                .map(error -> new FieldProblem(
                                        FieldProblem.wireName(error.getField()), text(error.getDefaultMessage())))
                        : result.getResolvableErrors().stream()
                                .map(error -> new FieldProblem(
                                        FieldProblem.wireName(
                                                text(result.getMethodParameter().getParameterName())),
                                        text(error.getDefaultMessage()))))
                .toList();
        return answer(invalid(errors), headers);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        // Reading a body may fail with a problem of our own, such as its size; JSON wraps it in what it was reading.
        for (Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidValueException value) {
                return answer(Problem.of(value.at(field(exception.getCause()))), headers);
            }
            if (cause instanceof ProblemException problem) {
                return answer(Problem.of(problem), headers);
            }
        }
        if (exception.getCause() instanceof JacksonException json) {
            String field = field(json);
            if (!field.isEmpty()) {
                String message = json instanceof UnrecognizedPropertyException
                        ? "is not a field of this request"
                        : "has the wrong type or format";
                return answer(invalid(List.of(new FieldProblem(field, message))), headers);
            }
            return answer(CommonProblem.INVALID_REQUEST.problem("The body is not well-formed JSON."), headers);
        }
        return answer(CommonProblem.INVALID_REQUEST.problem("The body is missing or cannot be read."), headers);
    }

    /** The path of the field at which reading JSON failed, empty if it was no field. */
    private static String field(@Nullable Throwable cause) {
        return cause instanceof JacksonException json
                ? json.getPath().stream()
                        .map(step -> step.getPropertyName() == null
                                ? "[" + step.getIndex() + "]"
                                : "." + step.getPropertyName())
                        .collect(Collectors.joining())
                        .replaceFirst("^\\.", "")
                : "";
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception exception,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        if (request instanceof ServletWebRequest servlet
                && servlet.getResponse() != null
                && servlet.getResponse().isCommitted()) {
            return null; // the client went away in the middle of the answer
        }
        CommonProblem common = CommonProblem.of(status);
        String detail = body instanceof org.springframework.http.ProblemDetail spring && status.is4xxClientError()
                ? spring.getDetail()
                : null;
        return answer(detail == null || status.value() == 404 ? common.problem() : common.problem(detail), headers);
    }

    private static Problem invalid(List<FieldProblem> errors) {
        String fields = errors.stream().map(FieldProblem::field).distinct().collect(Collectors.joining(", "));
        return Problem.of(
                HttpStatus.BAD_REQUEST, "invalid_request", "These fields are not valid: " + fields + ".", errors);
    }

    private static ResponseEntity<Object> answer(Problem problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.status())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static String text(@Nullable String message) {
        return message == null ? "is not valid" : message;
    }
}
