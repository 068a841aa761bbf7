package org.invigil.vision.mesh;

import java.util.ArrayList;
import java.util.List;
import org.invigil.vision.EyeSignal;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameAnalysis;
import org.invigil.vision.image.FrameFingerprint;
import org.jspecify.annotations.Nullable;

/** What the engine knows of one stream. Regions are in fractions of the picture's width, so that its size may change. */
final class MeshTracker implements FaceTracker {

    /** Most faces followed beside the main one; more people than that change nothing for an exam. */
    static final int MAX_OTHERS = 3;

    /** A face beside the main one. */
    static final class Other {
        Region region;
        /** Looks that confirmed it, and looks in a row that did not. */
        int hits;

        int misses;
        /** Seen often enough to be a person, not a picture that flew by. */
        boolean counted;

        Other(Region region, boolean counted) {
            this.region = region;
            this.counted = counted;
            this.hits = 1;
        }
    }

    @Nullable
    Region face;

    final List<Other> others = new ArrayList<>(MAX_OTHERS);

    /** Frames looked at, repeated ones not counted. */
    long frames;
    /** Frames in a row without a face. */
    int framesWithoutFace;
    /** Brightness gain at which the face was found. */
    double gain = 1;

    /** The eyes as last read, and how many frames ago. */
    @Nullable
    EyeSignal eyes;

    int eyesAge;

    /** Yaw and pitch of the head when the eyes were read, and how far it has turned since, in degrees. */
    double eyesHeadYaw;

    double eyesHeadPitch;
    double turnedSinceEyes;

    @Nullable
    FrameFingerprint lastFrame;

    @Nullable
    FrameAnalysis lastAnalysis;
    /** How often the last frame was repeated. */
    int repeats;

    int countedOthers() {
        int count = 0;
        for (Other other : others) {
            count += other.counted ? 1 : 0;
        }
        return count;
    }
}
