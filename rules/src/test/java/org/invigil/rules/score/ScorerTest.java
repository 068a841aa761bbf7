package org.invigil.rules.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.invigil.rules.score.Footage.ABSENT;
import static org.invigil.rules.score.Footage.ATTENTIVE;
import static org.invigil.rules.score.Footage.HIDDEN;
import static org.invigil.rules.score.Footage.UNKNOWN;
import static org.invigil.rules.score.Footage.eyes;
import static org.invigil.rules.score.Footage.faces;
import static org.invigil.rules.score.Footage.looking;

import java.util.List;
import java.util.Random;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.incident.Tally;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.sight.Calibration;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scoring promises, read from top to bottom. Each promise holds at every frame rate from 1 to 30. */
class ScorerTest {

    @Nested
    @DisplayName("An attentive student")
    class Attentive {

        @ParameterizedTest
        @ValueSource(doubles = {1, 2, 5, 10, 15, 30})
        void keepsAFullScoreWithoutAnIncident(double fps) {
            Footage footage = new Footage(fps).show(ATTENTIVE, 60);

            assertThat(footage.lowestFocusScore).isEqualTo(100);
            assertThat(footage.cheatScore).isZero();
            assertThat(footage.opened).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(doubles = {2, 5, 10, 15, 30})
        void paysNothingForGlancesBlinksAndReading(double fps) {
            for (long seed = 0; seed < 20; seed++) {
                Footage footage = new Footage(fps).atWork(120, seed);

                assertThat(footage.opened).as("seed %d", seed).isEmpty();
                assertThat(footage.lowestFocusScore).as("seed %d", seed).isEqualTo(100);
            }
        }

        @Test
        void mayThinkWithClosedEyes() {
            Footage footage = new Footage(30).show(ATTENTIVE, 6).show(eyes(0, -25, 0.05), 20);

            assertThat(footage.opened).isEmpty();
        }

        @Test
        void mayPassAHandBeforeTheFace() {
            Footage footage = new Footage(30);
            for (int i = 0; i < 20; i++) {
                footage.show(ATTENTIVE, 2).show(HIDDEN, 1.2);
            }

            assertThat(footage.opened).isEmpty();
            assertThat(footage.lowestFocusScore).isEqualTo(100);
        }
    }

    @Nested
    @DisplayName("One frame")
    class OneFrame {

        @ParameterizedTest
        @ValueSource(doubles = {1, 5, 30})
        void neverAccuses(double fps) {
            for (FrameSignal odd : List.of(ABSENT, HIDDEN, faces(3), looking(70, 0), looking(0, 60), UNKNOWN)) {
                Footage footage =
                        new Footage(fps).show(ATTENTIVE, 10).frame(odd).show(ATTENTIVE, 10);

                assertThat(footage.opened).isEmpty();
                assertThat(footage.lowestFocusScore).isEqualTo(100);
            }
        }

        @ParameterizedTest
        @ValueSource(doubles = {5, 10, 30})
        void neverAcquits(double fps) {
            Footage footage = new Footage(fps).show(ABSENT, 4).frame(ATTENTIVE).show(ABSENT, 4);

            assertThat(footage.openedBehaviors()).containsExactly(Behavior.ABSENT);
            assertThat(footage.grownBehaviors()).containsExactly(Behavior.AWAY);
            assertThat(footage.closed).isEmpty();
        }
    }

    @Nested
    @DisplayName("Leaving the seat")
    class Leaving {

        @ParameterizedTest
        @ValueSource(doubles = {1, 2, 5, 10, 30})
        void forEightSecondsTakesAFullScoreWellBelowFifty(double fps) {
            Footage footage = new Footage(fps).show(ATTENTIVE, 20).show(ABSENT, 8);

            assertThat(footage.focusScore).isLessThan(25);
            assertThat(footage.behaviors).containsExactly(Behavior.ABSENT, Behavior.AWAY);
            assertThat(footage.cheatScore).isBetween(5.0, 20.0);
        }

