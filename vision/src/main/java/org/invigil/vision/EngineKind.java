package org.invigil.vision;

/** Which engine looks at the frames. */
public enum EngineKind {
    /** BlazeFace, face mesh, person segmentation on TensorFlow Lite. The default. */
    MESH,
    /** OpenCV's Haar cascades (face, profile, eyes), as first asked for. The yardstick. */
    HAAR
}
