package org.invigil.server.store;

import java.util.List;
import org.invigil.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What scoring refuses. */
public final class ScoringException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private ScoringException(HttpStatus status, String code, String detail, @Nullable Throwable cause) {
        super(status, code, detail, List.of(), cause);
    }

    public static ScoringException notSettled(@Nullable Throwable cause) {
        return new ScoringException(
                HttpStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                "The last scores could not be stored yet. Try again in a moment.",
                cause);
    }

    static ScoringException unknownSession() {
        return new ScoringException(HttpStatus.NOT_FOUND, "not_found", "There is no such session.", null);
    }

    static ScoringException sessionClosed() {
        return new ScoringException(
                HttpStatus.CONFLICT, "session_closed", "The session was submitted; it takes no more scores.", null);
    }

    static ScoringException sessionNotActive() {
        return new ScoringException(
                HttpStatus.CONFLICT,
                "session_not_active",
                "The session has not begun or is paused; what is seen meanwhile counts nothing.",
                null);
    }

    static ScoringException invalidBatch(int index, String problem) {
        return new ScoringException(
                HttpStatus.UNPROCESSABLE_CONTENT, "invalid_batch", "batches[" + index + "]: " + problem, null);
    }

    static ScoringException invalidBatches(String problem) {
        return new ScoringException(HttpStatus.UNPROCESSABLE_CONTENT, "invalid_batch", problem, null);
    }
}
