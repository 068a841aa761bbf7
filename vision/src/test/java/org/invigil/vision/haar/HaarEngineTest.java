package org.invigil.vision.haar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.util.Objects;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.UnusableReason;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.invigil.vision.testdata.TestPicture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HaarEngineTest {

    private static final String ASTRONAUT = "pictures/astronaut.png";
    private static final String STRAIGHT = "node_modules/material-kit/assets/img/faces/christian.jpg";
    private static final String PROFILE = "node_modules/soft-ui-design-system/assets/img/team-4.jpg";

    private final VisionEngine engine = VisionEngines.open(EngineKind.HAAR);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aFrontalFaceIsPresentWithEyesAndGaze() throws Exception {
        FrameAnalysis analysis = analyze(TestPicture.load(STRAIGHT).framed(320, 240));
        assertThat(analysis.presence()).isEqualTo(Presence.PRESENT);
        assertThat(analysis.faces()).isEqualTo(1);
        assertThat(analysis.width()).isEqualTo(320);
        assertThat(analysis.height()).isEqualTo(240);
        assertThat(analysis.eyes()).isNotNull();
        assertThat(analysis.gaze()).isEqualTo(Gaze.CENTER);
        assertThat(analysis.unusable()).isNull();
    }

    @Test
    void aProfileTellsItsSideInBothDirections() throws Exception {
        TestPicture towardImageRight = TestPicture.load(PROFILE).framed(640, 480);
        FrameAnalysis left = analyze(towardImageRight);
        FrameAnalysis right = analyze(towardImageRight.mirrored());
        assertThat(pose(left).yawDegrees()).isGreaterThan(20);
        assertThat(left.gaze()).isEqualTo(Gaze.LEFT);
        assertThat(pose(right).yawDegrees()).isLessThan(-20);
        assertThat(right.gaze()).isEqualTo(Gaze.RIGHT);
    }

    @Test
    void theTiltOfTheEyesIsTheRoll() throws Exception {
        TestPicture straight = TestPicture.load(ASTRONAUT).framed(640, 480);
        // Turned clockwise as seen, the head leans to the image's right: the person's own left shoulder.
        FrameAnalysis leaning = analyze(straight.rotated(12));
        FrameAnalysis upright = analyze(straight);
        assertThat(pose(leaning).rollDegrees())
                .isBetween(pose(upright).rollDegrees() + 6, pose(upright).rollDegrees() + 18);
    }

    @Test
    void twoPeopleAreTwoFaces() throws Exception {
        TestPicture both = TestPicture.load(ASTRONAUT).beside(TestPicture.load("pictures/grace_hopper.jpg"), 640, 480);
        assertThat(analyze(both).faces()).isEqualTo(2);
    }

    @Test
    void nobodyIsAbsentAndABadPictureIsUnknown() throws Exception {
        assertThat(analyze(TestPicture.load("pictures/coffee.png").framed(320, 240))
                        .presence())
                .isEqualTo(Presence.ABSENT);
        TestPicture astronaut = TestPicture.load(ASTRONAUT).framed(320, 240);
        assertUnknown(analyze(astronaut.darkened(0.01)), UnusableReason.TOO_DARK);
        assertUnknown(analyze(TestPicture.blank(320, 240, Color.WHITE)), UnusableReason.OVEREXPOSED);
        assertUnknown(analyze(TestPicture.blank(320, 240, new Color(90, 40, 35))), UnusableReason.COVERED);
    }

    @Test
    void anEqualFrameIsTakenOverAndAnotherIsNot() throws Exception {
        FaceTracker tracker = engine.newTracker();
        byte[] first = TestPicture.load(STRAIGHT).framed(320, 240).jpeg();
        byte[] second =
                TestPicture.load(STRAIGHT).framed(320, 240).shifted(0.05, 0).jpeg();
        FrameAnalysis fresh = engine.analyze(first, tracker, 0);
        FrameAnalysis again = engine.analyze(first.clone(), tracker, 0);
        assertThat(fresh.reused()).isFalse();
        assertThat(again.reused()).isTrue();
        assertThat(again.pose()).isEqualTo(fresh.pose());
        assertThat(engine.analyze(second, tracker, 0).reused()).isFalse();
    }

    @Test
    void aRejectedFrameLeavesTheTrackerAsItWas() throws Exception {
        FaceTracker tracker = engine.newTracker();
        byte[] frame = TestPicture.load(STRAIGHT).framed(320, 240).jpeg();
        engine.analyze(frame, tracker, 0);
        assertThatThrownBy(() -> engine.analyze(new byte[] {1, 2, 3, 4}, tracker, 0))
                .isInstanceOf(FrameRejectedException.class);
        assertThat(engine.analyze(frame, tracker, 0).reused()).isTrue();
    }

    @Test
    void theSmallestPictureIsAnalysed() throws Exception {
        assertThat(analyze(TestPicture.blank(1, 1, Color.GRAY)).faces()).isZero();
        assertThat(analyze(TestPicture.blank(1920, 1, Color.GRAY)).faces()).isZero();
    }

    @Test
    void aForeignTrackerIsRefused() {
        FaceTracker foreign = new FaceTracker() {};
        assertThatThrownBy(() -> engine.analyze(new byte[0], foreign, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private FrameAnalysis analyze(TestPicture picture) throws FrameRejectedException {
        return engine.analyze(picture.jpeg(), engine.newTracker(), 0);
    }

    private static HeadPose pose(FrameAnalysis analysis) {
        return Objects.requireNonNull(analysis.pose(), "no pose");
    }

    private static void assertUnknown(FrameAnalysis analysis, UnusableReason reason) {
        assertThat(analysis.presence()).isEqualTo(Presence.UNKNOWN);
        assertThat(analysis.unusable()).isEqualTo(reason);
    }
}
