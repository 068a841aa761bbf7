package org.invigil.vision.convert;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A TensorFlow Lite model while it is being made: one subgraph of float tensors. The numbers of fields and operators are those of
 * TensorFlow Lite's public schema, version 3.
 */
final class TfliteModel {

    /** The operators that are used: number in the schema, version, and the number of its options among all kinds of options. */
    enum Operator {
        ADD(0, 1, 11),
        CONCATENATION(2, 1, 10),
        CONV_2D(3, 1, 1),
        MAX_POOL_2D(17, 1, 5),
        MUL(18, 1, 21),
        RESIZE_BILINEAR(23, 3, 15),
        PAD(34, 1, 22),
        PADV2(60, 1, 43),
        LEAKY_RELU(98, 1, 75);

        private final int code;
        private final int version;
        private final int optionsKind;

        Operator(int code, int version, int optionsKind) {
            this.code = code;
            this.version = version;
            this.optionsKind = optionsKind;
        }
    }

    /** Writes the fields of an operator's options. */
    interface Options {
        /** For an operator whose options all have their default. */
        Options NONE = builder -> builder.startTable(0);

        /** Starts the table and adds its fields. */
        void write(FlatBufferBuilder builder);
    }

    private static final int SCHEMA_VERSION = 3;
    private static final String SCHEMA_IDENTIFIER = "TFL3";
    private static final int INT32 = 2;
    private static final int DATA_ALIGNMENT = 16;

    // Read only, never compared, and so is the next one.
    @SuppressWarnings("ArrayRecordComponent")
    private record Call(Operator operator, int[] inputs, int output, Options options) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Tensor(int[] shape, int type, int buffer, String name) {}

    private final List<byte[]> buffers = new ArrayList<>(List.of(new byte[0]));
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<Operator, Integer> used = new LinkedHashMap<>();

    /** A tensor without constant content; returns its number. */
    int tensor(String name, int... shape) {
        tensors.add(new Tensor(shape, 0, 0, name));
        return tensors.size() - 1;
    }

    /** A tensor of constants. */
    int floats(String name, float[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(name, 0, bytes.array(), shape);
    }

    /** A tensor of constant whole numbers. */
    int integers(String name, int[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return constant(name, INT32, bytes.array(), shape);
    }

    private int constant(String name, int type, byte[] content, int[] shape) {
        buffers.add(content);
        tensors.add(new Tensor(shape, type, buffers.size() - 1, name));
        return tensors.size() - 1;
    }

    /** Adds an operation; they are run in the order in which they are added. */
    void call(Operator operator, Options options, int output, int... inputs) {
        used.putIfAbsent(operator, used.size());
        calls.add(new Call(operator, inputs, output, options));
    }

    /** The whole model as a file. */
    byte[] toBytes(int input, int[] outputs) {
        FlatBufferBuilder builder = new FlatBufferBuilder(1 << 20);
        int description = builder.createString("Person detection");
        int[] bufferTables =
                buffers.stream().mapToInt(content -> buffer(builder, content)).toArray();
        int[] tensorTables =
                tensors.stream().mapToInt(tensor -> tensor(builder, tensor)).toArray();
        int[] callTables = calls.stream().mapToInt(call -> call(builder, call)).toArray();
        int[] codeTables = used.keySet().stream()
                .mapToInt(operator -> code(builder, operator))
                .toArray();
        int subgraph = table(
                builder,
                builder.createVectorOfTables(tensorTables),
                ints(builder, input),
                ints(builder, outputs),
                builder.createVectorOfTables(callTables));
        int codes = builder.createVectorOfTables(codeTables);
        int subgraphs = builder.createVectorOfTables(new int[] {subgraph});
        int allBuffers = builder.createVectorOfTables(bufferTables);
        builder.startTable(5);
        builder.addInt(0, SCHEMA_VERSION, 0);
        builder.addOffset(1, codes, 0);
        builder.addOffset(2, subgraphs, 0);
        builder.addOffset(3, description, 0);
        builder.addOffset(4, allBuffers, 0);
        builder.finish(builder.endTable(), SCHEMA_IDENTIFIER);
        return builder.sizedByteArray();
    }

    private static int buffer(FlatBufferBuilder builder, byte[] content) {
        if (content.length == 0) {
            return table(builder);
        }
        builder.createUnintializedVector(1, content.length, DATA_ALIGNMENT).put(content);
        return table(builder, builder.endVector());
    }

    private static int tensor(FlatBufferBuilder builder, Tensor tensor) {
        int shape = ints(builder, tensor.shape);
        int name = builder.createString(tensor.name);
        builder.startTable(4);
        builder.addOffset(0, shape, 0);
        builder.addByte(1, (byte) tensor.type, 0);
        builder.addInt(2, tensor.buffer, 0);
        builder.addOffset(3, name, 0);
        return builder.endTable();
    }

    private int call(FlatBufferBuilder builder, Call call) {
        int inputs = ints(builder, call.inputs);
        int outputs = ints(builder, call.output);
        call.options.write(builder);
        int options = builder.endTable();
        builder.startTable(5);
        builder.addInt(0, used.getOrDefault(call.operator, 0), 0);
        builder.addOffset(1, inputs, 0);
        builder.addOffset(2, outputs, 0);
        builder.addByte(3, (byte) call.operator.optionsKind, 0);
        builder.addOffset(4, options, 0);
        return builder.endTable();
    }

    private static int code(FlatBufferBuilder builder, Operator operator) {
        builder.startTable(4);
        builder.addByte(0, (byte) operator.code, 0);
        builder.addInt(2, operator.version, 1);
        builder.addInt(3, operator.code, 0);
        return builder.endTable();
    }

    private static int ints(FlatBufferBuilder builder, int... values) {
        builder.startVector(Integer.BYTES, values.length, Integer.BYTES);
        for (int i = values.length - 1; i >= 0; i--) {
            builder.addInt(values[i]);
        }
        return builder.endVector();
    }

    /** A table of nothing but offsets, in the order of its fields. */
    private static int table(FlatBufferBuilder builder, int... offsets) {
        builder.startTable(offsets.length);
        for (int i = 0; i < offsets.length; i++) {
            builder.addOffset(i, offsets[i], 0);
        }
        return builder.endTable();
    }
}
