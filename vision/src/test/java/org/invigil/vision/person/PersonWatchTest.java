package org.invigil.vision.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.invigil.rules.signal.PersonBox;
import org.invigil.vision.scene.Scene;
import org.junit.jupiter.api.Test;

class PersonWatchTest {

    private static final PersonBox FACE = new PersonBox(0.4, 0.25, 0.6, 0.5, 1);
    private static final PersonBox STUDENT = new PersonBox(0.2, 0.15, 0.75, 1, 0.8);
    private static final PersonBox TORSO = new PersonBox(0.8, 0, 1, 1, 0.4);

    private final PersonWatch watch = new PersonWatch();
    private long now;

    /** The room; something moves in the upper right corner, or where the student sits, if the value changes. */
    private static Scene scene(double corner, double seat) {
        float[] means = new float[Scene.COLUMNS * Scene.ROWS];
        for (int cell = 0; cell < means.length; cell++) {
            boolean inCorner = Scene.x(cell) > 0.85 && Scene.y(cell) < 0.5;
            boolean inSeat = FACE.contains(Scene.x(cell), Scene.y(cell));
            means[cell] = (float) (60 + cell * 37 % 90 + (inCorner ? corner : 0) + (inSeat ? seat : 0));
        }
        return new Scene(means);
    }

    private void besideFace(long millis, double corner, PersonBox... seen) {
        now += millis;
        watch.lookedBesideFace(List.of(seen), FACE, List.of(), scene(corner, 0), now);
    }

    private void withoutFace(long millis, boolean segmented, double seat, PersonBox... seen) {
        now += millis;
        watch.lookedWithoutFace(List.of(seen), segmented, scene(0, seat), now);
    }

    private void sit() {
        besideFace(0, 0, STUDENT);
        now += 1_000;
        watch.lostFace(FACE, now);
    }

    @Test
    void thePictureByItselfCountsABody() {
        besideFace(0, 0, STUDENT, TORSO);
        assertThat(watch.otherBodies(List.of())).isEqualTo(1);
    }

    @Test
    void inAStreamABodyCountsWhenItWasSeenThreeTimesAndHasMoved() {
        besideFace(0, 0, STUDENT);
        besideFace(500, 0, STUDENT, TORSO);
        besideFace(500, 20, STUDENT, TORSO);
        assertThat(watch.otherBodies(List.of())).isZero();
        besideFace(500, 0, STUDENT, TORSO);
        assertThat(watch.otherBodies(List.of())).isEqualTo(1);
        besideFace(1_000, 0, STUDENT);
        assertThat(watch.otherBodies(List.of())).isEqualTo(1);
        besideFace(1_000, 0, STUDENT);
        assertThat(watch.otherBodies(List.of())).isZero();
    }

    @Test
    void aCoatOnAChairThatNeverMovesIsNobodyAndIsNotLookedAtForEver() {
        besideFace(0, 0, STUDENT, TORSO);
        for (int i = 0; i < 30; i++) {
            besideFace(500, 0, STUDENT, TORSO);
            assertThat(watch.otherBodies(List.of())).isZero();
        }
        assertThat(watch.isDueBesideFace(now + 1_000)).isFalse();
    }

    @Test
    void aChangeOfLightOverTenSecondsIsNoMovement() {
        besideFace(0, 0, STUDENT);
        for (int i = 1; i < 10; i++) {
            besideFace(10_000, 20 * (i % 2), STUDENT, TORSO); // too far apart to tell a movement
        }
        assertThat(watch.otherBodies(List.of())).isZero();
    }

    @Test
    void aBoxWithinTheStudentsIsTheStudent() {
        PersonBox arm = new PersonBox(0.6, 0.5, 0.85, 1, 0.5);
        besideFace(0, 0, STUDENT, arm);
        assertThat(watch.otherBodies(List.of())).isZero();
    }

    @Test
    void aBodyWithAFaceIsCountedByTheFace() {
        now = 1;
        PersonBox otherFace = new PersonBox(0.85, 0.1, 0.95, 0.25, 1);
        watch.lookedBesideFace(List.of(STUDENT, TORSO), FACE, List.of(otherFace), scene(0, 0), now);
        assertThat(watch.otherBodies(List.of())).isZero();
    }

    @Test
    void aFaceThatBecomesCertainTakesItsBodyOutOfTheCount() {
        besideFace(0, 0, STUDENT, TORSO);
        assertThat(watch.otherBodies(List.of())).isEqualTo(1);
        assertThat(watch.otherBodies(List.of(new PersonBox(0.85, 0.1, 0.95, 0.25, 1))))
                .isZero();
        assertThat(watch.otherBodies(List.of(new PersonBox(0.05, 0.1, 0.15, 0.25, 1))))
                .isEqualTo(1);
    }

