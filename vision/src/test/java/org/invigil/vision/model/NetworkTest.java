package org.invigil.vision.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "FACE_DETECTION_SHORT_RANGE, 49152, 14336",
        "FACE_DETECTION_FULL_RANGE, 110592, 36864",
        "FACE_LANDMARK, 110592, 1404",
        "FACE_LANDMARK_WITH_ATTENTION, 110592, 1404",
        "PERSON_SEGMENTATION, 110592, 36864",
        "PERSON_SEGMENTATION_SQUARE, 196608, 65536"
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

    @Test
    void theCanonicalFaceIsSymmetricAndWeighted() {
        FaceGeometry face = FaceGeometry.load();
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
