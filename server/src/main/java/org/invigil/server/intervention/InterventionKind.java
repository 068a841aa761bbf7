package org.invigil.server.intervention;

import org.invigil.rules.wire.WireNamed;

/** What can be done to a sitting. */
public enum InterventionKind implements WireNamed {
    /** The clock stands still, the questions are covered, nothing counts. */
    PAUSE,
    /** It goes on after a pause, with the time that was left. */
    RESUME,
    /** The student's end moves, past the exam's close where need be. */
    MORE_TIME,
    /** It is over. Nothing leads back. */
    END
}
