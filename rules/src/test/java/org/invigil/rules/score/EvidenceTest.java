package org.invigil.rules.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.FrameSignal;
import org.junit.jupiter.api.Test;

/** When scoring asks for every frame to be looked at. */
class EvidenceTest {

    private final StreamScore score = new StreamScore(Policy.DEFAULT);
    private long now;

    private boolean hasEvidenceAfter(FrameSignal signal, int frames) {
        for (int i = 0; i < frames; i++) {
            score.next(signal, now);
            now += 33;
        }
        return score.hasEvidence();
    }

    @Test
    void anAttentiveStudentGivesNone() {
        assertThat(score.hasEvidence()).isFalse();
        assertThat(hasEvidenceAfter(Footage.ATTENTIVE, 300)).isFalse();
    }

    @Test
    void itGathersWithTheFirstFrameOfWhateverCountsAndIsGoneSomeTimeAfterTheLast() {
        hasEvidenceAfter(Footage.ATTENTIVE, 300);

        assertThat(hasEvidenceAfter(Footage.faces(2), 1)).isTrue();
        assertThat(hasEvidenceAfter(Footage.faces(2), 30)).isTrue();
        assertThat(hasEvidenceAfter(Footage.ATTENTIVE, 1)).isTrue();
        assertThat(hasEvidenceAfter(Footage.ATTENTIVE, 60)).isFalse();
    }

    @Test
    void aLookAsideGathersItBeforeItIsAnIncident() {
        hasEvidenceAfter(Footage.ATTENTIVE, 300);

        assertThat(hasEvidenceAfter(Footage.looking(40, 0), 15)).isTrue();
        assertThat(score.finish()).isEmpty();
    }
}
