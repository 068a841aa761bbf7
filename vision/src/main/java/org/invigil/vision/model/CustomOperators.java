package org.invigil.vision.model;

import java.util.Map;
import org.bytedeco.tensorflowlite.MutableOpResolver;
import org.bytedeco.tensorflowlite.TfLiteContext;
import org.bytedeco.tensorflowlite.TfLiteNode;
import org.bytedeco.tensorflowlite.TfLiteRegistration;
import org.bytedeco.tensorflowlite.TfLiteRegistration.Invoke_TfLiteContext_TfLiteNode;
import org.bytedeco.tensorflowlite.TfLiteRegistration.Prepare_TfLiteContext_TfLiteNode;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/**
 * The four operators that MediaPipe's models use beyond TensorFlow Lite's own, as upcalls into Java. Function pointers are few
 * and never freed: one per operator for the whole process.
 */
final class CustomOperators {

    /** What an operator does at run time; shapes are fixed in the model file, so there is nothing to prepare. */
    interface Kernel {
        void run(NodeTensors tensors);
    }

    private static final Prepare_TfLiteContext_TfLiteNode NOTHING_TO_PREPARE = new Prepare();

    /** By name. */
    static final Map<String, Operator> ALL = Map.of(
            "Convolution2DTransposeBias", new Operator(1, new TransposeConvolution()),
            "Landmarks2TransformMatrix", new Operator(2, new LandmarksToTransformMatrix()),
            "TransformTensorBilinear", new Operator(2, new TransformTensorBilinear()),
            "TransformLandmarks", new Operator(2, new TransformLandmarks()));

    private CustomOperators() {}

    /** Makes the operators known to a resolver; the resolver copies the registrations. */
    static void register(Map<String, Operator> operators, MutableOpResolver resolver) {
        operators.forEach((name, operator) -> {
            try (TfLiteRegistration registration = new TfLiteRegistration()) {
                registration
                        .init(null)
                        ._free(null)
                        .prepare(NOTHING_TO_PREPARE)
                        .invoke(operator)
                        .profiling_string(null)
                        .registration_external(null)
                        .inplace_operator(0)
                        .version(operator.version);
                resolver.AddCustom(name, registration, operator.version);
            }
        });
    }

    private static final class Prepare extends Prepare_TfLiteContext_TfLiteNode {
        @Override
        public int call(TfLiteContext context, TfLiteNode node) {
            return tensorflowlite.kTfLiteOk;
        }
    }

    /** An operator as native code sees it. Nothing that is thrown in it may unwind through native frames. */
    static final class Operator extends Invoke_TfLiteContext_TfLiteNode {
        private final int version;
        private final Kernel kernel;

        Operator(int version, Kernel kernel) {
            this.version = version;
            this.kernel = kernel;
        }

        @Override
        public int call(TfLiteContext context, TfLiteNode node) {
            try {
                kernel.run(new NodeTensors(context, node));
                return tensorflowlite.kTfLiteOk;
            } catch (Throwable e) { // an Error as well: it would end the process, or leave the interpreter half done
                OperatorFailure.remember(e);
                return tensorflowlite.kTfLiteError; // Network.run() throws what was remembered
            }
        }
    }
}
