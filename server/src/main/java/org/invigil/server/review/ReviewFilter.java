package org.invigil.server.review;

import org.invigil.rules.wire.WireNamed;

/** Which cases of an exam to list. The conditions are those of the indexes in {@code V19__review_decisions.sql}. */
enum ReviewFilter implements WireNamed {
    UNDECIDED("(c.outcome IS NULL OR c.outcome = 'needs_more')"),
    /** Assigned to whoever asks, and not decided. */
    MINE("c.assigned_to = :me AND (c.outcome IS NULL OR c.outcome = 'needs_more')"),
    DECIDED("c.outcome IN ('no_concern', 'concern')");

    private final String condition;

    ReviewFilter(String condition) {
        this.condition = condition;
    }

    /** In SQL, of a case {@code c}; {@code :me} is whoever asks. */
    String condition() {
        return condition;
    }
}