        @ParameterizedTest
        @ValueSource(doubles = {2, 10, 30})
        void theIncidentClosesWhenTheStudentIsBack(double fps) {
            long oneFrame = Math.round(1_000 / fps) + 1;
            Footage footage = new Footage(fps).show(ATTENTIVE, 10);
            long left = footage.now();
            footage.show(ABSENT, 8);
            long back = footage.now();
            footage.show(ATTENTIVE, 5);

            assertThat(footage.closed).singleElement().satisfies(incident -> {
                assertThat(incident.behavior()).isEqualTo(Behavior.AWAY);
                assertThat(incident.startedAtMillis()).isCloseTo(left, within(oneFrame));
                assertThat(incident.endedAtMillis()).isNotNull().isCloseTo(back, within(oneFrame));
                assertThat(incident.focusScoreMin()).isLessThan(30);
                assertThat(incident.confidence()).isCloseTo(0.95, within(0.001));
            });
            assertThat(footage.behaviors).isEmpty();
        }

        @Test
        void isForgivenOverTime() {
            Footage footage = new Footage(10).show(ABSENT, 8).show(ATTENTIVE, 25);

            assertThat(footage.focusScore).isEqualTo(100);
            assertThat(footage.cheatScore).isPositive();
        }

        @Test
        void isAwayAfterFiveSecondsNotBefore() {
            Footage footage = new Footage(30).show(ATTENTIVE, 1).show(ABSENT, 4.9);
            assertThat(footage.openedBehaviors()).containsExactly(Behavior.ABSENT);
            assertThat(footage.grown).isEmpty();

            footage.show(ABSENT, 0.3);
            assertThat(footage.opened).hasSize(1);
            assertThat(footage.grown).singleElement().satisfies(incident -> {
                assertThat(incident.behavior()).isEqualTo(Behavior.AWAY);
                assertThat(incident.startedAtMillis())
                        .isEqualTo(footage.opened.getFirst().startedAtMillis());
                assertThat(incident.endedAtMillis()).isNull();
            });
        }
    }

    @Nested
    @DisplayName("Looking away")
    class LookingAway {

        @ParameterizedTest
        @CsvSource({
            "35, 0, LOOKING_LEFT",
            "-35, 0, LOOKING_RIGHT",
            "0, 30, LOOKING_UP",
            "0, -40, LOOKING_DOWN",
            "30, 25, LOOKING_DIAGONAL",
            "-30, 25, LOOKING_DIAGONAL",
            "35, -35, LOOKING_DIAGONAL",
            "-60, 8, LOOKING_RIGHT"
        })
        void hasADirectionInThePersonsOwnTerms(double yaw, double pitch, Behavior behavior) {
            for (double fps : new double[] {2, 10, 30}) {
                Footage footage = new Footage(fps).show(ATTENTIVE, 10).show(looking(yaw, pitch), 6);

                assertThat(footage.openedBehaviors()).as("%s fps", fps).containsExactly(behavior);
                assertThat(footage.focusScore).isLessThan(100);
            }
        }

        @Test
        void countsHeadAndEyesTogether() {
            assertThat(new Footage(30).show(ATTENTIVE, 6).show(headOneWayEyesTheOther(20), 10).opened)
                    .isEmpty();
            assertThat(new Footage(30)
                            .show(ATTENTIVE, 6)
                            .show(headOneWayEyesTheOther(32), 5)
                            .openedBehaviors())
                    .as("who turns the head that far has turned to something")
                    .containsExactly(Behavior.LOOKING_LEFT);
            assertThat(new Footage(30)
                            .show(ATTENTIVE, 6)
                            .show(eyes(30, 0, 0.8), 5)
                            .openedBehaviors())
                    .containsExactly(Behavior.LOOKING_LEFT);
        }

        private static FrameSignal headOneWayEyesTheOther(double headYaw) {
            return new FrameSignal(
                    Presence.PRESENT, 1, 1, 1, new HeadPose(headYaw, 0, 0, 0.9), new EyeSignal(-28, 0, 0.8, 0.8));
        }

