package org.invigil.rules.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.UnwatchedCause;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways around the camera, each told; and beside them the honest pages that look alike, of which nothing is. */
class WatchTest {

    private final ScriptedPage page = new ScriptedPage();

    private void isTold() {
        assertThat(page.opened).extracting(Incident::behavior).containsExactly(Behavior.UNWATCHED);
    }

    private void isNotTold() {
        assertThat(page.opened).isEmpty();
        assertThat(page.time.noPictureMs()).isLessThanOrEqualTo(2_000);
    }

    private void isSilentAboutTheStudent() {
        isNotTold();
        assertThat(page.scored).isEmpty();
        assertThat(page.cheatScore()).isZero();
        assertThat(page.focusScore()).isEqualTo(100);
    }

    @Test
    void allOfTheTimeIsCountedOnce() {
        page.connect().run(60);
        page.silence(60);
        page.view = ScriptedPage.DARK;
        page.run(60);

        assertThat(page.time.totalMs()).isEqualTo(180_000);
        assertThat(page.time.watchedMs()).isCloseTo(60_000, within(4_000L));
        assertThat(page.time.outageMs()).isCloseTo(60_000, within(4_000L));
        assertThat(page.time.noPictureMs()).isCloseTo(60_000, within(4_000L));
        assertThat(page.time.watchedShare()).isCloseTo(1 / 3.0, within(0.03));
    }

    @Nested
    class WaysAround {

        @ParameterizedTest
        @ValueSource(longs = {1_000, 3_000, 5_000, 8_000})
        void anEmptyRoomAtAnyRateThatNobodyAskedFor(long frameEveryMillis) {
            page.view = ScriptedPage.ABSENT;
            page.frameEveryMillis = frameEveryMillis;
            page.report = null;
            page.saysAlive = false;
            page.connect().run(180);

            isTold();
            assertThat(page.scoredBehaviors()).contains(Behavior.ABSENT);
            assertThat(page.focusScore()).isZero();
            assertThat(page.cheatScore()).isGreaterThan(60);
            assertThat(page.rescored().cheatScore()).isEqualTo(page.cheatScore());
        }

        @Test
        void anEmptyRoomInBurstsWithSilenceBetween() {
            page.view = ScriptedPage.ABSENT;
            page.report = null;
            page.saysAlive = false;
            page.connect();
            for (int i = 0; i < 40; i++) {
                page.run(1);
                page.frameEveryMillis = 0;
                page.run(4);
                page.frameEveryMillis = 33;
            }

            isTold();
            assertThat(page.scoredBehaviors()).contains(Behavior.ABSENT, Behavior.AWAY);
            assertThat(page.cheatScore()).isGreaterThan(60);
            assertThat(page.time.watchedShare()).isLessThan(0.5);
        }

        @Test
        void aClockThatStandsStillIsNoLineThatKeepsFramesWaiting() {
            page.view = ScriptedPage.ABSENT;
            page.frameEveryMillis = 3_000;
            page.report = null;
            page.connect();
            for (int i = 0; i < 180; i++) {
                page.lagMillis += 1_000; // each frame says that it was taken when the first one was
                page.run(1);
            }

            isTold();
            assertThat(page.scoredBehaviors()).contains(Behavior.ABSENT, Behavior.AWAY);
        }

        @Test
        void oneFrameASecondOfSomebodyCalmAndNotAWord() {
            page.frameEveryMillis = 1_000;
            page.report = null;
            page.connect().run(120);

            isTold();
            assertThat(page.time.watchedShare()).isLessThan(0.3);
            assertThat(page.cheatScore()).as("costs nothing").isZero();
            assertThat(page.focusScore()).isEqualTo(100);
        }

        @Test
        void darkForAMinute() {
            page.connect().run(60);
            page.view = ScriptedPage.DARK;
            page.run(60);

            isTold();
            long darkSince = page.now - 60_000;
            assertThat(page.opened.getFirst().startedAtMillis()).isCloseTo(darkSince, within(2_000L));
            assertThat(page.cause).isEqualTo(UnwatchedCause.NO_PICTURE);
            assertThat(page.closed).isEmpty();

            page.view = ScriptedPage.PRESENT;
            page.run(10);
            assertThat(page.closed).singleElement().satisfies(incident -> assertThat(incident.endedAtMillis())
                    .isCloseTo(darkSince + 60_000, within(2_000L)));
            assertThat(page.cause).isNull();
        }

