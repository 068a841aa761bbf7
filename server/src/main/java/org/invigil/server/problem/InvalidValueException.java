package org.invigil.server.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A value of the right type that cannot be kept. Sending it again never helps. */
public final class InvalidValueException extends ProblemException {

    private final String what;

    private InvalidValueException(String code, String detail, String what, List<FieldProblem> errors) {
        super(HttpStatus.UNPROCESSABLE_CONTENT, code, detail, errors, null);
        this.what = what;
    }

    /** Text with a NUL character or half of a surrogate pair, see {@link StorableText}. */
    public static InvalidValueException text() {
        return new InvalidValueException(
                "invalid_text",
                "A text holds a character that cannot be stored. Remove it, or write the text anew, and try again.",
                "has a character that cannot be stored: remove it, or write the text anew",
                List.of());
    }

    /** A time that nobody means. */
    public static InvalidValueException time() {
        return new InvalidValueException(
                "invalid_time",
                "A time lies outside of the years 2000 to 2199. Correct it, or the computer's clock, and try again.",
                "must lie in the years 2000 to 2199",
                List.of());
    }

    /** The same with the field's name. */
    public InvalidValueException at(@Nullable String field) {
        return field == null || field.isEmpty()
                ? this
                : new InvalidValueException(code(), detail(), what, List.of(new FieldProblem(field, what)));
    }
}
