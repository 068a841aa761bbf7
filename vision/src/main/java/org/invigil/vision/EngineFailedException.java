package org.invigil.vision;

import org.jspecify.annotations.Nullable;

/**
 * The native part of an engine has failed. Nothing is known of its state any more: close the engine, open another one, and give
 * the stream a new tracker.
 */
public final class EngineFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param cause what was thrown in Java code that the native part had called; null if it has failed by itself
     */
    public EngineFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
