package org.invigil.vision;

import org.invigil.rules.wire.WireNamed;

/** Which engine looks at the frames. */
public enum EngineKind implements WireNamed {
    /** BlazeFace, face mesh, person segmentation on TensorFlow Lite. The default. */
    MESH,
    /** OpenCV's Haar cascades (face, profile, eyes), as first asked for. The yardstick. */
    HAAR
}
