package org.invigil.vision.person;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntPredicate;
import org.invigil.vision.scene.Scene;

/** In which cells something has moved between two scenes, and whose doing it was. */
final class Movement {

    /** Where nothing is known to have moved. */
    static final Movement NONE = new Movement(new boolean[Scene.COLUMNS * Scene.ROWS]);

    /** Share of the cells from which it was the camera: a lid that was nudged, a laptop on a lap. */
    private static final double CAMERA = 0.4;

    private final boolean[] moved;

    private Movement(boolean[] moved) {
        this.moved = moved;
    }

    static Movement between(Scene before, Scene now) {
        return new Movement(now.movedSince(before));
    }

    /** Whether anything has moved in one of some cells. */
    boolean isIn(IntPredicate cells) {
        for (int cell = 0; cell < moved.length; cell++) {
            if (moved[cell] && cells.test(cell)) {
                return true;
            }
        }
        return false;
    }

    /**
     * What moved by itself: without somebody's own cells, and without all that hangs together with a movement in them. An arm that reaches across
     * a coat moves from the shoulder on; nothing moves by itself in a picture that moves as a whole.
     *
     * @param somebody the cells of whom it is not to be
     */
    Movement notOf(IntPredicate somebody) {
        int count = 0;
        for (boolean cell : moved) {
            count += cell ? 1 : 0;
        }
        if (count >= CAMERA * moved.length) {
            return NONE;
        }
        boolean[] rest = moved.clone();
        Deque<Integer> theirs = new ArrayDeque<>();
        for (int cell = 0; cell < moved.length; cell++) {
            if (rest[cell] && somebody.test(cell)) {
                rest[cell] = false;
                theirs.add(cell);
            }
        }
        while (!theirs.isEmpty()) {
            int cell = theirs.remove();
            for (int row = Math.max(0, cell / Scene.COLUMNS - 1);
                    row <= Math.min(Scene.ROWS - 1, cell / Scene.COLUMNS + 1);
                    row++) {
                for (int column = Math.max(0, cell % Scene.COLUMNS - 1);
                        column <= Math.min(Scene.COLUMNS - 1, cell % Scene.COLUMNS + 1);
                        column++) {
                    int neighbour = row * Scene.COLUMNS + column;
                    if (rest[neighbour]) {
                        rest[neighbour] = false;
                        theirs.add(neighbour);
                    }
                }
            }
        }
        return new Movement(rest);
    }
}
