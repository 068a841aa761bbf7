package org.invigil.rules.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.invigil.rules.score.Footage.ABSENT;
import static org.invigil.rules.score.Footage.ATTENTIVE;
import static org.invigil.rules.score.Footage.HIDDEN;
import static org.invigil.rules.score.Footage.looking;

import org.invigil.rules.policy.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a moment is worth a clip. */
class ClipWishTest {

    @ParameterizedTest
    @CsvSource({"35, 0, looking_left", "-35, 0, looking_right", "0, 30, looking_up", "30, 25, looking_diagonal"})
    void anIncidentThatTriggersClipsAsksForOne(double yaw, double pitch, String reason) {
        Footage footage = new Footage(30).show(ATTENTIVE, 10).show(looking(yaw, pitch), 4);

        assertThat(footage.clips).extracting(ClipWish.Reason::wireName).containsExactly(reason);
    }

    @Test
    void theEventIsTheOnsetSoThatTheClipShowsTheSecondsBefore() {
        Footage footage = new Footage(30).show(ATTENTIVE, 10);
        long onset = footage.now();
        footage.show(ABSENT, 3);

        assertThat(footage.clips.getFirst().eventAtMillis()).isBetween(onset, onset + 40);
    }

    @Test
    void absenceThatLastsGetsASecondClipAfterTheCooldownAndNoMore() {
        Footage footage = new Footage(30).show(ATTENTIVE, 10).show(ABSENT, 120);

        assertThat(footage.clips).extracting(ClipWish.Reason::wireName).containsExactly("absent", "focus_score");
        assertThat(footage.clips.get(1).eventAtMillis() - footage.clips.get(0).eventAtMillis())
                .isGreaterThanOrEqualTo(Policy.DEFAULT.recording().cooldownMs());
    }

    @Test
    void aLowScoreAsksOnceUntilItHasRecovered() {
        Policy noTriggers = Policies.of("""
                {"behaviors": {"absent": {"clip": false}, "away": {"clip": false}}, "recording": {"cooldown_ms": 10000}}
                """);
        Footage footage = new Footage(noTriggers, 30).show(ATTENTIVE, 5).show(ABSENT, 30);
        assertThat(footage.clips).extracting(ClipWish.Reason::wireName).containsExactly("focus_score");

        footage.show(ATTENTIVE, 11).show(ABSENT, 10);
        assertThat(footage.clips).as("recovered to 52 only").hasSize(1);

        footage.show(ATTENTIVE, 30).show(ABSENT, 10);
        assertThat(footage.clips).hasSize(2);
    }

    @Test
    void behavioursWithoutClipsAskForNone() {
        assertThat(new Footage(30).show(ATTENTIVE, 5).show(HIDDEN, 30).show(looking(0, -40), 30).clips)
                .isEmpty();
    }

    @Test
    void noHourHasMoreThanThePolicyAllows() {
        Policy three = Policies.of("{\"recording\": {\"clips_per_hour\": 3}}");
        Footage footage = new Footage(three, 10);
        for (int i = 0; i < 20; i++) {
            footage.show(ATTENTIVE, 30).show(looking(40, 0), 5);
        }
        assertThat(footage.clips).hasSize(3);

        for (int i = 0; i < 120; i++) {
            footage.show(ATTENTIVE, 30);
        }
        assertThat(footage.show(looking(40, 0), 5).clips).as("an hour later").hasSize(4);
    }

    @Test
    void noneAtAllWhereThePolicySaysZero() {
        Policy none = Policies.of("{\"recording\": {\"clips_per_hour\": 0}}");

        assertThat(new Footage(none, 10).show(ATTENTIVE, 10).show(ABSENT, 60).clips)
                .isEmpty();
    }
}
