package org.invigil.server.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.invigil.server.scoring.Footage.ABSENT;
import static org.invigil.server.scoring.Footage.HIDDEN;
import static org.invigil.server.scoring.Footage.UNKNOWN;
import static org.invigil.server.scoring.Footage.faces;
import static org.invigil.server.scoring.Footage.looking;

import java.util.ArrayList;
import java.util.List;
import org.invigil.server.exam.Policy;
import org.invigil.vision.EyeSignal;
import org.invigil.vision.FrameAnalysis;
import org.invigil.vision.Gaze;
import org.invigil.vision.HeadPose;
import org.invigil.vision.Presence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** The footage as rows of ten frames, through JSON and back, signals rounded as live scoring rounds them. */
    private static List<SignalBatch> stored(Footage footage) {
        List<SignalBatch> batches = new ArrayList<>();
        for (int i = 0; i < footage.frames.size(); i += 10) {
            List<SignalBatch.TimedSignal> frames = footage.frames.subList(i, Math.min(i + 10, footage.frames.size()));
            SignalBatch batch = new SignalBatch(frames, null, null);
            batches.add(SignalBatch.fromJson(batch.toJson(), frames.getFirst().atMillis()));
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
        List<SignalBatch> rows = stored(session());
        double strict = Rescoring.rescore(rows, Policy.fromJson("{\"score\": {\"cheat_base_seconds\": 20}}"))
                .cheatScore();
        Rescoring.Result lenient = Rescoring.rescore(rows, Policy.fromJson("""
                        {"behaviors": {"absent": {"enabled": false}, "away": {"enabled": false},
                         "looking_left": {"enabled": false}, "multiple_faces": {"enabled": false}}, "paper_exam": true}
                        """));

        assertThat(strict).isGreaterThan(Rescoring.rescore(rows, Policy.DEFAULT).cheatScore());
        assertThat(lenient.cheatScore()).isZero();
        assertThat(lenient.incidents()).extracting(Incident::behavior).containsOnly(Behavior.CAMERA_UNUSABLE);
    }

    @Test
    void everySignalSurvivesTheRow() {
        FrameSignal full = FrameSignal.of(new FrameAnalysis(
                320,
                240,
                Presence.PRESENT,
                0.987,
                3,
                2,
                new HeadPose(-12.345, 6.789, 1.04, 0.555),
                new EyeSignal(3.21, -4.56, 0.789, 0.5),
                Gaze.CENTER,
                null,
                false));
        SignalBatch batch = new SignalBatch(
                List.of(
                        new SignalBatch.TimedSignal(5_000, full),
                        new SignalBatch.TimedSignal(5_033, ABSENT),
                        new SignalBatch.TimedSignal(5_066, HIDDEN),
                        new SignalBatch.TimedSignal(5_100, UNKNOWN)),
                new CheatScore(1_234.5, 60_000),
                new Calibration.Baseline(3.5, -8));

        assertThat(SignalBatch.fromJson(batch.toJson(), 5_000)).isEqualTo(batch);
        assertThat(full.pose()).isEqualTo(new HeadPose(-12.3, 6.8, 1.0, 0.56));
        assertThat(full.eyes()).isEqualTo(new EyeSignal(3.2, -4.6, 0.79, 0.5));
    }

    @Test
    void theCheatScoreGoesOnFromItsValueAlone() {
        CheatScore score = new CheatScore(42_000, 600_000);

        CheatScore resumed = CheatScore.fromValue(score.value(Policy.DEFAULT), 600_000, Policy.DEFAULT);

        assertThat(resumed.suspiciousMs()).isCloseTo(42_000, org.assertj.core.api.Assertions.within(0.01));
        assertThat(CheatScore.fromValue(100, 0, Policy.DEFAULT).value(Policy.DEFAULT))
                .isLessThan(100);
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
