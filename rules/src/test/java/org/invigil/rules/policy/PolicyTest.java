package org.invigil.rules.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PolicyTest {

    private static Policy.Sight sight(double left, double right, double up, double down) {
        return new Policy.Sight(25, left, 25, right, 18, up, 28, down, 30, 18, 22, 200, 0.3, 0.5, 0.3, 0.6);
    }

    @Test
    void aLookEndsNoFartherOutThanItBegins() {
        assertThat(sight(25, 25, 18, 28)).as("as far is allowed").isNotNull();
        assertThatThrownBy(() -> sight(25.1, 25, 18, 28))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("left_leave");
        assertThatThrownBy(() -> sight(25, 25.1, 18, 28))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("right_leave");
        assertThatThrownBy(() -> sight(25, 25, 18.1, 28))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("up_leave");
        assertThatThrownBy(() -> sight(25, 25, 18, 28.1))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("down_leave");
        assertThatThrownBy(() -> new Policy.Score(5, 61, 60, 90, 0.02, 3))
                .isInstanceOfSatisfying(InvalidPolicyException.class, e -> {
                    assertThat(e.within("score").field()).isEqualTo("score.record_below");
                    assertThat(e.problem()).isEqualTo("must not be larger than rearm_above");
                });
    }

    @Test
    void whatIsAllowedIsTold() {
        assertThat(Policy.DEFAULT.accommodations()).isEmpty();
        Policy all = new Policy(
                true,
                true,
                true,
                Policy.DEFAULT.sight(),
                Policy.DEFAULT.evidence(),
                Policy.DEFAULT.behaviors(),
                Policy.DEFAULT.score(),
                Policy.DEFAULT.recording(),
                Policy.DEFAULT.calibration(),
                Policy.DEFAULT.admission(),
                Policy.DEFAULT.review(),
                Policy.DEFAULT.cameraRequired(),
                new Policy.Challenge(true, true, 0.2, 15_000, 20));
        assertThat(all.accommodations()).containsExactly(Accommodation.values());
        assertThat(all.asksForHeadTurns()).isFalse();
    }
}
