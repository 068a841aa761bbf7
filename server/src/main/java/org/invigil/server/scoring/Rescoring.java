package org.invigil.server.scoring;

import java.util.ArrayList;
import java.util.List;
import org.invigil.server.exam.Policy;

/** Scores a stored session again, from its raw signals, under any policy. */
final class Rescoring {

    private Rescoring() {}

    /**
     * The session under the other policy.
     *
     * @param incidents all closed, in the order in which they ended
     * @param cheatScore final, 0 to 100
     * @param focusScores after each batch
     */
    record Result(List<Incident> incidents, double cheatScore, List<Double> focusScores) {}

    /** Scores the batches of one session, oldest first. */
    static Result rescore(List<SignalBatch> batches, Policy policy) {
        ScoreState state = ScoreState.INITIAL;
        List<Incident> incidents = new ArrayList<>();
        List<Double> focusScores = new ArrayList<>();
        for (SignalBatch batch : batches) {
            for (SignalBatch.TimedSignal frame : batch.frames()) {
                ScoredFrame scored = Scorer.step(state, frame.signal(), frame.atMillis(), policy);
                incidents.addAll(scored.closed());
                state = scored.state();
            }
            focusScores.add(state.focusScore());
        }
        incidents.addAll(Scorer.finish(state));
        return new Result(incidents, state.cheatScore().value(policy), focusScores);
    }
}
