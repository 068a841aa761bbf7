package org.invigil.server.scoring;

import java.util.UUID;

/**
 * Told of what happens on the frame sockets of this node, as it happens. Called on the threads that analyse and receive:
 * every method must return at once.
 */
public interface ScoreListener {

    /** The session's socket is open. */
    void connected(UUID sessionId);

    /** The session's socket is gone, and no newer one took its place. */
    void disconnected(UUID sessionId);

    /** A frame was scored. */
    void scored(ScoreUpdate update);
}
