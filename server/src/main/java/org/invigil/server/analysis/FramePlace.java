package org.invigil.server.analysis;

import java.util.UUID;

/** A place in the analyser that is kept for a session while its socket is being opened; for {@link FramePlaces#KEPT_MILLIS} at most. */
public final class FramePlace {

    private final UUID sessionId;
    private final long keptUntilMillis;

    FramePlace(UUID sessionId, long keptUntilMillis) {
        this.sessionId = sessionId;
        this.keptUntilMillis = keptUntilMillis;
    }

    UUID sessionId() {
        return sessionId;
    }

    boolean isOver(long nowMillis) {
        return nowMillis >= keptUntilMillis;
    }
}