        /** A face that looks at the screen with these angles of the head, the eyes making up for them. */
        private static FrameSignal held(double headYaw, double headPitch, double confidence) {
            return new FrameSignal(
                    Presence.PRESENT,
                    0.98,
                    1,
                    1,
                    new HeadPose(headYaw, headPitch, 0, confidence),
                    new EyeSignal(-headYaw, -headPitch, 0.8, 0.8));
        }

        @Test
        void aHeadIsMeasuredAgainstHowTheStudentHoldsIt() {
            Footage lid = new Footage(30).show(held(0, 20, 0.9), 10);
            assertThat(lid.state.calibration().baseline())
                    .as("a level face above a leaning lid, eyes on the screen")
                    .isNotNull()
                    .satisfies(
                            baseline -> assertThat(baseline.headPitchDegrees()).isCloseTo(20, within(1e-9)));
            assertThat(lid.show(held(0, 30, 0.9), 20).opened).isEmpty();
            assertThat(lid.show(held(0, 39, 0.9), 5).openedBehaviors())
                    .as("19 degrees above it, whatever the eyes do")
                    .containsExactly(Behavior.LOOKING_UP);

            Footage level = new Footage(30).show(held(0, 0, 0.9), 10).show(held(0, -24, 0.9), 6);
            assertThat(level.openedBehaviors()).containsExactly(Behavior.LOOKING_DOWN);
            level.show(held(0, -17, 0.9), 4);
            assertThat(level.behaviors).as("still beyond where a look ends").isNotEmpty();
            assertThat(level.show(held(0, -12, 0.9), 2).behaviors).isEmpty();
        }

        @Test
        void aBentHeadIsPartOfTheWorkWhereItIsAllowed() {
            assertThat(new Footage(Policies.of("{\"paper_exam\": true}"), 30)
                            .show(held(0, 0, 0.9), 10)
                            .show(held(0, -30, 0.9), 30)
                            .opened)
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(doubles = {2, 10, 30})
        void opensNoIncidentOnADoubt(double fps) {
            Footage doubtful = new Footage(fps).show(ATTENTIVE, 10).show(held(40, 0, 0.55), 30);
            assertThat(doubtful.opened).isEmpty();
            assertThat(doubtful.lowestFocusScore).isEqualTo(100);

            assertThat(new Footage(fps)
                            .show(ATTENTIVE, 10)
                            .show(held(40, 0, 0.6), 5)
                            .openedBehaviors())
                    .containsExactly(Behavior.LOOKING_LEFT);
            assertThat(new Footage(Policies.of("{\"sight\": {\"min_incident_confidence\": 0.5}}"), fps)
                            .show(ATTENTIVE, 10)
                            .show(held(40, 0, 0.55), 5)
                            .openedBehaviors())
                    .as("a key of the policy")
                    .containsExactly(Behavior.LOOKING_LEFT);
        }

        @Test
        void entersAndLeavesAtDifferentAngles() {
            Footage footage = new Footage(30).show(ATTENTIVE, 6).show(looking(22, 0), 10);
            assertThat(footage.opened).as("below the enter angle").isEmpty();

            footage.show(looking(30, 0), 3).show(looking(22, 0), 5);
            assertThat(footage.behaviors).as("still above the leave angle").containsExactly(Behavior.LOOKING_LEFT);

            footage.show(looking(10, 0), 2);
            assertThat(footage.behaviors).isEmpty();
        }

        @Test
        void surfacesDespiteDropoutsAndLostPoses() {
            Footage footage = new Footage(30).show(ATTENTIVE, 6);
            FrameSignal noPose = new FrameSignal(Presence.PRESENT, 0.8, 1, 1, null, null);
            for (int i = 0; i < 30; i++) {
                footage.show(looking(40, 0), 0.2).frame(noPose).frame(ATTENTIVE);
            }

            assertThat(footage.openedBehaviors()).containsExactly(Behavior.LOOKING_LEFT);
            assertThat(footage.closed).isEmpty();
        }

        @Test
        void downTowardsTheKeyboardAtASlantIsDown() {
            Footage footage = new Footage(30).show(ATTENTIVE, 6).show(looking(15, -35), 8);

            assertThat(footage.openedBehaviors()).containsExactly(Behavior.LOOKING_DOWN);
            assertThat(footage.focusScore).isGreaterThanOrEqualTo(60);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"paper_exam\": true}", "{\"may_look_down\": true}"})
        void downIsPartOfTheWorkWhereItIsAllowed(String policy) {
            Footage footage = new Footage(Policies.of(policy), 30)
                    .show(ATTENTIVE, 6)
                    .show(looking(0, -50), 60)
                    .show(looking(18, -50), 60)
                    .show(HIDDEN, 60);

            assertThat(footage.opened).isEmpty();
            assertThat(footage.lowestFocusScore).isEqualTo(100);
            assertThat(footage.show(ABSENT, 8).focusScore)
                    .as("leaving still counts")
                    .isLessThan(50);
        }
    }

