package org.invigil.vision.haar;

import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameAnalysis;
import org.invigil.vision.image.FrameFingerprint;
import org.jspecify.annotations.Nullable;

/** The last frame and what it showed: cascades look at every new frame afresh. */
final class HaarTracker implements FaceTracker {

    @Nullable
    FrameFingerprint lastFrame;

    @Nullable
    FrameAnalysis lastAnalysis;
}
