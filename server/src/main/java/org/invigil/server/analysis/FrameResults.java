package org.invigil.server.analysis;

import org.invigil.vision.FrameAnalysis;
import org.invigil.vision.FrameRejectedException;

/** Takes what came of the frames of one lane: on an analysing thread, one at a time, in order. Must not block. */
public interface FrameResults {

    /** A frame was analysed. */
    void analyzed(Frame frame, FrameAnalysis analysis);

    /** A frame could not be analysed. */
    void rejected(Frame frame, FrameRejectedException reason);
}
