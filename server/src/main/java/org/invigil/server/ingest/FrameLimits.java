package org.invigil.server.ingest;

/** What one socket may use. */
final class FrameLimits {

    /** Largest JPEG, in bytes. */
    static final int MAX_FRAME_BYTES = 512 << 10;

    /** Bytes of a whole binary message. */
    static final int MAX_MESSAGE_BYTES = FrameMessage.HEADER_BYTES + MAX_FRAME_BYTES;

    /** Characters of a whole JSON message: base64 takes four for three bytes, the rest is room for the other fields. */
    static final int MAX_MESSAGE_CHARS = MAX_FRAME_BYTES / 3 * 4 + 1_024;

    /** Answers that may wait for a slow reader; each is newer than the one before, so more would be worth nothing. */
    static final int OUTBOX_MESSAGES = 32;

    /**
     * A socket that says nothing for so long is gone. A page says something every 2 s and takes a new socket after 8 s of
     * silence: nobody is at the other end of this one any more.
     */
    static final long SILENCE_MILLIS = 15_000;

    /** Beats without a message to the page before it is told that the server is there: 2 s at most between two messages. */
    static final int QUIET_BEATS = 3;

    private FrameLimits() {}
}
