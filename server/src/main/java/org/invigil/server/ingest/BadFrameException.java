package org.invigil.server.ingest;

import org.jspecify.annotations.Nullable;

/** A message that is no frame. */
final class BadFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    private final FrameErrorCode code;
    private final @Nullable Long seq;

    BadFrameException(FrameErrorCode code, @Nullable Long seq) {
        super(code.message());
        this.code = code;
        this.seq = seq;
    }

    FrameErrorCode code() {
        return code;
    }

    /** The frame's number, null where it could not be read. */
    @Nullable
    Long seq() {
        return seq;
    }
}
