package org.invigil.rules.score;

import java.util.ArrayList;
import java.util.List;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.TimedSignal;

/** Scores a stored session again, from its raw signals, under any policy. */
public final class Rescoring {

    private Rescoring() {}

    /**
     * The session under the other policy.
     *
     * @param incidents all closed, in the order in which they ended
     * @param cheatScore final, 0 to 100
     * @param focusScores after each batch
     */
    public record Result(List<Incident> incidents, double cheatScore, List<Double> focusScores) {}

    /** Scores the batches of one session, oldest first; a focus score is told after each. */
    public static Result rescore(List<List<TimedSignal>> batches, Policy policy) {
        ScoreState state = ScoreState.INITIAL;
        List<Incident> incidents = new ArrayList<>();
        List<Double> focusScores = new ArrayList<>();
        for (List<TimedSignal> batch : batches) {
            for (TimedSignal frame : batch) {
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
