package org.invigil.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A batch on the wire; every part is needed, and checked by {@link ExternalScores}. */
record ScoreBatch(
        @Nullable Long batchSeq,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Integer frames,
        @Nullable Double focusScore,
        @Nullable Double focusScoreMin,
        @Nullable Double cheatScore,
        @Nullable String presence,
        @Nullable JsonNode detectedBehavior,
        @Nullable JsonNode signals) {}