    @Test
    void aFaceHasABodyEvenIfTheDetectorHasNoBoxForIt() {
        PersonBox ownShoulder = new PersonBox(0.25, 0.45, 0.5, 1, 0.3);
        besideFace(0, 0, ownShoulder);
        assertThat(watch.otherBodies(List.of())).isZero();

        PersonWatch other = new PersonWatch();
        other.lookedBesideFace(List.of(TORSO), FACE, List.of(), scene(0, 0), now);
        assertThat(other.otherBodies(List.of())).isEqualTo(1);
    }

    @Test
    void aBodyIsAsTallAsSomebodyBesideTheStudent() {
        PersonBox lamp = new PersonBox(0, 0.65, 0.17, 1, 0.6);
        PersonBox doubtful = new PersonBox(0.8, 0, 1, 1, 0.24);
        besideFace(0, 0, STUDENT, lamp, doubtful);
        assertThat(watch.otherBodies(List.of())).isZero();

        PersonWatch other = new PersonWatch();
        PersonBox least = new PersonBox(0.8, 0.59, 1, 1, 0.25);
        other.lookedBesideFace(List.of(STUDENT, least), FACE, List.of(), scene(0, 0), now);
        assertThat(other.otherBodies(List.of())).isEqualTo(1);
    }

    @Test
    void whoSatStillAndMovesLaterCountsThen() {
        besideFace(0, 0, STUDENT);
        for (int i = 0; i < 30; i++) {
            besideFace(500, 0, STUDENT, TORSO);
        }
        assertThat(watch.otherBodies(List.of())).isZero();
        note(500, 20);
        assertThat(watch.otherBodies(List.of())).isZero();
        note(500, 0);
        assertThat(watch.otherBodies(List.of())).isEqualTo(1);
    }

    @Test
    void theStudentWhoReachesAcrossACoatMovesNobodyElse() {
        besideFace(0, 0, STUDENT, TORSO);
        for (int i = 0; i < 120; i++) {
            now += 500;
            boolean reaches = i % 20 < 3;
            watch.lookedBesideFace(List.of(STUDENT, TORSO), FACE, List.of(), withArm(reaches), now);
            assertThat(watch.otherBodies(List.of())).as("after look %d", i).isZero();
        }
    }

    /** An arm from the student's shoulder to the upper right corner. */
    private static Scene withArm(boolean reaches) {
        float[] means = new float[Scene.COLUMNS * Scene.ROWS];
        for (int cell = 0; cell < means.length; cell++) {
            boolean inArm = Scene.x(cell) > 0.7 && Scene.y(cell) > 0.3 && Scene.y(cell) < 0.45;
            means[cell] = (float) (60 + cell * 37 % 90 + (reaches && inArm ? 40 : 0));
        }
        return new Scene(means);
    }

    @Test
    void aLidThatIsNudgedMovesNobody() {
        besideFace(0, 0, STUDENT, TORSO);
        for (int i = 0; i < 120; i++) {
            now += 500;
            watch.lookedBesideFace(List.of(STUDENT, TORSO), FACE, List.of(), shifted(i % 4 == 0 ? 1 : 0), now);
            assertThat(watch.otherBodies(List.of())).as("after look %d", i).isZero();
        }
    }

    private static Scene shifted(int cells) {
        float[] means = new float[Scene.COLUMNS * Scene.ROWS];
        for (int cell = 0; cell < means.length; cell++) {
            means[cell] = 60 + (cell + cells) * 37 % 90;
        }
        return new Scene(means);
    }

    @Test
    void whoDoesNotMoveForAMinuteIsNotCountedUntilTheyDo() {
        besideFace(0, 0, STUDENT);
        for (int i = 0; i < 6; i++) {
            besideFace(500, 20 * (i % 2), STUDENT, TORSO);
        }
        assertThat(watch.otherBodies(List.of())).isEqualTo(1);
        for (int i = 0; i < 121; i++) {
            besideFace(500, 20, STUDENT, TORSO);
        }
        assertThat(watch.otherBodies(List.of())).isZero();
        note(500, 0);
        note(500, 20);
        assertThat(watch.otherBodies(List.of())).isEqualTo(1);
    }

    @Test
    void twoMovementsFarApartAreNobodys() {
        besideFace(0, 0, STUDENT);
        for (int i = 0; i < 120; i++) {
            besideFace(500, i / 12 % 2 * 20, STUDENT, TORSO); // something falls over every six seconds
        }
        assertThat(watch.otherBodies(List.of())).isZero();
    }

    @Test
    void whatThePictureByItselfShowedIsLookedAtAgainHoweverLateTheNextFrameComes() {
        besideFace(0, 0, STUDENT, TORSO);
        assertThat(watch.isDueBesideFace(now + 11_000)).isTrue();
        besideFace(11_000, 0, STUDENT, TORSO);
        assertThat(watch.otherBodies(List.of())).isZero();
    }