    @Nested
    @DisplayName("Somebody who was asked to turn the head")
    class AskedToTurn {

        @ParameterizedTest
        @ValueSource(doubles = {-60, 60})
        void paysNothingForTurningHoweverFarAndLong(double yaw) {
            Footage footage = new Footage(10).atWork(20, 1);
            FrameSignal turned = looking(yaw, 0);
            footage.show(ATTENTIVE.withTurnAsked(), 2)
                    .show(turned.withTurnAsked(), 5)
                    .show(HIDDEN.withTurnAsked(), 3)
                    .show(ABSENT.withTurnAsked(), 5)
                    .show(turned.withTurnAsked(), 3)
                    .atWork(20, 2);

            assertThat(footage.opened).isEmpty();
            assertThat(footage.clips).isEmpty();
            assertThat(footage.lowestFocusScore).isEqualTo(100);
            assertThat(footage.cheatScore).isZero();
            assertThat(Rescoring.rescore(List.of(footage.frames), Policy.DEFAULT)
                            .cheatScore())
                    .isZero();
        }

        @Test
        void paysForItOnceThatIsOver() {
            Footage footage = new Footage(10).show(ATTENTIVE, 20);
            footage.show(looking(60, 0).withTurnAsked(), 5).show(looking(60, 0), 10);

            assertThat(footage.openedBehaviors()).containsExactly(Behavior.LOOKING_LEFT);
        }
    }

    @Nested
    @DisplayName("The end of a session, and what a doubt costs")
    class EndsAndDoubts {

        @Test
        void whatIsOpenEndsWhereItWasSeenLast() {
            Footage looking = new Footage(10).show(ATTENTIVE, 6).show(looking(40, 0), 4);
            assertThat(Scorer.finish(looking.state))
                    .singleElement()
                    .satisfies(incident -> assertThat(incident.endedAtMillis()).isEqualTo(looking.now()));

            Footage back = new Footage(10).show(ATTENTIVE, 6).show(looking(40, 0), 4);
            back.show(ATTENTIVE, 0.4);
            assertThat(back.behaviors).as("it still counts").containsExactly(Behavior.LOOKING_LEFT);
            assertThat(Scorer.finish(back.state)).singleElement().satisfies(incident -> assertThat(
                            incident.endedAtMillis())
                    .as("when the student looked back")
                    .isLessThan(back.now()));
        }

        @Test
        void aHiddenFaceGivesNothingBackUnlessItIsPartOfTheWork() {
            Footage counted = new Footage(10).show(ATTENTIVE, 6).show(looking(40, 0), 5);
            double low = counted.show(HIDDEN, 0.2).focusScore;
            assertThat(counted.show(HIDDEN, 2).focusScore).isLessThanOrEqualTo(low);

            Footage paper = new Footage(Policies.of("{\"paper_exam\": true}"), 10)
                    .show(ATTENTIVE, 6)
                    .show(looking(40, 0), 5)
                    .show(HIDDEN, 3);
            double before = paper.focusScore;
            assertThat(paper.show(HIDDEN, 5).focusScore).isGreaterThan(before);
        }

