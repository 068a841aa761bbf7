package org.invigil.bench.accuracy;

/** A labelled set that cannot be used as it is; the message says where and why. */
final class AccuracySetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AccuracySetException(String message) {
        super(message);
    }
}
