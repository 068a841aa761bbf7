package org.invigil.vision.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.invigil.vision.convert.SourceGraph.Constant;
import org.invigil.vision.convert.SourceGraph.Node;
import org.invigil.vision.convert.TfliteModel.Operator;

/**
 * NanoDet as its package ships it, made into a TensorFlow Lite model of a fixed input size. The source keeps channels first and transposes
 * around each operator; here channels are last throughout, so that transposes fall away. Of the 80 classes one or two are kept. The
 * package's normalisation and its order of channels (blue first) become part of the model: it takes RGB, 0 to 255.
 */
final class NanoDetModel {

    /** Mean and standard deviation of the channels, red first, in the units of a pixel. */
    private static final float[] MEAN = {123.675f, 116.28f, 103.53f};

    private static final float[] DEVIATION = {58.395f, 57.12f, 57.375f};

    /** Edge in pixels of the square that the source is drawn for. */
    private static final int SOURCE_SIZE = 416;

    private static final int CLASSES = 80;

    /** Channels of a grid behind those of the classes: four times eleven weights of a box's distances. */
    private static final int DISTANCES = 4 * 11;

    /** A model to make: with boxes or by scores alone, and the size of its input, multiples of 32. */
    private enum Made {
        PERSON("person_detection.tflite", true, 320, 256),
        PHONE("phone_detection.tflite", false, 416, 320);

        private final String file;
        private final boolean withBoxes;
        private final int width;
        private final int height;

        Made(String file, boolean withBoxes, int width, int height) {
            this.file = file;
            this.withBoxes = withBoxes;
            this.width = width;
            this.height = height;
        }

        /** What it finds, as COCO counts: persons and the chairs that they are taken for, or "cell phone". */
        private int[] classes() {
            return switch (this) {
                case PERSON -> new int[] {0, 56};
                case PHONE -> new int[] {67};
            };
        }

        /** What is kept of each grid. */
        private int[] channels() {
            return IntStream.concat(
                            IntStream.of(classes()), IntStream.range(CLASSES, CLASSES + (withBoxes ? DISTANCES : 0)))
                    .toArray();
        }
    }

    /** Where each of the three grids leaves the network: the sum of its last convolution and its bias; finest first. */
    private static final List<String> HEADS =
            List.of("PartitionedCall/Add_29", "PartitionedCall/Add_33", "PartitionedCall/Add_37");

    private static final String PICTURE = "input_1";

    private static final byte SAME = 0;
    private static final byte VALID = 1;

    /** A tensor of the new model: one picture, rows, columns, channels. */
    private record Value(int tensor, int height, int width, int channels) {}

    private final SourceGraph source;
    private final int[] channels;
    private final TfliteModel model = new TfliteModel();
    private final Map<String, Value> made = new HashMap<>();
    private final Value picture;

    private NanoDetModel(SourceGraph source, int width, int height, int[] channels) {
        this.source = source;
        this.channels = channels;
        picture = value("rgb", height, width, 3);
        made.put(PICTURE, normalised());
    }

    /**
     * Usage: JSON_FILE WEIGHTS_FILE OUTPUT_FOLDER.
     *
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        SourceGraph source = SourceGraph.read(Path.of(args[0]), Path.of(args[1]));
        Path folder = Files.createDirectories(Path.of(args[2]).toAbsolutePath());
        for (Made made : Made.values()) {
            Files.write(folder.resolve(made.file), convert(source, made));
        }
    }

    /**
     * The model as a file. Its three outputs have a cell for every 8, 16 and 32 pixels of the input; in each stand the scores of the
     * classes before their sigmoid and, where boxes are wanted, four times eleven weights of the distances to the box's left, top, right and
     * bottom.
     */
    private static byte[] convert(SourceGraph source, Made wanted) {
        NanoDetModel made = new NanoDetModel(source, wanted.width, wanted.height, wanted.channels());
        int[] outputs = HEADS.stream()
                .mapToInt(head -> made.head(source.node(head)).tensor)
                .toArray();
        return made.model.toBytes(made.picture.tensor, outputs);
    }