        @Test
        void whatWasLearnedOutlastsALostNetwork() {
            Footage footage =
                    new Footage(30).show(looking(12, -12), 10).silence(9).show(looking(32, -12), 20);

            assertThat(footage.state.calibration().baseline()).isNotNull();
            assertThat(footage.opened).isEmpty();
        }
    }

    @Nested
    @DisplayName("Calibration")
    class Calibrating {

        @Test
        void learnsAScreenThatStandsAside() {
            Footage footage = new Footage(30).show(looking(12, -12), 10).show(looking(32, -12), 20);

            assertThat(footage.state.calibration().baseline()).isNotNull().satisfies(baseline -> {
                assertThat(baseline.yawDegrees()).isCloseTo(12, within(1e-9));
                assertThat(baseline.pitchDegrees()).isCloseTo(-12, within(1e-9));
            });
            assertThat(footage.opened).isEmpty();
        }

        @Test
        void learnsThatALaptopsLidLeansBack() {
            // A level face seen from below, and the small nods of somebody who reads and types.
            Footage footage = new Footage(30).show(looking(2, 14), 10).show(looking(2, 24), 20);

            assertThat(footage.state.calibration().baseline()).isEqualTo(new Calibration.Baseline(2, 14, 2, 14));
            assertThat(footage.opened).isEmpty();
        }

        @Test
        void aWrongOneNeverAccuses() {
            // Calibrated while reading a note at the left; the rest of the exam on the screen, up to its right edge.
            Footage footage = new Footage(30).show(looking(14, -18), 10);
            assertThat(footage.state.calibration().baseline()).isNotNull();

            footage.show(looking(0, 0), 30).show(looking(-20, 10), 30).show(looking(-20, -20), 30);

            assertThat(footage.opened).isEmpty();
        }

        @Test
        void refusesALookToTheSideAndOneThatWavers() {
            Footage aside = new Footage(30).show(looking(35, 0), 10);
            assertThat(aside.state.calibration().baseline()).isNull();
            assertThat(aside.openedBehaviors()).containsExactly(Behavior.LOOKING_LEFT);

            Footage wavering = new Footage(30);
            for (int i = 0; i < 10; i++) {
                wavering.show(looking(13, 0), 0.5).show(looking(-13, 0), 0.5);
            }
            assertThat(wavering.state.calibration().baseline()).isNull();
        }

        @Test
        void isNotTakenFromTwoPeopleOrABrokenView() {
            assertThat(new Footage(30).show(faces(2), 20).state.calibration().baseline())
                    .isNull();
            Footage broken = new Footage(30);
            for (int i = 0; i < 20; i++) {
                broken.show(looking(5, 5), 1).frame(HIDDEN);
            }
            assertThat(broken.state.calibration().baseline()).isNull();
        }
    }

    @Nested
    @DisplayName("What cannot be told")
    class Unknown {

        @Test
        void costsNothingAndIsShown() {
            Footage footage = new Footage(30).show(ATTENTIVE, 5).show(UNKNOWN, 120);

            assertThat(footage.openedBehaviors()).containsExactly(Behavior.CAMERA_UNUSABLE);
            assertThat(footage.lowestFocusScore).isEqualTo(100);
            assertThat(footage.cheatScore).isZero();
            assertThat(footage.clips).isEmpty();
        }

        @Test
        void earnsNothingEither() {
            Footage footage = new Footage(30).show(ABSENT, 8);
            double score = footage.focusScore;

            assertThat(footage.show(UNKNOWN, 60).focusScore).isEqualTo(score);
        }

