package org.invigil.server.review;

import org.invigil.rules.wire.WireNamed;

/** In which order to look; docs/scoring.md says what leads to which. */
enum ReviewPriority implements WireNamed {
    /** Look first. */
    HIGH,
    /** Look. */
    MEDIUM,
    /** Glance. */
    LOW;

    /** As the database keeps it: 1, 2, 3. */
    static ReviewPriority ofStored(int stored) {
        return values()[stored - 1];
    }
}