        @Test
        void theCameraWasNeverOn() {
            page.frameEveryMillis = 0;
            page.report = new LinkReport(0, 30, CameraState.DENIED, false);
            page.connect().run(30);

            isTold();
            assertThat(page.time.watchedMs()).isZero();
        }

        @Test
        void thePageNeverConnectsItsCamera() {
            page.run(30);

            isTold();
            assertThat(page.time.watchedMs()).isZero();
            assertThat(page.time.noPictureMs()).isGreaterThan(24_000);
        }

        @Test
        void theCameraStopsMidway() {
            page.connect().run(60);
            page.frameEveryMillis = 0;
            page.run(15);

            isTold();
            assertThat(page.closed).isEmpty();
        }

        @Test
        void thePageSpeaksAndItsCamerasSocketDoesNot() {
            page.connect().run(10);
            page.frameEveryMillis = 0;
            page.report = null;
            page.saysAlive = false;
            page.run(60);

            isTold();
        }

        @Test
        void framesThatCannotBeDecoded() {
            page.isJunk = true;
            page.connect().run(20);

            isTold();
            assertThat(page.time.watchedMs()).isZero();
        }

        @Test
        void aFrameThatIsNoneAfterEachSilence() {
            page.view = ScriptedPage.ABSENT;
            page.report = null;
            page.saysAlive = false;
            page.connect();
            for (int i = 0; i < 40; i++) {
                page.frameEveryMillis = 200;
                page.isJunk = true;
                page.runMillis(200);
                page.isJunk = false;
                page.run(1);
                page.frameEveryMillis = 0;
                page.run(4);
            }

            isTold();
            assertThat(page.scoredBehaviors()).contains(Behavior.ABSENT, Behavior.AWAY);
        }

        @Test
        void burstsWithSilencesAsLongAsASocketMayBeSilent() {
            page.view = ScriptedPage.ABSENT;
            page.report = null;
            page.saysAlive = false;
            page.connect();
            for (int i = 0; i < 20; i++) {
                page.frameEveryMillis = 33;
                page.run(1);
                page.frameEveryMillis = 0;
                page.run(11);
            }

            isTold();
            assertThat(page.closed).isEmpty();
            assertThat(page.time.noPictureMs()).isGreaterThan(120_000);
        }

        @Test
        void aSocketThatIsSilentAndOpenedAnewAllTheTime() {
            page.frameEveryMillis = 0;
            page.report = null;
            page.saysAlive = false;
            for (int i = 0; i < 8; i++) {
                page.connect().run(15);
                page.disconnect();
            }

            isTold();
            assertThat(page.closed).isEmpty();
            assertThat(page.time.noPictureMs()).isGreaterThan(80_000);
        }

        @Test
        void aSocketThatSaysOnlyThatItLivesAndIsOpenedAnewAllTheTime() {
            page.frameEveryMillis = 0;
            page.report = null;
            page.hasEvents = false;
            for (int i = 0; i < 24; i++) {
                page.connect().run(5);
                page.disconnect();
            }

            isTold();
            assertThat(page.time.noPictureMs()).isGreaterThan(60_000);
        }

        @Test
        void aMomentOfFramesOnEachOfManySockets() {
            page.view = ScriptedPage.ABSENT;
            page.report = null;
            for (int i = 0; i < 40; i++) {
                page.connect().runMillis(1_300);
                page.disconnect();
                page.run(4);
            }

            isTold();
            assertThat(page.scoredBehaviors()).contains(Behavior.ABSENT, Behavior.AWAY);
            assertThat(page.rescored().cheatScore()).isEqualTo(page.cheatScore());
        }

        @Test
        void aGlanceBackNowAndThenIsNoEnd() {
            page.connect().run(5);
            page.frameEveryMillis = 0;
            page.run(20);
            page.frameEveryMillis = 33;
            page.run(1);
            page.frameEveryMillis = 0;
            page.run(20);

            assertThat(page.opened).hasSize(1);
            assertThat(page.closed).isEmpty();
        }
    }