    private Value normalised() {
        float[] scale = new float[3];
        float[] offset = new float[3];
        for (int channel = 0; channel < 3; channel++) {
            scale[channel] = 1 / DEVIATION[channel];
            offset[channel] = -MEAN[channel] / DEVIATION[channel];
        }
        Value scaled = value("scaled", picture.height, picture.width, 3);
        int scales = model.floats("scale", scale, 1, 1, 1, 3);
        model.call(Operator.MUL, TfliteModel.Options.NONE, scaled.tensor, picture.tensor, scales);
        Value normalised = value("normalised", picture.height, picture.width, 3);
        int offsets = model.floats("offset", offset, 1, 1, 1, 3);
        model.call(Operator.ADD, TfliteModel.Options.NONE, normalised.tensor, scaled.tensor, offsets);
        return normalised;
    }

    /** What a node of the source gives, made once. */
    private Value value(String name) {
        Value known = made.get(name);
        if (known != null) {
            return known;
        }
        Node node = source.node(name);
        Value value =
                switch (node.op()) {
                    case "Transpose" -> value(node.input(0)); // between channels first and last: here they are last
                    case "Pad" -> padded(node, Operator.PAD);
                    case "PadV2" -> padded(node, Operator.PADV2);
                    case "Add" -> source.isConstant(node.input(1)) ? convolution(node) : sum(node);
                    case "LeakyRelu" -> leakyRelu(node);
                    case "MaxPool" -> maxPool(node);
                    case "ConcatV2" -> concatenation(node);
                    case "ResizeBilinear" -> resized(node);
                    default -> throw new IllegalArgumentException("Operator " + node.op() + " is not known");
                };
        made.put(name, value);
        return value;
    }

    private Value value(String name, int height, int width, int channels) {
        return new Value(model.tensor(name, 1, height, width, channels), height, width, channels);
    }

    /** The last convolution of a grid, with the channels that are needed. */
    private Value head(Node sum) {
        Node convolution = source.node(sum.input(0));
        Constant kernel = source.constant(convolution.input(1));
        Constant bias = source.constant(sum.input(1));
        int outputs = kernel.shape()[3];
        int kept = channels.length;
        int inputs = kernel.shape()[2];
        float[] keptKernel = new float[inputs * kept];
        float[] keptBias = new float[kept];
        for (int to = 0; to < kept; to++) {
            int from = channels[to];
            keptBias[to] = bias.values()[from];
            for (int i = 0; i < inputs; i++) {
                keptKernel[i * kept + to] = kernel.values()[i * outputs + from];
            }
        }
        return convolution(
                sum.name(),
                convolution,
                new Constant(new int[] {1, 1, inputs, kept}, keptKernel),
                new Constant(new int[] {kept}, keptBias));
    }

    private Value convolution(Node sum) {
        Node convolution = source.node(sum.input(0));
        return convolution(
                sum.name(), convolution, source.constant(convolution.input(1)), source.constant(sum.input(1)));
    }

    private Value convolution(String name, Node convolution, Constant kernel, Constant bias) {
        int size = kernel.shape()[0];
        int inputs = kernel.shape()[2];
        int outputs = kernel.shape()[3];
        int stride = convolution.stride();
        Node before = source.node(convolution.input(0));
        Node pad = before.op().equals("Transpose") ? source.node(before.input(0)) : before;
        // A border of zeros that keeps the size is what "same" means; at a stride of two the border is not where "same"
        // puts it.
        boolean same = stride == 1 && pad.op().equals("Pad") && padding(pad)[2] == size / 2;
        Value from = value(same ? pad.input(0) : convolution.input(0));
        int height = same ? from.height : (from.height - size) / stride + 1;
        int width = same ? from.width : (from.width - size) / stride + 1;
        boolean takesPicture = pad.op().equals("Pad") && pad.input(0).equals(PICTURE);
        Value value = value(name, height, width, outputs);
        model.call(
                Operator.CONV_2D,
                options -> {
                    options.startTable(3);
                    options.addByte(0, same ? SAME : VALID, 0);
                    options.addInt(1, stride, 0);
                    options.addInt(2, stride, 0);
                },
                value.tensor,
                from.tensor,
                model.floats(name + "/kernel", outputFirst(kernel, takesPicture), outputs, size, size, inputs),
                model.floats(name + "/bias", bias.values(), outputs));
        return value;
    }

