package org.invigil.rules.batch;

/** Bytes that are no batch of signals, or one of a version that this program does not know. */
public final class SignalFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SignalFormatException(String problem) {
        super("No batch of signals: " + problem);
    }
}
