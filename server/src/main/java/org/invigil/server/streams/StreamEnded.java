package org.invigil.server.streams;

import java.util.UUID;

/**
 * Published on the node that has the student's socket, when another node has ended the stream.
 *
 * @param epoch in which this node had the session; a socket that is newer than that goes on
 */
public record StreamEnded(UUID sessionId, long epoch, Reason reason) {

    /** Why it ended. */
    public enum Reason {
        /** The student has connected to another node, which goes on. */
        TAKEN_OVER,
        /** The session was submitted or ended through another node. */
        OVER
    }
}
