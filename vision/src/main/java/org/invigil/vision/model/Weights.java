package org.invigil.vision.model;

import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorflowlite.FlatBufferModel;

/**
 * The weights of one network in native memory, shared by all interpreters of the process. They live as long as the process:
 * interpreters keep pointers into them.
 */
final class Weights {

    private static final Map<ModelFile, Weights> LOADED = new EnumMap<>(ModelFile.class);

    /** Held only so that the garbage collector does not free what {@link #model} points into. */
    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // reachability is the purpose
    private final BytePointer bytes;

    private final FlatBufferModel model;

    private Weights(ModelFile file) {
        byte[] content = file.read();
        bytes = new BytePointer(content.length);
        bytes.put(content);
        model = FlatBufferModel.BuildFromBuffer(bytes, content.length);
        if (model == null || model.isNull()) {
            throw new IllegalStateException(file + " is no TensorFlow Lite model");
        }
    }

    static FlatBufferModel load(ModelFile file) {
        synchronized (LOADED) {
            return LOADED.computeIfAbsent(file, Weights::new).model;
        }
    }
}