    @Nested
    class HonestTwins {

        @Test
        void somebodyCalmAtTheFullRate() {
            page.connect().run(120);

            isSilentAboutTheStudent();
            assertThat(page.time.watchedShare()).isGreaterThan(0.97);
        }

        @Test
        void aSlowLinkThatReportsItsBuffer() {
            page.view = ScriptedPage.ABSENT; // even then: nothing is concluded across what the line could not carry
            page.frameEveryMillis = 4_000;
            page.report = new LinkReport(180_000, 2, CameraState.LIVE, false);
            page.connect().run(180);

            isNotTold();
            assertThat(page.scored).isEmpty();
            assertThat(page.time.slowLinkMs()).isGreaterThan(150_000);
            assertThat(page.cause).isEqualTo(UnwatchedCause.SLOW_LINK);
        }

        @Test
        void aLineThatKeepsFramesWaiting() {
            page.connect();
            for (int i = 0; i < 10; i++) {
                page.run(6);
                page.silence(3);
                page.lagMillis += 3_000; // the first that comes was taken when the line stood still
                page.run(1);
                page.lagMillis -= 3_000;
            }

            isSilentAboutTheStudent();
        }

        @Test
        void anOutageOfTwoMinutes() {
            page.connect().run(60);
            page.silence(15);
            page.disconnect();
            page.silence(105);
            page.connect().run(60);

            isSilentAboutTheStudent();
            assertThat(page.time.outageMs()).isCloseTo(120_000, within(6_000L));
            assertThat(page.time.watchedMs()).isCloseTo(120_000, within(6_000L));
        }

        @ParameterizedTest
        @ValueSource(doubles = {0.7, 1.0, 2.9, 30})
        void aServerThatAsksForFew(double askedFps) {
            page.askedFps = askedFps;
            page.frameEveryMillis = (long) (1_250 / askedFps); // pauses are uneven by a quarter
            page.connect().run(180);

            isSilentAboutTheStudent();
            assertThat(page.time.watchedShare()).isGreaterThan(0.97);
        }

        @Test
        void aServerThatHasBeenFullAndAsksForMoreAgain() {
            page.askedFps = 0.7;
            page.frameEveryMillis = 1_600;
            page.connect().run(120);
            page.askedFps = 30;
            page.run(3); // until the page has heard of it
            page.frameEveryMillis = 33;
            page.run(60);

            isSilentAboutTheStudent();
        }

        @Test
        void aServerThatIsBehind() {
            page.connect().run(30);
            page.isJudged = false;
            page.run(60);

            isSilentAboutTheStudent();
            assertThat(page.time.serverFullMs()).isGreaterThan(50_000);
        }

        @Test
        void aServerWithoutRoom() {
            for (int i = 0; i < 12; i++) {
                page.refused();
                page.run(10);
            }

            isSilentAboutTheStudent();
            assertThat(page.time.serverFullMs()).isGreaterThan(110_000);
        }

        @Test
        void aTabInTheBackgroundThatGetsLittleTime() {
            page.connect().run(30);
            page.frameEveryMillis = 3_100;
            page.report = new LinkReport(0, 30, CameraState.LIVE, true);
            page.run(120);

            isNotTold();
            assertThat(page.scored).isEmpty();
        }

        @Test
        void aDeviceThatCarriesFew() {
            page.frameEveryMillis = 1_000;
            page.report = new LinkReport(0, 1, CameraState.LIVE, false);
            page.connect().run(120);

            isSilentAboutTheStudent();
            assertThat(page.time.watchedShare())
                    .as("each second has its picture")
                    .isGreaterThan(0.9);
        }

        @Test
        void aPageThatHasSlowedDownToTwoFramesASecond() {
            page.frameEveryMillis = 500;
            page.connect().run(120);

            isSilentAboutTheStudent();
            assertThat(page.time.watchedShare()).isGreaterThan(0.95);
        }

        @Test
        void aComputerThatStandsStillForAMomentNowAndThen() {
            page.connect();
            for (int i = 0; i < 5; i++) {
                page.run(60);
                page.silence(4);
            }

            isSilentAboutTheStudent();
        }