        @ParameterizedTest
        @ValueSource(doubles = {3, 60, 7_200})
        void aLostNetworkIsNeutral(double seconds) {
            Footage footage = new Footage(30).show(ABSENT, 4);
            double focusScore = footage.focusScore;
            double cheatScore = footage.cheatScore;

            footage.silence(seconds).frame(ABSENT);

            assertThat(footage.focusScore).isEqualTo(focusScore);
            assertThat(footage.cheatScore).isEqualTo(cheatScore);
            assertThat(footage.closed).hasSize(1);
            assertThat(footage.behaviors).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(longs = {-86_400_000, -1_000, -1, 0, 86_400_000})
        void aClockThatJumpsIsNeutral(long jumpMillis) {
            Footage footage = new Footage(30).show(ATTENTIVE, 10);
            footage.frameAt(ATTENTIVE, footage.now() + jumpMillis).show(ATTENTIVE, 10);
            assertThat(footage.lowestFocusScore).isEqualTo(100);
            assertThat(footage.opened).isEmpty();

            footage.show(ABSENT, 8);
            assertThat(footage.focusScore).as("scoring goes on after the jump").isLessThan(25);
            assertThat(footage.clips).isNotEmpty();
        }
    }

    @Nested
    @DisplayName("Several people")
    class SeveralPeople {

        @ParameterizedTest
        @ValueSource(doubles = {2, 10, 30})
        void isAnIncidentWithAClip(double fps) {
            Footage footage = new Footage(fps).show(ATTENTIVE, 10).show(faces(2), 4);

            assertThat(footage.openedBehaviors()).containsExactly(Behavior.MULTIPLE_FACES);
            assertThat(footage.clips).hasSize(1);
            assertThat(footage.opened.getFirst().confidence()).isCloseTo(0.9, within(1e-9));
        }

        private static FrameSignal people(int faces, int persons, double presenceConfidence) {
            return new FrameSignal(
                    faces > 0 ? Presence.PRESENT : Presence.HIDDEN,
                    presenceConfidence,
                    faces,
                    persons,
                    faces > 0 ? ATTENTIVE.pose() : null,
                    null);
        }

        @ParameterizedTest
        @CsvSource({"1, 0.99, 0.5", "1, 0.3, 0.3", "0, 0.8, 0.5", "2, 0.99, 0.99"})
        void bodyWithoutAFaceOfItsOwnIsADoubt(int faces, double presenceConfidence, double told) {
            Footage footage =
                    new Footage(30).show(ATTENTIVE, 10).show(people(faces, faces == 2 ? 3 : 2, presenceConfidence), 4);

            assertThat(footage.openedBehaviors()).containsExactly(Behavior.MULTIPLE_FACES);
            assertThat(footage.opened.getFirst().confidence()).isCloseTo(told, within(1e-9));
        }
    }

    @Nested
    @DisplayName("A possible phone")
    class Phone {

        private static final Policy LOOKED_FOR = Policy.DEFAULT.lookingForPhones();

        /** So many seconds in which every n-th frame is a look that shows a phone with this confidence. */
        private static Footage looks(Footage footage, double confidence, int everyFrame, int count) {
            for (int look = 0; look < count; look++) {
                footage.show(ATTENTIVE, (everyFrame - 1) / 30.0);
                footage.show(phone(confidence), 1 / 30.0);
            }
            return footage;
        }

        private static FrameSignal phone(double confidence) {
            return new FrameSignal(
                    ATTENTIVE.presence(),
                    ATTENTIVE.presenceConfidence(),
                    1,
                    1,
                    ATTENTIVE.pose(),
                    ATTENTIVE.eyes(),
                    confidence,
                    false);
        }

        @Test
        void countsAfterFiveLooksInTwoSecondsAndCostsNoFocusScore() {
            Footage footage = looks(new Footage(LOOKED_FOR, 30), 0.6, 16, 4);
            assertThat(footage.opened).isEmpty();

            looks(footage, 0.6, 16, 1);
            assertThat(footage.openedBehaviors()).containsExactly(Behavior.PHONE_IN_VIEW);
            assertThat(footage.opened.getFirst().confidence()).isCloseTo(0.6, within(1e-9));
            assertThat(footage.clips).hasSize(1);
            looks(footage, 0.6, 16, 20);
            assertThat(footage.lowestFocusScore).isEqualTo(100);
            assertThat(footage.cheatScore).isPositive();
        }

