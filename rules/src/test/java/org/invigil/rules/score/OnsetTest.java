package org.invigil.rules.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.invigil.rules.score.Footage.ATTENTIVE;
import static org.invigil.rules.score.Footage.faces;
import static org.invigil.rules.score.Footage.looking;

import java.util.List;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.sight.Calibration;
import org.junit.jupiter.api.Test;

/** When an incident begins and ends, and what is gone on from. */
class OnsetTest {

    @Test
    void whatFadedLongAgoIsNoPartOfWhatComesLater() {
        Footage footage = new Footage(10).show(faces(2), 1).show(ATTENTIVE, 30);
        assertThat(footage.opened).isEmpty();
        long later = footage.now();

        footage.show(faces(2), 5);

        assertThat(footage.opened).singleElement().satisfies(incident -> assertThat(incident.startedAtMillis())
                .isEqualTo(later + 100));
    }

    @Test
    void aFlickerDoesNotPutOffTheEnd() {
        Footage footage = new Footage(10).show(faces(2), 5);
        long end = footage.now();

        footage.show(ATTENTIVE, 0.6).frame(faces(2)).show(ATTENTIVE, 5);

        assertThat(footage.closed).singleElement().satisfies(incident -> assertThat(incident.endedAtMillis())
                .isEqualTo(end + 100));
    }

    @Test
    void aPictureByItselfCostsWhatItsGravestBehaviourWeighs() {
        Scorer.Judgement judgement = Scorer.judge(looking(40, 0), Policy.DEFAULT);

        assertThat(judgement.behaviors()).containsExactly(Behavior.LOOKING_LEFT);
        assertThat(judgement.focusScore())
                .isEqualTo(100 - 100 * Policy.DEFAULT.behaviors().lookingLeft().weight());
    }

    @Test
    void aResumedSessionKeepsWhereTheStudentLooksOrLearnsItAnew() {
        Calibration.Baseline baseline = new Calibration.Baseline(4, -7, 5, -3);

        assertThat(ScoreState.resumed(80, ScoreState.INITIAL.cheatScore(), baseline)
                        .calibration()
                        .baseline())
                .isEqualTo(baseline);
        assertThat(ScoreState.resumed(80, ScoreState.INITIAL.cheatScore(), null).calibration())
                .isEqualTo(Calibration.EMPTY);
    }

    @Test
    void aRecordingThatEndsInAnIncidentHasItAndItsPoints() {
        StreamScore score = new StreamScore(Policy.DEFAULT);
        for (int frame = 0; frame < 100; frame++) {
            score.next(faces(2), frame * 100L);
        }

        assertThat(score.cheatScore()).isPositive();
        assertThat(score.finish()).extracting(Incident::behavior).isEqualTo(List.of(Behavior.MULTIPLE_FACES));
    }
}
