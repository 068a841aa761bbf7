package org.invigil.server.tiles;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * One picture of a student.
 *
 * @param takenAtMillis when it arrived here, by the server's clock, milliseconds since 1970
 * @param jpeg as the student's browser sent it; never changed
 */
// Two stills are the same if they are of one session and moment.
@SuppressWarnings("ArrayRecordComponent")
record Still(UUID sessionId, long takenAtMillis, byte[] jpeg) {

    /** Bytes before the picture: the session's id (16) and the time in milliseconds since 1970 (8), big-endian. */
    static final int HEADER_BYTES = 24;

    /** As it is sent to who watches. */
    byte[] message() {
        return ByteBuffer.allocate(HEADER_BYTES + jpeg.length)
                .putLong(sessionId.getMostSignificantBits())
                .putLong(sessionId.getLeastSignificantBits())
                .putLong(takenAtMillis)
                .put(jpeg)
                .array();
    }
}
