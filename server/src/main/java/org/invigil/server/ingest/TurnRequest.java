package org.invigil.server.ingest;

import org.jspecify.annotations.Nullable;

/**
 * What a page is to ask of the student: to turn the head for a moment.
 *
 * @param isLeft to the student's own left, else right
 * @param forMillis time to do it in; 0: no longer, it is done or over
 * @param outcome what came of it, for staff; null while it is asked
 */
record TurnRequest(boolean isLeft, long forMillis, @Nullable String outcome) {

    /** As docs/protocol.md has it. */
    String toJson() {
        return "{\"type\":\"challenge\",\"turn\":\"" + side() + "\",\"for_ms\":" + forMillis + "}";
    }

    String side() {
        return isLeft ? "left" : "right";
    }
}
