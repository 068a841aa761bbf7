package org.invigil.rules.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.invigil.rules.score.Footage.ABSENT;
import static org.invigil.rules.score.Footage.HIDDEN;
import static org.invigil.rules.score.Footage.UNKNOWN;
import static org.invigil.rules.score.Footage.faces;
import static org.invigil.rules.score.Footage.looking;

import java.util.ArrayList;
import java.util.List;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.TimedSignal;
import org.junit.jupiter.api.Test;

/** A stored session can be scored again: under the policy it had, and under another one. */
class RescoringTest {

    private static Footage session() {
        return new Footage(12)
                .atWork(40, 7)
                .show(looking(33, 4), 5)
                .show(UNKNOWN, 4)
                .silence(9)
                .atWork(10, 8)
                .show(ABSENT, 9)
                .show(faces(2), 3)
                .show(HIDDEN, 7)
                .atWork(20, 9);
    }

    /** The footage as rows of ten frames. */
    private static List<List<TimedSignal>> stored(Footage footage) {
        List<List<TimedSignal>> batches = new ArrayList<>();
        for (int i = 0; i < footage.frames.size(); i += 10) {
            batches.add(footage.frames.subList(i, Math.min(i + 10, footage.frames.size())));
        }
        return batches;
    }

    @Test
    void underTheSamePolicyEverythingComesOutAsItWasLive() {
        Footage live = session();
        live.closed.addAll(Scorer.finish(live.state));

        Rescoring.Result again = Rescoring.rescore(stored(live), Policy.DEFAULT);

        assertThat(again.cheatScore()).isEqualTo(live.cheatScore).isPositive();
        assertThat(again.incidents()).isEqualTo(live.closed).isNotEmpty();
        assertThat(again.focusScores().getLast()).isEqualTo(live.focusScore);
    }

    @Test
    void underAnotherPolicyTheOutcomeDiffers() {
        List<List<TimedSignal>> rows = stored(session());
        double strict = Rescoring.rescore(rows, Policies.of("{\"score\": {\"cheat_base_seconds\": 20}}"))
                .cheatScore();
        Rescoring.Result lenient = Rescoring.rescore(rows, Policies.of("""
                        {"behaviors": {"absent": {"enabled": false}, "away": {"enabled": false},
                         "looking_left": {"enabled": false}, "multiple_faces": {"enabled": false}}, "paper_exam": true}
                        """));

        assertThat(strict).isGreaterThan(Rescoring.rescore(rows, Policy.DEFAULT).cheatScore());
        assertThat(lenient.cheatScore()).isZero();
        assertThat(lenient.incidents()).extracting(Incident::behavior).containsOnly(Behavior.CAMERA_UNUSABLE);
    }

    @Test
    void theCheatScoreGoesOnFromItsValueAlone() {
        CheatScore score = new CheatScore(42_000, 600_000);

        CheatScore resumed = CheatScore.fromValue(score.value(Policy.DEFAULT), 600_000, Policy.DEFAULT);

        assertThat(resumed.suspiciousMs()).isCloseTo(42_000, org.assertj.core.api.Assertions.within(0.01));
        assertThat(CheatScore.fromValue(100, 0, Policy.DEFAULT).value(Policy.DEFAULT))
                .isLessThan(100);
    }
}
