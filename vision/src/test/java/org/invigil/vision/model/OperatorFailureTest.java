package org.invigil.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.invigil.vision.EngineFailedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator of ours throws, three native frames below the caller. The operator is made once: JavaCPP has few of them to give. */
class OperatorFailureTest {

    /** Pixels a side of what the landmark model takes. */
    private static final int INPUT_EDGE = 192;

    private static final Failing FAILING = new Failing(new TransformLandmarks());

    private static final Map<String, CustomOperators.Operator> OPERATORS = operators();

    private static Map<String, CustomOperators.Operator> operators() {
        Map<String, CustomOperators.Operator> operators = new HashMap<>(CustomOperators.ALL);
        operators.put("TransformLandmarks", new CustomOperators.Operator(2, FAILING));
        return operators;
    }

    private static final class Failing implements CustomOperators.Kernel {
        private final CustomOperators.Kernel healthy;
        private @Nullable Runnable fault;

        Failing(CustomOperators.Kernel healthy) {
            this.healthy = healthy;
        }

        @Override
        public void run(NodeTensors tensors) {
            if (fault != null) {
                fault.run();
            }
            healthy.run(tensors);
        }
    }

    private final Network network = new Network(ModelFile.FACE_LANDMARK_WITH_ATTENTION, OPERATORS);

    @AfterEach
    void close() {
        FAILING.fault = null;
        network.close();
    }

    private void failsWith(Runnable fault) {
        FAILING.fault = fault;
        network.run();
    }

    /** The landmarks of a grey picture: an interpreter's memory holds anything, and a run may write over its input. */
    private float[] landmarksOfGrey() {
        FloatPointer input = network.input();
        for (int i = 0; i < INPUT_EDGE * INPUT_EDGE * 3; i++) {
            input.put(i, 0.5f);
        }
        network.run();
        float[] landmarks = new float[network.outputLength(0)];
        network.readOutput(0, landmarks);
        return landmarks;
    }

    @Test
    void anErrorComesOutAsItIs() {
        Error error = new UnsatisfiedLinkError("a library is missing");
        assertThatThrownBy(() -> failsWith(() -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void anExceptionIsTheCauseOfTheEnginesFailure() {
        RuntimeException exception = new ArithmeticException("divided by nothing");
        assertThatThrownBy(() -> failsWith(() -> {
                    throw exception;
                }))
                .isInstanceOf(EngineFailedException.class)
                .hasMessageContaining("FACE_LANDMARK_WITH_ATTENTION")
                .hasCause(exception);
    }

    @Test
    void aStackThatIsFullEndsNothingButTheRun() {
        float[] before = landmarksOfGrey();

        assertThatThrownBy(() -> failsWith(OperatorFailureTest::overflow)).isInstanceOf(StackOverflowError.class);

        FAILING.fault = null;
        assertThat(landmarksOfGrey()).as("the next run").containsExactly(before).doesNotContain(Float.NaN);
    }

    @SuppressWarnings("InfiniteRecursion") // its purpose
    private static void overflow() {
        overflow();
    }
}
