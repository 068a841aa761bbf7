package org.invigil.vision.inference;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.invigil.vision.mesh.FaceGeometry;
import org.invigil.vision.model.ModelFile;

/** The file with the canonical face that comes with the landmark model. */
public final class FaceGeometryFile {

    private static final int END = 0;
    private static final int MESH = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int MESH_VERTEX = 3 << 3 | WireFormat.WIRETYPE_FIXED32;
    private static final int BASIS = 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int BASIS_INDEX = 1 << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int BASIS_WEIGHT = 2 << 3 | WireFormat.WIRETYPE_FIXED32;
    /** Position and texture coordinates. */
    private static final int VALUES_PER_VERTEX = 5;

    private FaceGeometryFile() {}

    /** Reads the protocol buffer that the model's package carries. */
    public static FaceGeometry read() {
        try {
            return read(CodedInputStream.newInstance(ModelFile.FACE_GEOMETRY.read()));
        } catch (IOException e) {
            throw new IllegalStateException("The face geometry file is no protocol buffer", e);
        }
    }

    private static FaceGeometry read(CodedInputStream file) throws IOException {
        List<Float> vertices = new ArrayList<>();
        List<Integer> basis = new ArrayList<>();
        List<Float> weights = new ArrayList<>();
        fields(file, tag -> {
            switch (tag) {
                case MESH ->
                    message(file, field -> {
                        switch (field) {
                            case MESH_VERTEX -> vertices.add(file.readFloat());
                            default -> file.skipField(field);
                        }
                    });
                case BASIS ->
                    message(file, field -> {
                        switch (field) {
                            case BASIS_INDEX -> basis.add(file.readUInt32());
                            case BASIS_WEIGHT -> weights.add(file.readFloat());
                            default -> file.skipField(field);
                        }
                    });
                default -> file.skipField(tag);
            }
        });
        if (vertices.isEmpty() || basis.isEmpty() || basis.size() != weights.size()) {
            throw new IllegalStateException("The face geometry file has no mesh or no basis");
        }
        return new FaceGeometry(
                points(vertices),
                basis.stream().mapToInt(Integer::intValue).toArray(),
                weights.stream().mapToDouble(Float::doubleValue).toArray());
    }

    /** Positions alone, without texture coordinates. */
    private static double[] points(List<Float> vertices) {
        double[] points = new double[vertices.size() / VALUES_PER_VERTEX * 3];
        for (int i = 0; i < points.length; i++) {
            points[i] = vertices.get(i / 3 * VALUES_PER_VERTEX + i % 3);
        }
        return points;
    }

    private interface FieldReader {

        /** Takes the value of a field in, or skips it. */
        void read(int tag) throws IOException;
    }

    private static void message(CodedInputStream file, FieldReader reader) throws IOException {
        int outer = file.pushLimit(file.readRawVarint32());
        fields(file, reader);
        file.popLimit(outer);
    }

    private static void fields(CodedInputStream message, FieldReader reader) throws IOException {
        for (int tag = message.readTag(); tag != END; tag = message.readTag()) {
            reader.read(tag);
        }
    }
}
