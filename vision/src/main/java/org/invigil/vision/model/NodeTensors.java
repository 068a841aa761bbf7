package org.invigil.vision.model;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.tensorflowlite.TfLiteContext;
import org.bytedeco.tensorflowlite.TfLiteIntArray;
import org.bytedeco.tensorflowlite.TfLiteNode;
import org.bytedeco.tensorflowlite.TfLiteTensor;

/** Inputs, output and options of one node while its operator runs. */
final class NodeTensors {

    private final TfLiteTensor tensors;
    private final TfLiteNode node;

    NodeTensors(TfLiteContext context, TfLiteNode node) {
        this.tensors = context.tensors();
        this.node = node;
    }

    /** Size of one dimension of an input. */
    int inputSize(int input, int dimension) {
        return input(input).dims().data(dimension);
    }

    /** Size of one dimension of the output. */
    int outputSize(int dimension) {
        return output().dims().data(dimension);
    }

    /** Copies the first {@code length} floats of an input. */
    void read(int input, float[] destination, int length) {
        floats(input(input)).get(destination, 0, length);
    }

    /** Copies {@code length} floats to the output. */
    void write(float[] source, int length) {
        floats(output()).put(source, 0, length);
    }

    /** Where the node's options lie in the model file: the same for all interpreters of a model. */
    long optionsAddress() {
        return node.custom_initial_data().address();
    }

    byte[] options() {
        byte[] bytes = new byte[node.custom_initial_data_size()];
        new BytePointer(node.custom_initial_data()).get(bytes, 0, bytes.length);
        return bytes;
    }

    private TfLiteTensor input(int index) {
        return tensor(node.inputs(), index);
    }

    private TfLiteTensor output() {
        return tensor(node.outputs(), 0);
    }

    private TfLiteTensor tensor(TfLiteIntArray indices, int index) {
        return tensors.getPointer(indices.data(index));
    }

    private static FloatPointer floats(TfLiteTensor tensor) {
        return tensor.data().f();
    }
}