    /** Rows, columns, inputs, outputs to outputs, rows, columns, inputs; the input's channels the other way round where they are colours. */
    private static float[] outputFirst(Constant kernel, boolean reversed) {
        int inputs = kernel.shape()[2];
        int outputs = kernel.shape()[3];
        int cells = kernel.shape()[0] * kernel.shape()[1];
        float[] values = new float[kernel.values().length];
        for (int cell = 0; cell < cells; cell++) {
            for (int in = 0; in < inputs; in++) {
                int to = reversed ? inputs - 1 - in : in;
                for (int out = 0; out < outputs; out++) {
                    values[(out * cells + cell) * inputs + to] = kernel.values()[(cell * inputs + in) * outputs + out];
                }
            }
        }
        return values;
    }

    /** First and last border of rows and columns: of the source's four dimensions the last two, each with both its ends. */
    private int[] padding(Node pad) {
        float[] values = source.constant(pad.input(1)).values();
        return new int[] {(int) values[4], (int) values[5], (int) values[6], (int) values[7]};
    }

    private Value padded(Node pad, Operator operator) {
        Value from = value(pad.input(0));
        int[] edges = padding(pad);
        Value value =
                value(pad.name(), from.height + edges[0] + edges[1], from.width + edges[2] + edges[3], from.channels);
        int border = model.integers(
                pad.name() + "/border", new int[] {0, 0, edges[0], edges[1], edges[2], edges[3], 0, 0}, 4, 2);
        if (operator == Operator.PAD) {
            model.call(operator, TfliteModel.Options.NONE, value.tensor, from.tensor, border);
        } else {
            int content = model.floats(
                    pad.name() + "/content", source.constant(pad.input(2)).values(), 1);
            model.call(operator, TfliteModel.Options.NONE, value.tensor, from.tensor, border, content);
        }
        return value;
    }

    private Value sum(Node node) {
        Value one = value(node.input(0));
        Value other = value(node.input(1));
        Value value = value(node.name(), one.height, one.width, one.channels);
        model.call(Operator.ADD, TfliteModel.Options.NONE, value.tensor, one.tensor, other.tensor);
        return value;
    }

    private Value leakyRelu(Node node) {
        Value from = value(node.input(0));
        float alpha = node.attributes().required("alpha").required("f").floatValue();
        Value value = value(node.name(), from.height, from.width, from.channels);
        model.call(
                Operator.LEAKY_RELU,
                options -> {
                    options.startTable(1);
                    options.addFloat(0, alpha, 0);
                },
                value.tensor,
                from.tensor);
        return value;
    }

    private Value maxPool(Node node) {
        Value from = value(node.input(0));
        int stride = node.stride();
        int size = node.attributes()
                .required("ksize")
                .required("list")
                .required("i")
                .required(1)
                .asInt();
        Value value =
                value(node.name(), (from.height - size) / stride + 1, (from.width - size) / stride + 1, from.channels);
        model.call(
                Operator.MAX_POOL_2D,
                options -> {
                    options.startTable(5);
                    options.addByte(0, VALID, 0);
                    options.addInt(1, stride, 0);
                    options.addInt(2, stride, 0);
                    options.addInt(3, size, 0);
                    options.addInt(4, size, 0);
                },
                value.tensor,
                from.tensor);
        return value;
    }

    private Value concatenation(Node node) {
        Value[] parts = node.inputs().subList(0, node.inputs().size() - 1).stream()
                .map(this::value)
                .toArray(Value[]::new);
        int channels = Arrays.stream(parts).mapToInt(Value::channels).sum();
        Value value = value(node.name(), parts[0].height, parts[0].width, channels);
        model.call(
                Operator.CONCATENATION,
                options -> {
                    options.startTable(1);
                    options.addInt(0, 3, 0);
                },
                value.tensor,
                Arrays.stream(parts).mapToInt(Value::tensor).toArray());
        return value;
    }

    /** To another grid's size; the source gives it for its own input. */
    private Value resized(Node node) {
        Value from = value(node.input(0));
        Constant size = source.constant(node.input(1));
        int height = size.whole(0) * picture.height / SOURCE_SIZE;
        int width = size.whole(1) * picture.width / SOURCE_SIZE;
        Value value = value(node.name(), height, width, from.channels);
        model.call(
                Operator.RESIZE_BILINEAR,
                options -> {
                    options.startTable(4);
                    options.addBoolean(3, true, false); // points at the centres of pixels
                },
                value.tensor,
                from.tensor,
                model.integers(node.name() + "/size", new int[] {height, width}, 2));
        return value;
    }
}
