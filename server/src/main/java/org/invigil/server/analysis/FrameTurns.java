package org.invigil.server.analysis;

import java.util.UUID;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.vision.FrameRejectedException;
import org.jspecify.annotations.Nullable;

/** What is done with the frames of one lane: on an analysing thread, one at a time, in order. Must not block. */
public interface FrameTurns {

    /** The engine that looks at frames in this turn. */
    interface Look {

        /**
         * Analyses the frame. Whatever else it throws is the engine's own failure: let it pass, the analyser knows what to do.
         *
         * @throws FrameRejectedException if the frame cannot be analysed
         */
        FrameAnalysis at(Frame frame) throws FrameRejectedException;
    }

    /** The exam session whose frames these are, for the log; null where there is none. */
    default @Nullable UUID sessionId() {
        return null;
    }

    /** Whether phones are to be looked for in these frames. */
    default boolean looksForPhones() {
        return false;
    }

    /** A frame has its turn. */
    void turn(Frame frame, Look look);
}