        @Test
        void oneLongSilenceIsNoHabit() {
            page.connect().run(20);
            page.view = ScriptedPage.ABSENT;
            page.run(1);
            page.silence(9);
            page.run(1);

            assertThat(page.scored)
                    .as("a second before it and one after it are no eleven")
                    .isEmpty();
        }

        @Test
        void aPauseByAProctor() {
            page.connect().run(20);
            page.pause(true);
            page.view = ScriptedPage.DARK;
            page.frameEveryMillis = 0;
            page.run(300);
            page.pause(false);
            page.view = ScriptedPage.PRESENT;
            page.frameEveryMillis = 33;
            page.run(20);

            isNotTold();
            assertThat(page.time.totalMs()).isEqualTo(40_000);
        }

        @Test
        void aPauseEndsWhatWasOpen() {
            page.run(30);
            long pausedAt = page.now;
            page.pause(true);

            isTold();
            assertThat(page.closed)
                    .singleElement()
                    .extracting(Incident::endedAtMillis)
                    .isEqualTo(pausedAt);
        }

        @Test
        void aCameraThatConnectsAgain() {
            page.connect();
            for (int i = 0; i < 10; i++) {
                page.run(20);
                page.disconnect();
                page.run(4);
                page.connect();
            }

            isSilentAboutTheStudent();
        }

        @Test
        void aLineThatComesAndGoesEveryFewSeconds() {
            page.view = ScriptedPage.ABSENT; // even then: nothing is concluded across what nobody could send
            for (int i = 0; i < 30; i++) {
                page.connect().run(2);
                page.silence(4);
                page.disconnect();
                page.silence(4);
            }

            isNotTold();
            assertThat(page.scoredBehaviors()).as("two seconds at a time").containsExactly(Behavior.ABSENT);
            assertThat(page.time.outageMs()).isGreaterThan(120_000);
        }

        @Test
        void aCameraSocketThatDiesNowAndThenWhileThePageIsThere() {
            page.connect();
            for (int i = 0; i < 5; i++) {
                page.run(50);
                page.frameEveryMillis = 0;
                page.report = null;
                page.saysAlive = false;
                page.run(8);
                page.disconnect();
                page.run(1);
                page.report = ScriptedPage.GOOD;
                page.saysAlive = true;
                page.connect().runMillis(700);
                page.frameEveryMillis = 33;
            }

            isSilentAboutTheStudent();
        }

        @Test
        void theEndOfTheSocketBeforeIsToldLate() {
            page.connect().run(10);
            page.isToldGone();
            page.run(20);

            isSilentAboutTheStudent();
            assertThat(page.time.watchedMs()).isGreaterThan(28_000);
        }

        @Test
        void aHiddenPageWhoseBrowserMutesTheCamera() {
            page.connect().run(20);
            page.frameEveryMillis = 0;
            page.report = new LinkReport(0, 30, CameraState.MUTED, true);
            page.run(60);

            isSilentAboutTheStudent();
            assertThat(page.cause).isEqualTo(UnwatchedCause.SLOW_LINK);
        }

        @Test
        void aClockThatIsSetBackOrForth() {
            page.connect().run(20);
            page.set(-3_600_000);
            page.run(20);
            page.set(7_200_000);
            page.run(20);

            isNotTold();
        }
    }

    @Test
    void whatWasLeftOpenGoesOn() {
        Watch watch = new Watch(Policy.DEFAULT, 1_000_000);
        watch.counts(1_000_000, true);
        watch.goOn(900_000);
        assertThat(watch.isUnwatched()).isTrue();

        watch.connected(1_000_000);
        Incident closed = null;
        for (long at = 1_000_100; at < 1_010_000; at += 100) {
            watch.arrived(at, at, 30);
            watch.judged(at, true);
            Watch.Tick tick = at % 1_000 == 0 ? watch.tick(at) : null;
            closed = tick != null && tick.closed() != null ? tick.closed() : closed;
        }
        assertThat(closed).isNotNull().extracting(Incident::startedAtMillis).isEqualTo(900_000L);
    }
}
