package org.invigil.server.ingest;

import org.jspecify.annotations.Nullable;

/** A message that is no frame, or a frame that is not taken. */
final class BadFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    private final FrameErrorCode code;
    private final @Nullable Long seq;
    private final boolean isToBeTold;

    BadFrameException(FrameErrorCode code, @Nullable Long seq) {
        this(code, seq, true);
    }

    private BadFrameException(FrameErrorCode code, @Nullable Long seq, boolean isToBeTold) {
        super(code.message());
        this.code = code;
        this.seq = seq;
        this.isToBeTold = isToBeTold;
    }

    /** A frame beyond the agreed rate; the sender is not told of each. */
    static BadFrameException tooFast(long seq, boolean isToBeTold) {
        return new BadFrameException(FrameErrorCode.RATE_EXCEEDED, seq, isToBeTold);
    }

    FrameErrorCode code() {
        return code;
    }

    /** The frame's number, null where it could not be read. */
    @Nullable
    Long seq() {
        return seq;
    }

    /** Whether the sender gets an answer; it is counted in any case. */
    boolean isToBeTold() {
        return isToBeTold;
    }
}
