package org.invigil.bench.load;

/** The load could not be made, so that there is nothing to report. The message says why. */
public final class LoadFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LoadFailedException(String message) {
        super(message);
    }
}
