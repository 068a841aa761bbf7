package org.invigil.vision.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.invigil.rules.signal.PersonBox;
import org.junit.jupiter.api.Test;

class PersonGridTest {

    /** Two rows of three cells of 32 pixels, all but sure that nobody is there. */
    private static float[] nobody() {
        float[] cells = new float[6 * PersonGrid.CELL];
        for (int cell = 0; cell < 6; cell++) {
            cells[cell * PersonGrid.CELL] = -9;
        }
        return cells;
    }

    /** A cell that is certain of whole distances to left, top, right and bottom. */
    private static void put(float[] cells, int cell, float logit, int... distances) {
        int at = cell * PersonGrid.CELL;
        cells[at] = logit;
        for (int side = 0; side < 4; side++) {
            Arrays.fill(cells, at + 1 + 11 * side, at + 12 + 11 * side, -50);
            cells[at + 1 + 11 * side + distances[side]] = 50;
        }
    }

    @Test
    void nobodyIsNoBox() {
        assertThat(PersonGrid.boxes(nobody(), 96, 64, 32, 0.25)).isEmpty();
    }

    @Test
    void aBoxLiesAroundTheMiddleOfItsCell() {
        float[] cells = nobody();
        put(cells, 4, 0, 1, 1, 1, 0); // second row, second column: its middle is at 48, 48
        assertThat(PersonGrid.boxes(cells, 96, 64, 32, 0.25)).containsExactly(new PersonBox(16, 16, 80, 48, 0.5));
    }

    @Test
    void aDistanceIsTheMeanOfWhatTheCellHoldsForPossible() {
        float[] cells = nobody();
        put(cells, 4, 2, 0, 0, 0, 0);
        int left = 4 * PersonGrid.CELL + 1;
        cells[left + 1] = 50; // 0 and 1 are equally likely
        assertThat(PersonGrid.boxes(cells, 96, 64, 32, 0.25).getFirst().left()).isCloseTo(48 - 16, within(1e-9));
    }

    @Test
    void boxesEndWithThePicture() {
        float[] cells = nobody();
        put(cells, 0, 3, 10, 10, 10, 10);
        PersonBox box = PersonGrid.boxes(cells, 96, 64, 32, 0.25).getFirst();
        assertThat(List.of(box.left(), box.top(), box.right(), box.bottom())).containsExactly(0.0, 0.0, 96.0, 64.0);
    }

    @Test
    void aLowScoreIsLeftOut() {
        float[] cells = nobody();
        put(cells, 4, -1.2f, 1, 1, 1, 1); // 0.23
        assertThat(PersonGrid.boxes(cells, 96, 64, 32, 0.25)).isEmpty();
        assertThat(PersonGrid.boxes(cells, 96, 64, 32, 0.2)).hasSize(1);
    }

    @Test
    void boxesOfOnePersonAreOneAndTheBestIsKept() {
        PersonBox good = new PersonBox(0.1, 0.1, 0.5, 0.9, 0.8);
        PersonBox same = new PersonBox(0.12, 0.1, 0.5, 0.9, 0.6);
        PersonBox other = new PersonBox(0.6, 0.1, 0.9, 0.9, 0.5);
        assertThat(PersonGrid.distinct(List.of(other, same, good))).containsExactly(good, other);
    }
}
