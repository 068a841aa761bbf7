package org.invigil.server.database;

import org.jspecify.annotations.Nullable;

/** The server cannot start; the message is one line that says what to do. */
public class StartException extends RuntimeException {

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** With which the process ends. */
    public int exitCode() {
        return 1;
    }
}
