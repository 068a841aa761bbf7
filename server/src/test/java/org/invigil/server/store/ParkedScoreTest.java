package org.invigil.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.score.ScoreState;
import org.invigil.rules.score.Scorer;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParkedScoreTest {

    private static final FrameSignal AT_WORK = new FrameSignal(
            Presence.PRESENT, 0.98, 1, 1, new HeadPose(4.2, 11.3, 0.4, 0.91, 1.3), new EyeSignal(-3, -8.2, 0.7, 0.8));

    private static ParkedScore after(int frames) {
        ScoreState state = ScoreState.INITIAL;
        for (int i = 0; i < frames; i++) {
            state = Scorer.step(state, AT_WORK, 1_800_000_000_000L + 100L * i, Policy.DEFAULT)
                    .state();
        }
        return new ParkedScore(7, state, List.of(), 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 100})
    void aRunningScoreIsTakenUpAsItWasLeft(int frames) {
        ParkedScore parked = after(frames);

        assertThat(ParkedScore.fromJson(parked.toJson())).contains(parked);
    }

    /** Rows are enough to go on; what is half known would fail at the next frame. */
    @Test
    void whatAnotherVersionLeftIsLeftAlone() {
        String without = after(20).toJson().replaceFirst("\"head\":\\{[^}]*},", "");

        assertThat(without).isNotEqualTo(after(20).toJson());
        assertThat(ParkedScore.fromJson(without)).isEmpty();
        assertThat(ParkedScore.fromJson(after(100).toJson().replaceFirst(",\"headYawDegrees\":[0-9.]+", "")))
                .isEmpty();
    }
}
