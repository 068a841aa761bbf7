package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.server.streams.FrameScore;
import org.junit.jupiter.api.Test;

/** When a page need not be told anew. */
class LastToldTest {

    private final LastTold last = new LastTold();

    private static Told told(double yawDegrees, int faces, double focusScore, List<Behavior> behaviors, long dropped) {
        HeadPose pose = new HeadPose(yawDegrees, 0, 0, 0.9);
        FrameAnalysis analysis = new FrameAnalysis(
                320, 240, Presence.PRESENT, 0.9, faces, faces, faces, List.of(), pose, null, Gaze.CENTER, null, false);
        return Told.of(analysis, new FrameScore(focusScore, behaviors, null, false), 30, dropped);
    }

    private static Told attentive() {
        return told(0, 1, 100, List.of(), 0);
    }

    @Test
    void nothingIsStillSoBeforeAnythingWasTold() {
        assertThat(last.isStillSo(attentive(), 0)).isFalse();
    }

    @Test
    void anglesAndHundredthsOfAScoreChangeNothing() {
        last.tell(attentive(), 5_000);

        assertThat(last.isStillSo(told(7.5, 1, 100, List.of(), 0), 5_033)).isTrue();
        assertThat(last.isStillSo(told(0, 1, 99.96, List.of(), 0), 5_033)).isTrue();
    }

    @Test
    void allElseIsToldAnew() {
        last.tell(attentive(), 5_000);

        assertThat(last.isStillSo(told(0, 2, 100, List.of(), 0), 5_033)).isFalse();
        assertThat(last.isStillSo(told(0, 1, 99.9, List.of(), 0), 5_033)).isFalse();
        assertThat(last.isStillSo(told(0, 1, 100, List.of(Behavior.LOOKING_UP), 0), 5_033))
                .isFalse();
        assertThat(last.isStillSo(told(0, 1, 100, List.of(), 1), 5_033)).isFalse();
    }

    @Test
    void onceASecondAllIsToldAnew() {
        last.tell(attentive(), 5_000);

        assertThat(last.isStillSo(attentive(), 5_000 + LastTold.RESULT_EVERY_MILLIS - 1))
                .isTrue();
        assertThat(last.isStillSo(attentive(), 5_000 + LastTold.RESULT_EVERY_MILLIS))
                .isFalse();
        assertThat(last.isStillSo(attentive(), 4_999))
                .as("a clock that was set back")
                .isFalse();
    }
}
