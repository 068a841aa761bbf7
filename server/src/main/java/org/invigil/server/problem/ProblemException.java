package org.invigil.server.problem;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** An error the caller can do something about. Each module extends it once. */
public abstract class ProblemException extends RuntimeException {

    private final HttpStatus status;
    private final String code;
    private final List<FieldProblem> errors;

    /**
     * @param code for programs, lower-case with underscores, listed in docs/protocol.md
     * @param detail for people: what is wrong and what to do
     */
    protected ProblemException(HttpStatus status, String code, String detail, FieldProblem... errors) {
        this(status, code, detail, List.of(errors), null);
    }

    /** One value that cannot be stored: a sentence without its end, such as "This cannot be done so", and the field. */
    protected ProblemException(String code, String sentence, FieldProblem error) {
        this(
                HttpStatus.UNPROCESSABLE_CONTENT,
                code,
                sentence + ": " + error.field() + " " + error.message() + ".",
                error);
    }

    protected ProblemException(
            HttpStatus status, String code, String detail, List<FieldProblem> errors, @Nullable Throwable cause) {
        super(detail, cause);
        this.status = status;
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    public HttpStatus status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /** After how many seconds trying again may help, null where it does not or nobody knows. */
    public @Nullable Long retryAfterSeconds() {
        return null;
    }

    /** The fields that are wrong; empty where it is about something else. */
    public List<FieldProblem> errors() {
        return errors;
    }

    /**
     * One field that is wrong.
     *
     * @param field its path in the body, such as {@code questions[2].prompt}
     * @param message what it must be
     */
    public record FieldProblem(String field, String message) {

        /** A field's name on the wire: {@code batchSeq} is {@code batch_seq}. */
        public static String wireName(String javaName) {
            return javaName.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        }
    }
}
