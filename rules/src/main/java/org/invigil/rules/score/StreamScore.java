package org.invigil.rules.score;

import java.util.List;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.FrameSignal;

/**
 * Scores one recorded stream of frames exactly as a live session is scored. Keeps the state between frames; not
 * thread-safe.
 */
public final class StreamScore {

    private final Policy policy;
    private ScoreState state = ScoreState.INITIAL;

    public StreamScore(Policy policy) {
        this.policy = policy;
    }

    /**
     * What one frame came to.
     *
     * @param focusScore 0 to 100
     * @param behaviors that count now
     * @param closed incidents that ended
     */
    public record Step(double focusScore, List<Behavior> behaviors, List<Incident> closed) {}

    /** Scores the next frame, taken at this time of the stream in milliseconds. */
    public Step next(FrameSignal signal, long atMillis) {
        ScoredFrame scored = Scorer.step(state, signal, atMillis, policy);
        state = scored.state();
        return new Step(scored.focusScore(), scored.behaviors(), scored.closed());
    }

    /** Whether evidence for any behaviour has gathered. */
    public boolean hasEvidence() {
        return state.hasEvidence();
    }

    /** The incidents still open, closed at the last frame. */
    public List<Incident> finish() {
        return Scorer.finish(state);
    }

    /** The cheat score so far, 0 to 100. */
    public double cheatScore() {
        return state.cheatScore().value(policy);
    }

    /** Judges a single picture by itself, without time. */
    public static Step judge(FrameSignal signal, Policy policy) {
        Scorer.Judgement judgement = Scorer.judge(signal, policy);
        return new Step(judgement.focusScore(), judgement.behaviors(), List.of());
    }
}
