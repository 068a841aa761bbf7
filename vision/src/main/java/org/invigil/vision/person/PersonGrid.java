package org.invigil.vision.person;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.invigil.rules.signal.PersonBox;

/**
 * Boxes from what the person detector's grids hold. In each cell stand the scores of its classes before their sigmoid and, for each side of the
 * box, weights of eleven distances from the cell's middle; the distance is their mean by softmax, in units of the cell (Li et al., Generalized Focal
 * Loss, 2020).
 */
public final class PersonGrid {

    /** What the detector tells apart, each with the place of its score. */
    public enum Kind {
        PERSON(0),
        CHAIR(1);

        private final int place;

        Kind(int place) {
            this.place = place;
        }
    }

    private static final int KINDS = Kind.values().length;
    private static final int DISTANCES = 11;

    /** Floats a cell. */
    public static final int CELL = KINDS + 4 * DISTANCES;

    /** Score from which a chair is one, rather than a person who scores lower than {@link PersonWatch#PERSON} in its place. */
    private static final double CHAIR = 0.45;

    /** What a person's box and a chair's have in common at least, of what they cover together, where both are one thing. */
    private static final double SAME_THING = 0.5;

    /** Boxes that have more in common are one person: what the detector was published with. */
    private static final double SAME_PERSON = 0.6;

    private PersonGrid() {}

    /**
     * Reads the boxes of one kind in one grid, in pixels of the network's input, which reach to its edges at most.
     *
     * @param cells row by row, {@link #CELL} floats each
     * @param width of the input in pixels
     * @param height of the input in pixels
     * @param stride edge of a cell in pixels
     * @param minimumScore boxes with a lower one are left out
     */
    public static List<PersonBox> boxes(
            float[] cells, int width, int height, int stride, Kind kind, double minimumScore) {
        int columns = width / stride;
        double minimumLogit = Math.log(minimumScore / (1 - minimumScore));
        List<PersonBox> boxes = new ArrayList<>();
        for (int cell = 0; cell < cells.length / CELL; cell++) {
            int at = cell * CELL;
            float logit = cells[at + kind.place];
            if (logit >= minimumLogit) {
                int sides = at + KINDS;
                int row = cell / columns;
                double x = (cell % columns + 0.5) * stride;
                double y = (row + 0.5) * stride;
                boxes.add(new PersonBox(
                        Math.max(0, x - stride * distance(cells, sides)),
                        Math.max(0, y - stride * distance(cells, sides + DISTANCES)),
                        Math.min(width, x + stride * distance(cells, sides + 2 * DISTANCES)),
                        Math.min(height, y + stride * distance(cells, sides + 3 * DISTANCES)),
                        1 / (1 + Math.exp(-logit))));
            }
        }
        return boxes;
    }

    private static double distance(float[] weights, int from) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < DISTANCES; i++) {
            largest = Math.max(largest, weights[from + i]);
        }
        double sum = 0;
        double total = 0;
        for (int i = 0; i < DISTANCES; i++) {
            double share = Math.exp(weights[from + i] - largest);
            sum += i * share;
            total += share;
        }
        return sum / total;
    }

    /** One box a person, best first: of those that are about the same, the one with the best score. */
    public static List<PersonBox> distinct(List<PersonBox> boxes) {
        List<PersonBox> persons = new ArrayList<>();
        boxes.stream()
                .sorted(Comparator.comparingDouble(PersonBox::score).reversed())
                .filter(box -> persons.stream().noneMatch(known -> known.intersectionOverUnion(box) > SAME_PERSON))
                .forEach(persons::add);
        return persons;
    }

    /** Persons without those that are rather a chair: the back of an empty one scores as much as the top of a cap, and is known for a chair. */
    public static List<PersonBox> withoutChairs(List<PersonBox> persons, List<PersonBox> chairs) {
        return persons.stream()
                .filter(person -> person.score() >= PersonWatch.PERSON
                        || chairs.stream()
                                .noneMatch(chair ->
                                        chair.score() >= CHAIR && chair.intersectionOverUnion(person) >= SAME_THING))
                .toList();
    }
}
