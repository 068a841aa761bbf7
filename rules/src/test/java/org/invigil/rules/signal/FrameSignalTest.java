package org.invigil.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FrameSignalTest {

    @Test
    void signalsAreRoundedToWhatIsStored() {
        FrameSignal signal = FrameSignal.of(new FrameAnalysis(
                320,
                240,
                Presence.PRESENT,
                0.987,
                3,
                2,
                4,
                List.of(),
                new HeadPose(-12.345, 6.789, 1.04, 0.555),
                new EyeSignal(3.21, -4.56, 0.789, 0.5),
                Gaze.CENTER,
                null,
                false));

        assertThat(signal)
                .isEqualTo(new FrameSignal(
                        Presence.PRESENT,
                        0.99,
                        2,
                        4,
                        new HeadPose(-12.3, 6.8, 1.0, 0.56),
                        new EyeSignal(3.2, -4.6, 0.79, 0.5)));
    }

    @Test
    void whatIsSaidOfSingleFramesIsOfNoLaterOne() {
        FrameAnalysis analysis = new FrameAnalysis(
                        320, 240, Presence.PRESENT, 0.98, 1, 1, 1, List.of(), null, null, Gaze.UNKNOWN, null, false)
                .withPictureHash(-2L)
                .withReplayConfidence(0.127)
                .withPhoneConfidence(0.345);

        assertThat(FrameSignal.of(analysis))
                .isEqualTo(new FrameSignal(Presence.PRESENT, 0.98, 1, 1, null, null, 0.34, false, -2L, 0.13));
        assertThat(FrameSignal.of(analysis.takenOver(false, true)))
                .isEqualTo(new FrameSignal(Presence.PRESENT, 0.98, 1, 1, null, null, null, true, null, null));
    }

    @Test
    void onlyFacesBeyondDoubtAreCounted() {
        FrameAnalysis posterBehind = new FrameAnalysis(
                320, 240, Presence.PRESENT, 0.98, 2, 1, 1, List.of(), null, null, Gaze.UNKNOWN, null, false);

        assertThat(FrameSignal.of(posterBehind).faces()).isEqualTo(1);
    }

    @Test
    void zeroHasNoSign() {
        FrameSignal signal = FrameSignal.of(new FrameAnalysis(
                320,
                240,
                Presence.PRESENT,
                0.98,
                1,
                1,
                1,
                List.of(),
                new HeadPose(-0.04, -0.0, -0.01, 0.9),
                null,
                Gaze.CENTER,
                null,
                false));

        assertThat(signal.pose()).isEqualTo(new HeadPose(0.0, 0.0, 0.0, 0.9));
    }
}
