package org.invigil.vision.mesh;

import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameAnalysis;
import org.invigil.vision.image.FrameFingerprint;
import org.jspecify.annotations.Nullable;

/** What the engine knows of one stream. Regions are in fractions of the picture's width, so that its size may change. */
final class MeshTracker implements FaceTracker {
    @Nullable
    Region face;

    @Nullable
    FrameFingerprint lastFrame;

    @Nullable
    FrameAnalysis lastAnalysis;

    int repeats;
}
