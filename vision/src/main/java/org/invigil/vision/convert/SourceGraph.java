package org.invigil.vision.convert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A graph in the form of TensorFlow.js: nodes in a JSON file, constants in a binary file beside it. */
final class SourceGraph {

    /** One operation, with the names of its inputs. */
    record Node(String name, String op, List<String> inputs, JsonNode attributes) {

        String input(int index) {
            return inputs.get(index);
        }

        int stride() {
            return attributes
                    .required("strides")
                    .required("list")
                    .required("i")
                    .required(1)
                    .asInt();
        }
    }

    /** A constant; of whole numbers if {@code values} are so. */
    // Read only, never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Constant(int[] shape, float[] values) {

        int whole(int index) {
            return (int) values[index];
        }
    }

    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Constant> constants = new HashMap<>();

    /**
     * Reads a graph.
     *
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if a constant is of another kind than 32-bit whole numbers and 16-bit floats
     */
    static SourceGraph read(Path json, Path weights) throws IOException {
        SourceGraph graph = new SourceGraph();
        JsonNode root = JsonMapper.builder().build().readTree(json);
        for (JsonNode node : root.required("modelTopology").required("node")) {
            List<String> inputs = new ArrayList<>();
            node.path("input").forEach(input -> inputs.add(input.asString()));
            String name = node.required("name").asString();
            graph.nodes.put(name, new Node(name, node.required("op").asString(), inputs, node.path("attr")));
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(weights)).order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode weight : root.required("weightsManifest").required(0).required("weights")) {
            graph.constants.put(weight.required("name").asString(), constant(weight, bytes));
        }
        return graph;
    }

    private static Constant constant(JsonNode weight, ByteBuffer bytes) {
        JsonNode dimensions = weight.required("shape");
        int[] shape = new int[dimensions.size()];
        int length = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dimensions.required(i).asInt();
            length *= shape[i];
        }
        String stored = weight.path("quantization")
                .path("dtype")
                .asString(weight.required("dtype").asString());
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = switch (stored) {
                case "float16" -> Float.float16ToFloat(bytes.getShort());
                case "int32" -> bytes.getInt();
                default -> throw new IllegalArgumentException("Constants of type " + stored + " are not known");
            };
        }
        return new Constant(shape, values);
    }

    Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("The graph has no node " + name);
        }
        return node;
    }

    boolean isConstant(String name) {
        return constants.containsKey(name);
    }

    Constant constant(String name) {
        Constant constant = constants.get(name);
        if (constant == null) {
            throw new IllegalArgumentException("The graph has no constant " + name);
        }
        return constant;
    }
}
