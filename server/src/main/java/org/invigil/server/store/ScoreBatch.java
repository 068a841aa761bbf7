package org.invigil.server.store;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A batch on the wire. {@link ExternalScores} has it validated, and checks what is between its parts.
 *
 * @param batchSeq 0 or more
 * @param focusScore 0 to 100, as the other scores
 */
record ScoreBatch(
        @NotNull(message = MISSING) @Min(value = 0, message = "must not be negative")
        Long batchSeq,

        @NotNull(message = MISSING) Instant startedAt,
        @NotNull(message = MISSING) Instant endedAt,

        @NotNull(message = MISSING) @Min(value = 1, message = FRAMES) @Max(value = MOST_FRAMES, message = FRAMES)
        Integer frames,

        @NotNull(message = MISSING) @Min(value = 0, message = SCORE) @Max(value = 100, message = SCORE)
        Double focusScore,

        @NotNull(message = MISSING) @Min(value = 0, message = SCORE) @Max(value = 100, message = SCORE)
        Double focusScoreMin,

        @NotNull(message = MISSING) @Min(value = 0, message = SCORE) @Max(value = 100, message = SCORE)
        Double cheatScore,

        @NotNull(message = MISSING)
        @Pattern(regexp = "present|hidden|absent|unknown", message = "must be present, hidden, absent or unknown")
        String presence,

        @NotNull(message = MISSING) JsonNode detectedBehavior,
        @NotNull(message = MISSING) JsonNode signals) {

    static final int MOST_FRAMES = 1_000;

    private static final String MISSING = "is missing";
    private static final String FRAMES = "must be 1 to " + MOST_FRAMES;
    private static final String SCORE = "must be 0 to 100";
}
