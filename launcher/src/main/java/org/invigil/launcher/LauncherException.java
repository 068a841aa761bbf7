package org.invigil.launcher;

/** Ends the launcher with a sentence that says what to do. */
final class LauncherException extends RuntimeException {

    /** A command line that makes no sense. */
    static final int WRONG_USAGE = 2;

    private final int exitCode;

    LauncherException(String message) {
        this(message, 1);
    }

    LauncherException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
