package org.invigil.vision.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.invigil.rules.signal.PersonBox;
import org.invigil.vision.person.PersonGrid.Kind;
import org.junit.jupiter.api.Test;

class PersonGridTest {

    /** Two rows of three cells of 32 pixels, all but sure that nobody is there. */
    private static float[] nobody() {
        float[] cells = new float[6 * PersonGrid.CELL];
        for (int cell = 0; cell < 6; cell++) {
            cells[cell * PersonGrid.CELL] = -9;
            cells[cell * PersonGrid.CELL + 1] = -9;
        }
        return cells;
    }

    /** A cell that is certain of whole distances to left, top, right and bottom. */
    private static void put(float[] cells, int cell, float logit, int... distances) {
        int at = cell * PersonGrid.CELL;
        cells[at] = logit;
        for (int side = 0; side < 4; side++) {
            Arrays.fill(cells, at + 2 + 11 * side, at + 13 + 11 * side, -50);
            cells[at + 2 + 11 * side + distances[side]] = 50;
        }
    }

    private static List<PersonBox> persons(float[] cells, double minimumScore) {
        return PersonGrid.boxes(cells, 96, 64, 32, Kind.PERSON, minimumScore);
    }

    @Test
    void nobodyIsNoBox() {
        assertThat(persons(nobody(), 0.25)).isEmpty();
    }

    @Test
    void aBoxLiesAroundTheMiddleOfItsCell() {
        float[] cells = nobody();
        put(cells, 4, 0, 1, 1, 1, 0); // second row, second column: its middle is at 48, 48
        assertThat(persons(cells, 0.25)).containsExactly(new PersonBox(16, 16, 80, 48, 0.5));
    }

    @Test
    void aDistanceIsTheMeanOfWhatTheCellHoldsForPossible() {
        float[] cells = nobody();
        put(cells, 4, 2, 0, 0, 0, 0);
        int left = 4 * PersonGrid.CELL + 2;
        cells[left + 1] = 50; // 0 and 1 are equally likely
        assertThat(persons(cells, 0.25).getFirst().left()).isCloseTo(48 - 16, within(1e-9));
    }

    @Test
    void boxesEndWithThePicture() {
        float[] cells = nobody();
        put(cells, 0, 3, 10, 10, 10, 10);
        PersonBox box = persons(cells, 0.25).getFirst();
        assertThat(List.of(box.left(), box.top(), box.right(), box.bottom())).containsExactly(0.0, 0.0, 96.0, 64.0);
    }

    @Test
    void aLowScoreIsLeftOut() {
        float[] cells = nobody();
        put(cells, 4, -1.2f, 1, 1, 1, 1); // 0.23
        assertThat(persons(cells, 0.25)).isEmpty();
        assertThat(persons(cells, 0.2)).hasSize(1);
    }

    @Test
    void boxesOfOnePersonAreOneAndTheBestIsKept() {
        PersonBox good = new PersonBox(0.1, 0.1, 0.5, 0.9, 0.8);
        PersonBox same = new PersonBox(0.12, 0.1, 0.5, 0.9, 0.6);
        PersonBox other = new PersonBox(0.6, 0.1, 0.9, 0.9, 0.5);
        assertThat(PersonGrid.distinct(List.of(other, same, good))).containsExactly(good, other);
    }

    @Test
    void eachKindHasItsScore() {
        float[] cells = nobody();
        put(cells, 4, -9, 1, 1, 1, 1);
        cells[4 * PersonGrid.CELL + 1] = 0;
        assertThat(persons(cells, 0.25)).isEmpty();
        assertThat(PersonGrid.boxes(cells, 96, 64, 32, Kind.CHAIR, 0.25)).hasSize(1);
    }

    @Test
    void whatIsRatherAChairIsNoPerson() {
        PersonBox doubtful = new PersonBox(0.3, 0.2, 0.7, 1, 0.34);
        PersonBox person = new PersonBox(0.3, 0.2, 0.7, 1, 0.35);
        PersonBox chair = new PersonBox(0.32, 0.25, 0.72, 1, 0.45);
        PersonBox doubtfulChair = new PersonBox(0.32, 0.25, 0.72, 1, 0.44);
        PersonBox chairElsewhere = new PersonBox(0.6, 0.2, 1, 1, 0.8);
        assertThat(PersonGrid.withoutChairs(List.of(doubtful), List.of(chair))).isEmpty();
        assertThat(PersonGrid.withoutChairs(List.of(person), List.of(chair))).hasSize(1);
        assertThat(PersonGrid.withoutChairs(List.of(doubtful), List.of(doubtfulChair, chairElsewhere)))
                .hasSize(1);
    }
}
