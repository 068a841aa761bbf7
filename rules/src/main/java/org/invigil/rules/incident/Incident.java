package org.invigil.rules.incident;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of one behaviour. An absence is one: {@code absent}, and {@code away} from the moment when that counts.
 *
 * @param startedAtMillis when the behaviour began, which is before it counted; milliseconds since 1970
 * @param endedAtMillis null while open
 * @param confidence mean over its frames, 0 to 1
 * @param focusScoreMin lowest focus score during it
 */
public record Incident(
        Behavior behavior,
        long startedAtMillis,
        @Nullable Long endedAtMillis,
        double confidence,
        double focusScoreMin) {}
