package org.invigil.server.analysis;

import java.util.UUID;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.vision.FrameRejectedException;
import org.jspecify.annotations.Nullable;

/** Takes what came of the frames of one lane: on an analysing thread, one at a time, in order. Must not block. */
public interface FrameResults {

    /** The exam session whose frames these are, for the log; null where there is none. */
    default @Nullable UUID sessionId() {
        return null;
    }

    /** A frame was analysed. */
    void analyzed(Frame frame, FrameAnalysis analysis);

    /** A frame could not be analysed. */
    void rejected(Frame frame, FrameRejectedException reason);
}