        @Test
        void takesThreeLooksHoweverFarApartTheyAre() {
            Footage footage = looks(new Footage(LOOKED_FOR, 30), 0.9, 90, 2);
            assertThat(footage.opened).isEmpty();

            looks(footage, 0.9, 90, 1);
            assertThat(footage.openedBehaviors()).containsExactly(Behavior.PHONE_IN_VIEW);
        }

        @Test
        void looksThatDoNotShowItTakeTheEvidenceAway() {
            Footage footage = new Footage(LOOKED_FOR, 30);
            for (int i = 0; i < 20; i++) {
                looks(footage, 0.7, 16, 2);
                looks(footage, 0.49, 16, 1);
            }
            assertThat(footage.opened).isEmpty();
        }

        @Test
        void endsOnceLooksShowNoneForThreeSeconds() {
            Footage footage = looks(new Footage(LOOKED_FOR, 30), 0.6, 16, 6);
            looks(footage, 0.1, 16, 5);
            assertThat(footage.closed).isEmpty();
            looks(footage, 0.1, 16, 1);
            assertThat(footage.closed).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(doubles = {2, 10, 30})
        void endsAtTheLastLookWhereNoneCanBeMadeAnyMore(double fps) {
            Footage footage = looks(new Footage(LOOKED_FOR, 30), 0.6, 16, 6);
            long lastLookAtMillis = footage.now();
            Footage covered = new Footage(LOOKED_FOR, fps).goingOnAfter(footage);
            covered.show(UNKNOWN, 12.4);
            assertThat(covered.closed).isEmpty();

            covered.show(UNKNOWN, 60);
            assertThat(covered.closed)
                    .filteredOn(incident -> incident.behavior() == Behavior.PHONE_IN_VIEW)
                    .singleElement()
                    .satisfies(incident -> assertThat(incident.endedAtMillis()).isEqualTo(lastLookAtMillis));
            assertThat(covered.state.tally(Behavior.PHONE_IN_VIEW)).isEqualTo(Tally.NONE);
        }

        @Test
        void endsWhereLooksBeganToShowNoneIfThenNoneCanBeMade() {
            Footage footage = looks(new Footage(LOOKED_FOR, 30), 0.6, 16, 6);
            long clearSinceMillis = looks(footage, 0.1, 16, 1).now();
            looks(footage, 0.1, 16, 2).show(ATTENTIVE, 13);
            assertThat(footage.closed).singleElement().satisfies(incident -> assertThat(incident.endedAtMillis())
                    .isEqualTo(clearSinceMillis));
        }

        @Test
        void evidenceThatNoLookFollowsIsForgotten() {
            Footage footage = looks(new Footage(LOOKED_FOR, 30), 0.6, 16, 4).show(ATTENTIVE, 13);
            assertThat(footage.state.hasEvidence()).isFalse();

            looks(footage, 0.6, 16, 4);
            assertThat(footage.opened).isEmpty();
            looks(footage, 0.6, 16, 1);
            assertThat(footage.openedBehaviors()).containsExactly(Behavior.PHONE_IN_VIEW);
        }

        @Test
        void goesOnThroughTheSlowestLooks() {
            Footage footage = looks(new Footage(LOOKED_FOR, 30), 0.6, 16, 6);
            looks(footage, 0.6, 12 * 30, 10);
            assertThat(footage.opened).hasSize(1);
            assertThat(footage.closed).isEmpty();
        }

        @Test
        void isNothingUnlessTheExamAsksForIt() {
            Footage footage = looks(new Footage(30), 0.9, 16, 20);
            assertThat(footage.opened).isEmpty();
            assertThat(Scorer.judge(phone(0.9), Policy.DEFAULT).behaviors()).isEmpty();
        }

        @Test
        void isSeenInASinglePictureByItself() {
            assertThat(Scorer.judge(phone(0.5), LOOKED_FOR).behaviors()).containsExactly(Behavior.PHONE_IN_VIEW);
            assertThat(Scorer.judge(phone(0.49), LOOKED_FOR).behaviors()).isEmpty();
        }

        @Test
        void anExamMayAskForMore() {
            Policy strict = Policies.of("""
                    {"behaviors": {"phone_in_view": {"enabled": true}}, "evidence": {"min_phone_confidence": 0.8}}""");
            assertThat(looks(new Footage(strict, 30), 0.7, 16, 20).opened).isEmpty();
            assertThat(looks(new Footage(strict, 30), 0.8, 16, 20).opened).hasSize(1);
        }
    }

