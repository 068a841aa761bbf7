package org.invigil.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.invigil.vision.inference.FaceGeometryFile;
import org.invigil.vision.mesh.FaceGeometry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

    private static final List<float[]> OUTPUTS_OF_A_PATTERN = outputsOfAPattern();

    @ParameterizedTest
    @CsvSource({
        "FACE_DETECTION_SHORT_RANGE, 49152, 14336",
        "FACE_DETECTION_FULL_RANGE, 110592, 36864",
        "FACE_LANDMARK, 110592, 1404",
        "FACE_LANDMARK_WITH_ATTENTION, 110592, 1404",
        "PERSON_SEGMENTATION, 110592, 36864",
        "PERSON_SEGMENTATION_SQUARE, 196608, 65536",
        "PERSON_DETECTION, 245760, 58880",
        "PHONE_DETECTION, 399360, 2080"
    })
    void everyNetworkRunsAndDependsOnItsInput(ModelFile file, int inputLength, int outputLength) {
        try (Network network = new Network(file)) {
            assertThat(network.outputLength(0)).isEqualTo(outputLength);
            float[] first = run(network, noise(1, inputLength));
            float[] other = run(network, noise(2, inputLength));
            float[] again = run(network, noise(1, inputLength));
            assertThat(first).doesNotContain(Float.NaN).isNotEqualTo(other).isEqualTo(again);
        }
    }

    /** What TensorFlow.js 4.22 makes of the graph as its package ships it, for the same pattern, at a few places of each output. */
    @ParameterizedTest
    @CsvSource({
        // output, columns, row, column, channel, value
        "0, 40, 0, 0, 0, -4.067989349365234",
        "0, 40, 16, 20, 0, -4.362418174743652",
        "0, 40, 31, 39, 0, -4.095711708068848",
        "0, 40, 1, 2, 2, -0.07718123495578766",
        "0, 40, 16, 20, 17, 0.8711026310920715",
        "0, 40, 30, 39, 45, -0.9723531603813171",
        "1, 20, 0, 0, 0, -4.681128025054932",
        "1, 20, 8, 10, 0, -4.2689361572265625",
        "1, 20, 15, 19, 0, -4.509249210357666",
        "1, 20, 1, 2, 2, -0.1525420993566513",
        "1, 20, 8, 10, 17, 0.4815959930419922",
        "1, 20, 14, 19, 45, -0.6559029221534729",
        "2, 10, 0, 0, 0, -4.480384349822998",
        "2, 10, 4, 5, 0, -1.19940984249115",
        "2, 10, 7, 9, 0, -4.428627967834473",
        "2, 10, 1, 2, 2, -0.31308138370513916",
        "2, 10, 4, 5, 17, 4.715961933135986",
        "2, 10, 6, 9, 45, -1.2395907640457153"
    })
    void personDetectionGivesWhatItsSourceGives(
            int output, int columns, int row, int column, int channel, double expected) {
        float[] values = Objects.requireNonNull(OUTPUTS_OF_A_PATTERN.get(output));
        assertThat(values[(row * columns + column) * 46 + channel]).isCloseTo((float) expected, within(1e-4f));
    }

    private static List<float[]> outputsOfAPattern() {
        try (Network network = new Network(ModelFile.PERSON_DETECTION)) {
            float[] pattern = new float[256 * 320 * 3];
            for (int i = 0; i < pattern.length; i++) {
                int y = i / 3 / 320;
                int x = i / 3 % 320;
                pattern[i] = (y * 7 + x * 13 + i % 3 * 101 + y * x % 97 * 5) % 256;
            }
            network.input().put(pattern, 0, pattern.length);
            network.run();
            return IntStream.range(0, 3)
                    .mapToObj(i -> {
                        float[] values = new float[network.outputLength(i)];
                        network.readOutput(i, values);
                        return values;
                    })
                    .toList();
        }
    }

    @Test
    void theCanonicalFaceIsSymmetricAndWeighted() {
        FaceGeometry face = FaceGeometryFile.read();
        double sumOfX = 0;
        assertThat(face.basisSize()).isEqualTo(33);
        for (int i = 0; i < face.basisSize(); i++) {
            assertThat(face.weight(i)).isPositive();
            assertThat(face.basisIndex(i)).isBetween(0, 467);
            sumOfX += face.weight(i) * face.basisPoint(i, 0);
        }
        assertThat(sumOfX).isBetween(-1e-4, 1e-4);
    }

    private static float[] run(Network network, float[] input) {
        network.input().put(input, 0, input.length);
        network.run();
        float[] output = new float[network.outputLength(0)];
        network.readOutput(0, output);
        return output;
    }

    private static float[] noise(long seed, int length) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
