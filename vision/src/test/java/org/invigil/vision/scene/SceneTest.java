package org.invigil.vision.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

public class SceneTest {

    private static final int CELLS = Scene.COLUMNS * Scene.ROWS;

    /** A room of various greys, brighter by so much, with another content in the first cells. */
    public static Scene room(double brighter, int otherCells) {
        float[] means = new float[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            means[cell] = (float) (60 + cell * 37 % 90 + brighter + (cell < otherCells ? 40 : 0));
        }
        return new Scene(means);
    }

    @Test
    void lightThatComesIsNoMovement() {
        assertThat(room(30, 0).movedSince(room(0, 0))).doesNotContain(true);
    }

    @Test
    void aCameraThatAdjustsItsGainIsNoMovement() {
        float[] before = new float[CELLS];
        float[] after = new float[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            before[cell] = 20 + cell * 37 % 150;
            after[cell] = before[cell] * 1.2f;
        }
        assertThat(new Scene(after).movedSince(new Scene(before))).doesNotContain(true);
    }

    @Test
    void movementCountsWhereItIsAskedFor() {
        boolean[] moved = room(30, 1).movedSince(room(0, 0));
        assertThat(moved[0]).isTrue();
        assertThat(moved[1]).isFalse();
    }

    @Test
    void anotherSceneHasChangedInMostOfItsCells() {
        Scene shuffled = new Scene(reversed());
        assertThat(shuffled.isAnotherThan(room(0, 0), _ -> true)).isTrue();
        assertThat(room(0, CELLS / 4).isAnotherThan(room(0, 0), _ -> true)).isFalse();
    }

    @Test
    void fewCellsDoNotJudgeAlone() {
        assertThat(room(0, 4).isAnotherThan(room(0, 0), cell -> cell < 4)).isFalse();
        assertThat(room(0, CELLS / 3).isAnotherThan(room(0, 0), cell -> cell < CELLS / 3))
                .isTrue();
    }

    @Test
    void aSceneHasAllItsCells() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Scene(new float[3]));
    }

    private static float[] reversed() {
        float[] means = new float[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            means[cell] = 250 - cell * 53 % 200;
        }
        return means;
    }
}
