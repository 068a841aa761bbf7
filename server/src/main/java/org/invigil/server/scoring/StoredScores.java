package org.invigil.server.scoring;

import org.jspecify.annotations.Nullable;

/**
 * Where the stored rows of a session end, to go on from.
 *
 * @param nextBatchSeq 0 without rows
 * @param state to score the next frame with
 * @param incidentCount incidents stored so far
 */
record StoredScores(long nextBatchSeq, ScoreState state, int incidentCount) {

    static final StoredScores NONE = new StoredScores(0, ScoreState.INITIAL, 0);

    /** The last row, as far as it is needed. */
    record LastRow(long batchSeq, double focusScore, double cheatScore, String signals) {}

    static StoredScores of(@Nullable LastRow row, int incidentCount, org.invigil.server.exam.Policy policy) {
        if (row == null) {
            return new StoredScores(0, ScoreState.INITIAL, incidentCount);
        }
        SignalBatch batch;
        try {
            batch = SignalBatch.fromJson(row.signals(), 0);
        } catch (IllegalArgumentException e) {
            // A row of an analyser that keeps its own kind of signals: its scores are enough to go on.
            batch = new SignalBatch(java.util.List.of(), null, null);
        }
        CheatScore cheatScore =
                batch.cheatScore() == null ? CheatScore.fromValue(row.cheatScore(), 0, policy) : batch.cheatScore();
        return new StoredScores(
                row.batchSeq() + 1, ScoreState.resumed(row.focusScore(), cheatScore, batch.baseline()), incidentCount);
    }
}