    @Test
    void aChangeAwayFromTheStudentIsLookedAtAndOneThatIsNobodyEverLater() {
        besideFace(0, 0, STUDENT);
        assertThat(watch.wantsScene(now + 499)).isFalse();
        note(1_000, 20);
        assertThat(watch.isDueBesideFace(now)).isTrue();
        besideFace(0, 20, STUDENT);
        note(1_000, 0);
        assertThat(watch.isDueBesideFace(now)).as("the first change was nobody").isFalse();
        assertThat(watch.isDueBesideFace(now + 1_000)).isTrue();
    }

    @Test
    void aCurtainInTheWindCostsNoMoreThanLookOuts() {
        besideFace(0, 0, STUDENT);
        int looks = 0;
        for (int i = 0; i < 240; i++) {
            note(500, 20 * (i % 2));
            if (watch.isDueBesideFace(now)) {
                looks++;
                besideFace(0, 20 * (i % 2), STUDENT);
            }
        }
        assertThat(looks).as("in two minutes").isBetween(12, 16);
    }

    @Test
    void theStudentWhoMovesIsNoChange() {
        besideFace(0, 0, STUDENT);
        now += 1_000;
        watch.notedBesideFace(scene(0, 30), FACE, now);
        assertThat(watch.isDueBesideFace(now)).isFalse();
    }

    private void note(long millis, double corner) {
        now += millis;
        watch.notedBesideFace(scene(corner, 0), FACE, now);
    }

    @Test
    void lookOutsAreRareAndRarerAtLowRates() {
        assertThat(watch.isDueBesideFace(0)).isTrue();
        besideFace(0, 0, STUDENT);
        assertThat(looks(25, 60)).isEqualTo(6);
        assertThat(looks(5, 60)).isEqualTo(3);
        assertThat(looks(2, 60)).isEqualTo(2);
    }

    private int looks(int framesPerSecond, int seconds) {
        int looks = 0;
        for (int frame = 0; frame < framesPerSecond * seconds; frame++) {
            now += 1_000 / framesPerSecond;
            if (watch.isDueBesideFace(now)) {
                looks++;
                watch.lookedBesideFace(List.of(STUDENT), FACE, List.of(), scene(0, 0), now);
            }
        }
        return looks;
    }

    @Test
    void whoMayBeAnotherIsLookedAtClosely() {
        besideFace(0, 0, STUDENT);
        assertThat(watch.isDueBesideFace(now + 500)).isFalse();
        besideFace(10_000, 0, STUDENT, TORSO);
        assertThat(watch.isDueBesideFace(now + 499)).isFalse();
        assertThat(watch.isDueBesideFace(now + 500)).isTrue();
    }

    @Test
    void aLostFaceIsLookedForAtOnceThenTwiceASecondAndInTheEndRarely() {
        sit();
        assertThat(watch.isDueWithoutFace(now)).isTrue();
        withoutFace(0, false, 0);
        assertThat(watch.isDueWithoutFace(now + 499)).isFalse();
        assertThat(watch.isDueWithoutFace(now + 500)).isTrue();
        withoutFace(10_500, false, 0);
        assertThat(watch.isDueWithoutFace(now + 1_999)).isFalse();
        assertThat(watch.isDueWithoutFace(now + 2_000)).isTrue();
    }

    @Test
    void aBodyIsSomebodyFromAScoreOnThatDependsOnItsSize() {
        assertThat(isSomebody(new PersonBox(0.9, 0.5, 1, 0.91, 0.35))).isTrue();
        assertThat(isSomebody(new PersonBox(0.9, 0.5, 1, 0.91, 0.349))).isFalse();
        assertThat(isSomebody(new PersonBox(0.4, 0.5, 0.6, 0.7, 0.5))).isTrue();
        assertThat(isSomebody(new PersonBox(0.4, 0.5, 0.6, 0.7, 0.499)))
                .as("a lamp")
                .isFalse();
        assertThat(isSomebody(new PersonBox(0.3, 0, 0.8, 0.5, 0.25)))
                .as("the top of a cap that fills the picture")
                .isTrue();
        assertThat(isSomebody(new PersonBox(0.3, 0, 0.8, 0.5, 0.249))).isFalse();
        assertThat(isSomebody(new PersonBox(0.3, 0, 0.54, 0.41, 0.3))).isFalse();
        assertThat(isSomebody(new PersonBox(0, 0, 1, 0.39, 0.3))).isFalse();
    }

    private static boolean isSomebody(PersonBox box) {
        PersonWatch watch = new PersonWatch();
        watch.lookedWithoutFace(List.of(box), false, scene(0, 0), 0);
        return watch.isSomebodyHidden(0);
    }

