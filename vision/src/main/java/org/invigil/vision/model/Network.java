package org.invigil.vision.model;

import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.bytedeco.tensorflowlite.global.tensorflowlite;
import org.invigil.vision.EngineFailedException;

/**
 * One interpreter on one thread, XNNPACK kernels. Callers write the input tensor in place, {@link #run()}, and read the outputs
 * into arrays of their own; nothing native is allocated after construction. Not thread-safe.
 */
public final class Network implements AutoCloseable {

    static {
        NativeLog.warningsOnly();
    }

    private final ModelFile file;
    private final Interpreter interpreter;
    private final FloatPointer input;
    private final FloatPointer[] outputs;
    private final int[] outputLengths;

    public Network(ModelFile file) {
        this(file, CustomOperators.ALL);
    }

    /** With operators of the caller's own. */
    Network(ModelFile file, Map<String, CustomOperators.Operator> operators) {
        this.file = file;
        interpreter = new Interpreter((Pointer) null);
        try (BuiltinOpResolver resolver = new BuiltinOpResolver()) {
            CustomOperators.register(operators, resolver);
            try (InterpreterBuilder builder = new InterpreterBuilder(Weights.load(file), resolver)) {
                check(builder.apply(interpreter, 1), "build");
            }
        }
        check(interpreter.AllocateTensors(), "allocate");
        input = new FloatPointer(interpreter.typed_input_tensor_float(0));
        int count = (int) interpreter.outputs().limit();
        outputs = new FloatPointer[count];
        outputLengths = new int[count];
        for (int i = 0; i < count; i++) {
            TfLiteTensor tensor = interpreter.output_tensor(i);
            outputLengths[i] = (int) (tensor.bytes() / Float.BYTES);
            outputs[i] = new FloatPointer(interpreter.typed_output_tensor_float(i)).capacity(outputLengths[i]);
        }
    }

    /** The input tensor, height x width x 3 floats, RGB. Stays valid until {@link #close()}. */
    public FloatPointer input() {
        return input;
    }

    /**
     * Runs the network on what the input tensor holds.
     *
     * @throws EngineFailedException if TensorFlow Lite fails, or an operator of ours; an {@link Error} of an operator is thrown as it is
     */
    public void run() {
        OperatorFailure.forget();
        int status = interpreter.Invoke();
        if (status == tensorflowlite.kTfLiteOk) {
            return;
        }
        Throwable cause = OperatorFailure.take();
        if (cause instanceof Error error) {
            throw error;
        }
        throw new EngineFailedException(failed(status, "run"), cause);
    }

    public int outputCount() {
        return outputs.length;
    }

    /** Number of floats of an output. */
    public int outputLength(int index) {
        return outputLengths[index];
    }

    /** Copies an output into {@code destination}, which must be as long as {@link #outputLength}. */
    public void readOutput(int index, float[] destination) {
        outputs[index].get(destination, 0, outputLengths[index]);
    }

    @Override
    public void close() {
        interpreter.close();
    }

    private void check(int status, String step) {
        if (status != tensorflowlite.kTfLiteOk) {
            throw new IllegalStateException(failed(status, step));
        }
    }

    private String failed(int status, String step) {
        return "TensorFlow Lite could not " + step + " " + file + ": status " + status;
    }
}
