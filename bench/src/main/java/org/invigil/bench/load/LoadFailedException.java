package org.invigil.bench.load;

/** The load could not be made, so that there is nothing to report. The message says why. */
final class LoadFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LoadFailedException(String message) {
        super(message);
    }
}
