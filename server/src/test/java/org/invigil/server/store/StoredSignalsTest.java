package org.invigil.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.invigil.rules.batch.SignalBatch;
import org.invigil.rules.score.CheatScore;
import org.invigil.rules.sight.Calibration;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.TimedSignal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredSignalsTest {

    private static final SignalBatch BATCH =
            batch(3, 1.7, new Calibration.Baseline(3.5, -8, 4.1, -2.5), 0.37, true, 0xfedc_ba98_0000_0001L, 0.25);

    private static SignalBatch batch(
            int persons,
            double uncertaintyDegrees,
            Calibration.Baseline baseline,
            @Nullable Double phoneConfidence,
            boolean followed,
            @Nullable Long pictureHash,
            @Nullable Double replayConfidence) {
        return new SignalBatch(
                List.of(
                        new TimedSignal(
                                5_000,
                                new FrameSignal(
                                        Presence.PRESENT,
                                        0.99,
                                        2,
                                        persons,
                                        new HeadPose(-12.3, 6.8, 1.0, 0.56, uncertaintyDegrees),
                                        new EyeSignal(3.2, -4.6, 0.79, 0.5),
                                        phoneConfidence,
                                        false,
                                        pictureHash,
                                        null)),
                        new TimedSignal(
                                5_033,
                                new FrameSignal(
                                        Presence.ABSENT,
                                        0.95,
                                        0,
                                        0,
                                        null,
                                        null,
                                        null,
                                        followed,
                                        null,
                                        replayConfidence)),
                        new TimedSignal(5_066, new FrameSignal(Presence.HIDDEN, 0.9, 0, 0, null, null)),
                        new TimedSignal(5_100, new FrameSignal(Presence.UNKNOWN, 0.9, 0, 0, null, null))),
                new CheatScore(1_234.5, 60_000),
                baseline);
    }

    /** As rows had it before there were bytes: many are still stored. */
    private static final String BATCH_AS_JSON = "{\"t\":[0,33,66,100],\"presence\":\"pahu\","
            + "\"presence_confidence\":[0.99,0.95,0.9,0.9],\"faces\":[2,0,0,0],\"yaw\":[-12.3,null,null,null],"
            + "\"pitch\":[6.8,null,null,null],\"roll\":[1.0,null,null,null],\"pose_confidence\":[0.56,null,null,null],"
            + "\"eye_yaw\":[3.2,null,null,null],\"eye_pitch\":[-4.6,null,null,null],\"openness\":[0.79,null,null,null],"
            + "\"eye_confidence\":[0.5,null,null,null],\"totals\":{\"suspicious_ms\":1234.5,\"observed_ms\":60000.0},"
            + "\"baseline\":{\"yaw\":3.5,\"pitch\":-8.0}}";

    @Test
    void everySignalSurvivesTheRow() {
        assertThat(StoredSignals.decode(StoredSignals.encode(BATCH), 5_000)).isEqualTo(BATCH);
    }

    @Test
    void oldRowsHaveAsManyPersonsAsFacesAndTellNothingOfTheRest() {
        assertThat(SignalJson.read(BATCH_AS_JSON, 5_000))
                .isEqualTo(batch(2, 0, new Calibration.Baseline(3.5, -8, 3.5, -8), null, false, null, null));
    }

    @Test
    void whatAnExportWritesIsRead() {
        String written = SignalJson.write(BATCH).toString();

        assertThat(written)
                .contains("\"faces\":[2,0,0,0],\"persons\":[3,0,0,0]")
                .contains("\"pose_uncertainty\":[1.7,null,null,null]")
                .contains("\"phone_confidence\":[0.37,null,null,null]")
                .contains("\"followed\":[false,true,false,false]")
                .contains("\"picture_hash\":[\"fedcba9800000001\",null,null,null]")
                .contains("\"replay_confidence\":[null,0.25,null,null]")
                .contains("\"baseline\":{\"yaw\":3.5,\"pitch\":-8.0,\"head_yaw\":4.1,\"head_pitch\":-2.5}");
        assertThat(SignalJson.read(written, 5_000)).isEqualTo(BATCH);
    }

    @Test
    void thatATurnOfTheHeadWasAskedForIsKept() {
        FrameSignal asked = new FrameSignal(Presence.HIDDEN, 0.9, 0, 0, null, null).withTurnAsked();
        SignalBatch batch = new SignalBatch(List.of(new TimedSignal(5_000, asked)), null, null);

        assertThat(StoredSignals.decode(StoredSignals.encode(batch), 5_000)).isEqualTo(batch);
        assertThat(SignalJson.read(SignalJson.write(batch).toString(), 5_000)).isEqualTo(batch);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]x",
                "{\"presence\": \"pp\", \"t\": [0]}",
                "{\"presence\": \"x\", \"t\": [0], \"presence_confidence\": [1], \"faces\": [1]}"
            })
    void whatIsNoBatchIsRefused(String json) {
        assertThatThrownBy(() -> SignalJson.read(json, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
