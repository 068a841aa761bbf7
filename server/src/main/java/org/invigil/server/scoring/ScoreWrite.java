package org.invigil.server.scoring;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One thing the sink has to write. */
sealed interface ScoreWrite {

    record Scores(ScoreRow row) implements ScoreWrite {}

    record Incidents(IncidentRow row) implements ScoreWrite {}

    /** Everything of this session that was offered before is stored when the final score comes back. */
    record Settle(UUID sessionId, CompletableFuture<Double> finalScore) implements ScoreWrite {}
}
