package org.invigil.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.invigil.rules.score.CheatScore;
import org.invigil.rules.sight.Calibration;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.TimedSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalBatchTest {

    @Test
    void everySignalSurvivesTheRow() {
        SignalBatch batch = new SignalBatch(
                List.of(
                        new TimedSignal(
                                5_000,
                                new FrameSignal(
                                        Presence.PRESENT,
                                        0.99,
                                        2,
                                        new HeadPose(-12.3, 6.8, 1.0, 0.56),
                                        new EyeSignal(3.2, -4.6, 0.79, 0.5))),
                        new TimedSignal(5_033, new FrameSignal(Presence.ABSENT, 0.95, 0, null, null)),
                        new TimedSignal(5_066, new FrameSignal(Presence.HIDDEN, 0.9, 0, null, null)),
                        new TimedSignal(5_100, new FrameSignal(Presence.UNKNOWN, 0.9, 0, null, null))),
                new CheatScore(1_234.5, 60_000),
                new Calibration.Baseline(3.5, -8));

        assertThat(SignalBatch.fromJson(batch.toJson(), 5_000)).isEqualTo(batch);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]x",
                "{\"presence\": \"pp\", \"t\": [0]}",
                "{\"presence\": \"x\", \"t\": [0], \"presence_confidence\": [1], \"faces\": [1]}"
            })
    void whatIsNoBatchIsRefused(String json) {
        assertThatThrownBy(() -> SignalBatch.fromJson(json, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