    @Test
    void whoWasThereDoesNotVanishInsideThePicture() {
        sit();
        PersonBox cap = new PersonBox(0.35, 0.3, 0.65, 0.6, 0.28);
        for (int i = 0; i < 600; i++) {
            withoutFace(500, false, 10 * (i % 2), cap);
            assertThat(watch.isSomebodyHidden(now)).as("after %d looks", i).isTrue();
        }
    }

    @Test
    void aThingThatStandsStillWhereTheStudentSatIsSomebodyForTenSecondsAtMost() {
        sit();
        PersonBox chair = new PersonBox(0.4, 0.5, 0.6, 0.9, 0.33);
        for (int i = 0; i < 20; i++) {
            withoutFace(500, false, 10, chair);
        }
        assertThat(watch.isSomebodyHidden(now)).isTrue();
        withoutFace(500, false, 10, chair);
        assertThat(watch.isSomebodyHidden(now)).isFalse();
    }

    @Test
    void timeInWhichNobodyCouldLookIsNoStillness() {
        sit();
        withoutFace(500, false, 0);
        withoutFace(60_000, false, 0);
        assertThat(watch.isSomebodyHidden(now)).as("it was dark for a minute").isTrue();
        for (int i = 0; i < 20; i++) {
            withoutFace(500, false, 0);
        }
        assertThat(watch.isSomebodyHidden(now)).isFalse();
    }

    @Test
    void whoMovesUnderACapIsHiddenAtTheLowestRatesToo() {
        for (int interval : List.of(700, 900, 1_250, 1_430)) {
            PersonWatch seldom = new PersonWatch();
            PersonBox cap = new PersonBox(0.35, 0.3, 0.65, 0.6, 0.28);
            long at = interval;
            seldom.lookedBesideFace(List.of(STUDENT), FACE, List.of(), scene(0, 0), 0);
            seldom.lostFace(FACE, 0);
            for (int frame = 0; frame < 300; frame++, at += interval) {
                Scene moved = scene(0, 10 * (frame % 2));
                if (seldom.isDueWithoutFace(at)) {
                    seldom.lookedWithoutFace(List.of(cap), false, moved, at);
                } else if (seldom.wantsScene(at)) {
                    seldom.notedWithoutFace(moved, at);
                }
                assertThat(seldom.isSomebodyHidden(at))
                        .as("a frame in %d ms, the %dth", interval, frame)
                        .isTrue();
            }
        }
    }

    @Test
    void aCurtainThatMovesWhereTheStudentSatIsSomebodyForHalfAMinuteAtMost() {
        sit();
        for (int i = 0; i < 59; i++) {
            withoutFace(500, false, 10 * (i % 2));
        }
        assertThat(watch.isSomebodyHidden(now)).isTrue();
        withoutFace(500, false, 10);
        assertThat(watch.isSomebodyHidden(now)).isFalse();
    }

    @Test
    void whoLeavesOverTheEdgeIsGoneAtOnce() {
        besideFace(0, 0, STUDENT);
        watch.lostFace(new PersonBox(0.9, 0.3, 1.05, 0.5, 1), now);
        withoutFace(500, false, 10);
        assertThat(watch.isSomebodyHidden(now)).isFalse();
    }

    @Test
    void aBodyIsFollowedToTheEdge() {
        sit();
        withoutFace(500, false, 10, new PersonBox(0.1, 0.1, 0.5, 1, 0.7));
        withoutFace(500, false, 0, new PersonBox(0, 0.1, 0.2, 1, 0.5));
        assertThat(watch.isSomebodyHidden(now)).isTrue();
        withoutFace(500, false, 0);
        assertThat(watch.isSomebodyHidden(now)).isFalse();
    }

    @Test
    void segmentationKeepsThePersonWhereItWas() {
        sit();
        withoutFace(500, true, 0);
        withoutFace(9_000, false, 0);
        assertThat(watch.isSomebodyHidden(now)).isTrue();
    }

    @Test
    void anotherSceneSaysNothingOfWhoWasInTheOneBefore() {
        sit();
        float[] elsewhere = new float[Scene.COLUMNS * Scene.ROWS];
        for (int cell = 0; cell < elsewhere.length; cell++) {
            elsewhere[cell] = 250 - cell * 53 % 200;
        }
        watch.lookedWithoutFace(List.of(), false, new Scene(elsewhere), now);
        assertThat(watch.isSomebodyHidden(now)).isFalse();
    }

    @Test
    void anEmptyRoomThatWasAlwaysEmptyHidesNobody() {
        withoutFace(0, false, 0);
        assertThat(watch.isSomebodyHidden(now)).isFalse();
        assertThat(watch.bestScore()).isZero();
    }

    @Test
    void twoBodiesWithoutAnyFaceAreTwo() {
        withoutFace(0, true, 0, STUDENT, TORSO);
        assertThat(watch.otherBodies(List.of())).isEqualTo(1);
    }
}
