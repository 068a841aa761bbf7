package org.invigil.server.review;

import org.invigil.rules.wire.WireNamed;

/** What a person says of a whole sitting. */
public enum Outcome implements WireNamed {
    NO_CONCERN,
    CONCERN,
    /** Not decided yet: somebody else shall look, or something is missing. The student is told nothing. */
    NEEDS_MORE;

    /** Whether the sitting is decided, and the student sees it. */
    public boolean isDecided() {
        return this != NEEDS_MORE;
    }
}
