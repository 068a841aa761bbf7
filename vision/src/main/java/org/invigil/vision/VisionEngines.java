package org.invigil.vision;

import org.invigil.vision.haar.HaarEngine;
import org.invigil.vision.image.JpegDecoder;
import org.invigil.vision.inference.NativeNetworks;
import org.invigil.vision.mesh.MeshEngine;

/** Opens engines. */
public final class VisionEngines {

    private VisionEngines() {}

    /**
     * Begins to load the native libraries that every engine needs, on a thread of its own, for a caller that has something else
     * to do before it opens the first one. What does not load is told by {@link #open}.
     */
    public static void prepare() {
        Thread.ofPlatform().name("vision-prepare").daemon().start(() -> {
            try {
                JpegDecoder.prepare();
            } catch (LinkageError e) {
                // Remembered by the JVM: the first engine fails with it.
            }
        });
    }

    /**
     * Opens an engine with its models and native memory (mesh: about 0.3 s the first time in a process).
     *
     * @throws IllegalStateException if a model is not on the class path or does not load
     */
    public static VisionEngine open(EngineKind kind) {
        return switch (kind) {
            case MESH -> new MeshEngine(new NativeNetworks());
            case HAAR -> new HaarEngine();
        };
    }
}
