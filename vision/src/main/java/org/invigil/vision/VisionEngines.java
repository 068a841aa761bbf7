package org.invigil.vision;

import org.invigil.vision.haar.HaarEngine;
import org.invigil.vision.mesh.MeshEngine;

/** Opens engines. */
public final class VisionEngines {

    private VisionEngines() {}

    /**
     * Opens an engine with its models and native memory (mesh: about 0.3 s the first time in a process).
     *
     * @throws IllegalStateException if a model is not on the class path or does not load
     */
    public static VisionEngine open(EngineKind kind) {
        return switch (kind) {
            case MESH -> new MeshEngine();
            case HAAR -> new HaarEngine();
        };
    }
}
