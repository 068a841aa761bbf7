package org.invigil.vision.image;

import static org.bytedeco.opencv.global.opencv_core.setNumThreads;

import org.invigil.vision.natives.Presets;

/** Sets OpenCV up for this process. */
final class OpenCv {

    static {
        Presets.prepare();
        // Engines are spread over threads one a thread; OpenCV must not spread one engine's work a second time.
        setNumThreads(1);
    }

    private OpenCv() {}

    /** Does the set-up once, whoever comes first. */
    static void prepare() {}
}
