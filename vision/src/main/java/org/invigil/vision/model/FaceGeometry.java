package org.invigil.vision.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The canonical face that comes with the landmark model: a neutral average face in centimetres, x to the person's left, y up,
 * z out of the face; and those of its points that are stiff and well localised, with weights, for fitting a pose.
 */
public final class FaceGeometry {

    private static final int MESH_FIELD = 1;
    private static final int BASIS_FIELD = 2;
    private static final int VERTEX_FIELD = 3;
    /** Position and texture coordinates. */
    private static final int VALUES_PER_VERTEX = 5;

    /** x, y, z of 468 points. */
    private final double[] points;
    /** Which of them to fit, and how much each counts. */
    private final int[] basis;

    private final double[] weights;

    private FaceGeometry(double[] points, int[] basis, double[] weights) {
        this.points = points;
        this.basis = basis;
        this.weights = weights;
    }

    /** Number of points to fit. */
    public int basisSize() {
        return basis.length;
    }

    /** Index of a point to fit among the landmarks. */
    public int basisIndex(int i) {
        return basis[i];
    }

    /** Coordinate of a point to fit; axis 0 is x, 1 is y, 2 is z. */
    public double basisPoint(int i, int axis) {
        return points[3 * basis[i] + axis];
    }

    /** How much a point to fit counts, above 0. */
    public double weight(int i) {
        return weights[i];
    }

    /** Reads the protocol buffer that the model's package carries. */
    public static FaceGeometry load() {
        Reader reader = new Reader(ModelFile.FACE_GEOMETRY.read());
        double[] vertices = new double[0];
        int[] basis = new int[0];
        double[] weights = new double[0];
        while (reader.next()) {
            if (reader.field == MESH_FIELD) {
                vertices = vertices(reader.nested());
            } else if (reader.field == BASIS_FIELD) {
                Reader entry = reader.nested();
                basis = Arrays.copyOf(basis, basis.length + 1);
                weights = Arrays.copyOf(weights, weights.length + 1);
                while (entry.next()) {
                    if (entry.field == 1) basis[basis.length - 1] = (int) entry.integer;
                    if (entry.field == 2) weights[weights.length - 1] = entry.number;
                }
            }
        }
        if (vertices.length == 0 || basis.length == 0) {
            throw new IllegalStateException("The face geometry file has no mesh or no basis");
        }
        return new FaceGeometry(vertices, basis, weights);
    }

    private static double[] vertices(Reader mesh) {
        double[] values = new double[0];
        int count = 0;
        while (mesh.next()) {
            if (mesh.field == VERTEX_FIELD) {
                if (count == values.length) values = Arrays.copyOf(values, Math.max(64, 2 * count));
                values[count++] = mesh.number;
            }
        }
        double[] points = new double[count / VALUES_PER_VERTEX * 3];
        for (int i = 0; i < count / VALUES_PER_VERTEX; i++) {
            System.arraycopy(values, i * VALUES_PER_VERTEX, points, 3 * i, 3);
        }
        return points;
    }

    /** Walks the fields of a protocol-buffer message; only the wire types that this file has. */
    private static final class Reader {
        private final ByteBuffer bytes;
        private int field;
        private long integer;
        private double number;
        private ByteBuffer message = ByteBuffer.allocate(0);

        Reader(byte[] content) {
            this(ByteBuffer.wrap(content));
        }

        private Reader(ByteBuffer bytes) {
            this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        }

        boolean next() {
            if (!bytes.hasRemaining()) {
                return false;
            }
            long tag = variableInteger();
            field = (int) (tag >> 3);
            switch ((int) (tag & 7)) {
                case 0 -> integer = variableInteger();
                case 2 -> {
                    int length = (int) variableInteger();
                    message = bytes.slice(bytes.position(), length);
                    bytes.position(bytes.position() + length);
                }
                case 5 -> number = bytes.getFloat();
                default -> throw new IllegalStateException("The face geometry file has an unknown wire type");
            }
            return true;
        }

        Reader nested() {
            return new Reader(message);
        }

        private long variableInteger() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte b = bytes.get();
                value |= (long) (b & 0x7F) << shift;
                if (b >= 0) {
                    return value;
                }
            }
        }
    }
}
