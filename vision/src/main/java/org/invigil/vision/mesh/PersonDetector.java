package org.invigil.vision.mesh;

import java.util.ArrayList;
import java.util.List;
import org.invigil.rules.signal.PersonBox;
import org.invigil.vision.person.PersonGrid;
import org.invigil.vision.person.PersonGrid.Kind;

/** NanoDet: one pass over the whole picture for everybody in it, by body or face. Costs as much as ten looks at a face. */
final class PersonDetector {

    private static final NetworkKind NETWORK = NetworkKind.PERSON_DETECTION;
    private static final int WIDTH = NETWORK.width();
    private static final int HEIGHT = NETWORK.height();
    private static final int[] STRIDES = {8, 16, 32};

    /** Lower scores than that of a cap's top say nothing. */
    private static final double LEAST_SCORE = 0.25;

    private final Networks networks;
    private final float[][] grids = new float[STRIDES.length][];

    PersonDetector(Networks networks) {
        this.networks = networks;
        for (int i = 0; i < STRIDES.length; i++) {
            grids[i] = new float[networks.outputLength(NETWORK, i)];
        }
    }

    /** Everybody in the picture, best first; one box a person. */
    List<PersonBox> detect(double gain) {
        networks.runOnWhole(NETWORK, gain);
        List<PersonBox> persons = new ArrayList<>();
        List<PersonBox> chairs = new ArrayList<>();
        for (int i = 0; i < STRIDES.length; i++) {
            networks.readOutput(NETWORK, i, grids[i]);
            persons.addAll(PersonGrid.boxes(grids[i], WIDTH, HEIGHT, STRIDES[i], Kind.PERSON, LEAST_SCORE));
            chairs.addAll(PersonGrid.boxes(grids[i], WIDTH, HEIGHT, STRIDES[i], Kind.CHAIR, LEAST_SCORE));
        }
        double scale = Math.min((double) WIDTH / networks.width(), (double) HEIGHT / networks.height());
        double width = networks.width() * scale;
        double height = networks.height() * scale;
        return PersonGrid.withoutChairs(PersonGrid.distinct(persons), chairs).stream()
                .map(box -> new PersonBox(
                        fraction(box.left(), WIDTH, width),
                        fraction(box.top(), HEIGHT, height),
                        fraction(box.right(), WIDTH, width),
                        fraction(box.bottom(), HEIGHT, height),
                        box.score()))
                .toList();
    }

    /** From the network's input, in whose middle the picture lies, to the picture. */
    private static double fraction(double at, double input, double picture) {
        return Math.clamp((at - (input - picture) / 2) / picture, 0, 1);
    }
}