    @Nested
    @DisplayName("A hidden face")
    class Hidden {

        @Test
        void isNotAbsenceAndNeverTakesTheScoreBelowItsFloor() {
            Footage footage = new Footage(30).show(ATTENTIVE, 5).show(HIDDEN, 300);

            assertThat(footage.openedBehaviors()).containsExactly(Behavior.FACE_HIDDEN);
            assertThat(footage.lowestFocusScore).isEqualTo(60);
            assertThat(footage.clips).isEmpty();
        }
    }

    @Nested
    @DisplayName("Any footage whatsoever")
    class Any {

        @Test
        void keepsScoresInRangeAndIncidentsInOrder() {
            List<FrameSignal> all = List.of(
                    ABSENT, HIDDEN, UNKNOWN, ATTENTIVE, faces(2), looking(40, 0), looking(-40, 20), looking(0, -60));
            for (long seed = 0; seed < 200; seed++) {
                Random random = new Random(seed);
                Footage footage = new Footage(1 + random.nextInt(30));
                for (int i = 0; i < 40; i++) {
                    double before = footage.cheatScore;
                    footage.show(all.get(random.nextInt(all.size())), random.nextDouble() * 6);
                    if (random.nextInt(5) == 0) {
                        footage.silence(random.nextDouble() * 10 - 3);
                    }
                    assertThat(footage.focusScore).isBetween(0.0, 100.0);
                    assertThat(footage.cheatScore).isBetween(0.0, 100.0);
                    assertThat(footage.cheatScore).as("forgets slowly").isGreaterThan(before - 1);
                }
                footage.closed.addAll(Scorer.finish(footage.state));
                assertThat(footage.closed).as("seed %d", seed).hasSameSizeAs(footage.opened);
                assertThat(footage.closed)
                        .extracting(Incident::startedAtMillis)
                        .as("seed %d: an incident ends where it began", seed)
                        .containsExactlyInAnyOrderElementsOf(footage.opened.stream()
                                .map(Incident::startedAtMillis)
                                .toList());
                assertThat(footage.closed).allSatisfy(incident -> {
                    assertThat(incident.endedAtMillis()).isNotNull().isGreaterThanOrEqualTo(incident.startedAtMillis());
                    assertThat(incident.confidence()).isBetween(0.0, 1.0);
                });
            }
        }

        @Test
        void isScoredTheSameAtEveryFrameRate() {
            double reference = story(30).cheatScore;
            for (double fps : new double[] {2, 5, 8, 15, 25}) {
                assertThat(story(fps).openedBehaviors())
                        .as("%s fps", fps)
                        .isEqualTo(story(30).openedBehaviors());
                assertThat(story(fps).cheatScore).as("%s fps", fps).isCloseTo(reference, within(reference * 0.12));
            }
        }

        private Footage story(double fps) {
            return new Footage(fps)
                    .show(ATTENTIVE, 30)
                    .show(looking(40, 0), 6)
                    .show(ATTENTIVE, 20)
                    .show(ABSENT, 12)
                    .show(ATTENTIVE, 20)
                    .show(faces(2), 8)
                    .show(ATTENTIVE, 10);
        }
    }
}
