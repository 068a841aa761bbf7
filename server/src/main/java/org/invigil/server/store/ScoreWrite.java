package org.invigil.server.store;

import java.util.concurrent.CompletableFuture;
import org.invigil.server.session.ExamSession;

/** One thing the sink has to write. */
public sealed interface ScoreWrite {

    record Scores(ScoreRow row) implements ScoreWrite {}

    /** The row that is being gathered; the newest of a session is all that matters. */
    record Unfinished(ScoreRow row) implements ScoreWrite {}

    record Incidents(IncidentRow row) implements ScoreWrite {}

    /** What is left behind of a running score, after everything of it that was offered before. */
    record Park(ParkRow row) implements ScoreWrite {}

    /** Everything of this session that was offered before is stored when the final score comes back. */
    record Settle(ExamSession session, CompletableFuture<Double> finalScore) implements ScoreWrite {}
}
