package org.invigil.server.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.invigil.rules.batch.SignalBatch;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.score.CheatScore;
import org.invigil.rules.score.ScoreState;
import org.jspecify.annotations.Nullable;

/**
 * Where the stored session ends, to go on from.
 *
 * @param nextBatchSeq of the next row
 * @param state to score the next frame with
 * @param open incidents that have not ended
 * @param incidentCount incidents stored so far
 */
public record StoredScores(long nextBatchSeq, ScoreState state, List<OpenIncident> open, int incidentCount) {

    public static final StoredScores NONE = new StoredScores(0, ScoreState.INITIAL, List.of(), 0);

    /** Rows of one epoch: far more than a session can have. */
    private static final int EPOCH_BITS = 32;

    /**
     * The last row, as far as it is needed.
     *
     * @param signals null in a row of an analyser that keeps its own kind: its scores are enough to go on
     */
    record LastRow(
            long batchSeq,
            double focusScore,
            double cheatScore,
            Instant endedAt,
            @Nullable SignalBatch signals) {}

    /** The number of an epoch's first row. So the rows of two nodes never have the same number. */
    static long firstBatchSeq(long epoch) {
        return epoch << EPOCH_BITS;
    }

    /** Goes on from what the last node left behind, if that is newer than the last row. */
    public static Optional<StoredScores> ofParked(String parkedJson, @Nullable LastRow row, long epoch) {
        long rows = row == null ? 0 : row.batchSeq() + 1;
        return ParkedScore.fromJson(parkedJson)
                .filter(parked -> parked.nextBatchSeq() >= rows)
                .map(parked -> new StoredScores(
                        Math.max(firstBatchSeq(epoch), parked.nextBatchSeq()),
                        parked.state(),
                        parked.open(),
                        parked.incidentCount()));
    }

    /** Goes on from the last row alone, as after a crash. */
    static StoredScores ofRow(@Nullable LastRow row, int incidentCount, Policy policy, long epoch) {
        if (row == null) {
            return new StoredScores(firstBatchSeq(epoch), ScoreState.INITIAL, List.of(), incidentCount);
        }
        SignalBatch signals = row.signals();
        CheatScore totals = signals == null ? null : signals.cheatScore();
        CheatScore cheatScore = totals == null ? CheatScore.fromValue(row.cheatScore(), 0, policy) : totals;
        return new StoredScores(
                Math.max(firstBatchSeq(epoch), row.batchSeq() + 1),
                ScoreState.resumed(row.focusScore(), cheatScore, signals == null ? null : signals.baseline()),
                List.of(),
                incidentCount);
    }
}
