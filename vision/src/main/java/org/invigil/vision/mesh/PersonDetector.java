package org.invigil.vision.mesh;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.invigil.rules.signal.PersonBox;
import org.invigil.vision.model.ModelFile;
import org.invigil.vision.model.Network;
import org.invigil.vision.person.PersonGrid;
import org.invigil.vision.person.PersonGrid.Kind;

/** NanoDet: one pass over the whole picture for everybody in it, by body or face. Costs as much as ten looks at a face. */
final class PersonDetector implements AutoCloseable {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 256;
    private static final int[] STRIDES = {8, 16, 32};

    /** Lower scores than that of a cap's top say nothing. */
    private static final double LEAST_SCORE = 0.25;

    private final Network network = new Network(ModelFile.PERSON_DETECTION);
    private final ImageTensor tensor = new ImageTensor(network, WIDTH, HEIGHT, 0, 255);
    private final float[][] grids = new float[STRIDES.length][];

    PersonDetector() {
        for (int i = 0; i < STRIDES.length; i++) {
            grids[i] = new float[network.outputLength(i)];
        }
    }

    /** Everybody in the picture, best first; one box a person. */
    List<PersonBox> detect(Mat rgb, double gain) {
        tensor.fillInside(rgb, gain);
        network.run();
        List<PersonBox> persons = new ArrayList<>();
        List<PersonBox> chairs = new ArrayList<>();
        for (int i = 0; i < STRIDES.length; i++) {
            network.readOutput(i, grids[i]);
            persons.addAll(PersonGrid.boxes(grids[i], WIDTH, HEIGHT, STRIDES[i], Kind.PERSON, LEAST_SCORE));
            chairs.addAll(PersonGrid.boxes(grids[i], WIDTH, HEIGHT, STRIDES[i], Kind.CHAIR, LEAST_SCORE));
        }
        double scale = Math.min((double) WIDTH / rgb.cols(), (double) HEIGHT / rgb.rows());
        double width = rgb.cols() * scale;
        double height = rgb.rows() * scale;
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

    @Override
    public void close() {
        tensor.close();
        network.close();
    }
}
