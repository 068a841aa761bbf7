package org.invigil.vision;

/** A frame that cannot be analysed, with a reason a program can act on. */
public final class FrameRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why a frame was rejected. */
    public enum Reason {
        /** The bytes are no JPEG. */
        NOT_JPEG,
        /** A JPEG that ends early or does not decode. */
        CORRUPT,
        /** The picture is larger than the engine's limit. */
        DIMENSIONS_TOO_LARGE
    }

    private final Reason reason;

    public FrameRejectedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
