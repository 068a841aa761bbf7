package org.invigil.server.problem;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What PostgreSQL says of a value that it cannot take (SQLSTATE class 22). The checks before it should have caught it;
 * where they did not, the answer is still that the value is wrong, not that the server failed.
 */
final class Unstorable {

    static final String KIND = "unstorable";
    static final String MESSAGE = "A value got as far as the database, which cannot store it";

    private static final String DATA_EXCEPTION = "22";

    private Unstorable() {}

    /** The problem if this is the cause, else null. */
    static @Nullable Problem problemOf(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 10; depth++, cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith(DATA_EXCEPTION)) {
                return switch (sql.getSQLState()) {
                    case "22021", "22P05" -> Problem.of(InvalidValueException.text());
                    case "22008" -> Problem.of(InvalidValueException.time());
                    default ->
                        Problem.of(
                                HttpStatus.BAD_REQUEST,
                                "invalid_request",
                                "A value of this request cannot be stored. Check what you sent.");
                };
            }
        }
        return null;
    }
}
