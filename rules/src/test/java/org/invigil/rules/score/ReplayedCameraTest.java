package org.invigil.rules.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.invigil.rules.score.Footage.ATTENTIVE;
import static org.invigil.rules.score.Footage.UNKNOWN;

import org.invigil.rules.incident.Behavior;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.FrameSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of a camera whose picture may be a recording: the check says something every two seconds. */
class ReplayedCameraTest {

    /** An attentive student's frame in which the check said this. */
    private static FrameSignal said(double confidence) {
        return new FrameSignal(
                ATTENTIVE.presence(),
                ATTENTIVE.presenceConfidence(),
                1,
                1,
                ATTENTIVE.pose(),
                ATTENTIVE.eyes(),
                null,
                false,
                null,
                confidence);
    }

    /** The check says the same again and again, every two seconds. */
    private static Footage saying(Footage footage, double confidence, int times) {
        for (int i = 0; i < times; i++) {
            footage.show(said(confidence), 0).show(ATTENTIVE, 2);
        }
        return footage;
    }

    @ParameterizedTest
    @ValueSource(doubles = {5, 15, 30})
    void countsAfterTenSecondsAndAsksForAClip(double fps) {
        Footage footage = saying(new Footage(fps), 0.9, 5);
        assertThat(footage.opened).isEmpty();

        saying(footage, 0.9, 2);
        assertThat(footage.openedBehaviors()).containsExactly(Behavior.CAMERA_REPLAYED);
        assertThat(footage.opened.getFirst().confidence()).isCloseTo(0.9, within(1e-9));
        assertThat(footage.clips).hasSize(1);
    }

    @Test
    void costsWhatALookAwayCosts() {
        Footage footage = saying(new Footage(15), 0.9, 40);
        assertThat(footage.lowestFocusScore).isEqualTo(20);
        assertThat(footage.cheatScore).isGreaterThan(50);
    }

    @Test
    void aDoubtIsNothing() {
        Footage footage = saying(new Footage(15), 0.49, 60);
        assertThat(footage.opened).isEmpty();
        assertThat(footage.focusScore).isEqualTo(100);
        assertThat(footage.cheatScore).isZero();
    }

    @Test
    void aCheckThatWaversIsNothing() {
        Footage footage = new Footage(15);
        for (int i = 0; i < 30; i++) {
            saying(saying(footage, 0.9, 2), 0.1, 1);
        }
        assertThat(footage.opened).isEmpty();
    }

    @Test
    void endsOnceThePictureHasLivedForTenSeconds() {
        Footage footage = saying(new Footage(15), 0.9, 10);
        saying(footage, 0, 4);
        assertThat(footage.closed).isEmpty();
        saying(footage, 0, 2);
        assertThat(footage.closed).singleElement().satisfies(incident -> assertThat(incident.behavior())
                .isEqualTo(Behavior.CAMERA_REPLAYED));
    }

    /** A covered camera costs nothing, whatever was seen before. */
    @Test
    void endsWhereNothingCanBeSaidAnyMore() {
        Footage footage = saying(new Footage(15), 0.9, 10);
        double before = footage.focusScore;
        footage.show(UNKNOWN, 60);
        assertThat(footage.closed)
                .anySatisfy(incident -> assertThat(incident.behavior()).isEqualTo(Behavior.CAMERA_REPLAYED));
        assertThat(footage.focusScore).isEqualTo(before);
    }

    @Test
    void anExamMayAskForMoreOrForNothing() {
        Policy strict = Policies.of("{\"evidence\": {\"min_replay_confidence\": 0.95}}");
        assertThat(saying(new Footage(strict, 15), 0.9, 20).opened).isEmpty();
        Policy off = Policies.of("{\"behaviors\": {\"camera_replayed\": {\"enabled\": false}}}");
        assertThat(saying(new Footage(off, 15), 1, 20).opened).isEmpty();
    }

    @Test
    void aSinglePictureIsNoRecording() {
        assertThat(Scorer.judge(ATTENTIVE, Policy.DEFAULT).behaviors()).isEmpty();
    }
}
