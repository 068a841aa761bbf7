package org.invigil.vision;

import org.invigil.rules.signal.FrameAnalysis;

/**
 * One set of models with its native memory. Confined to one thread at a time; open one a thread and share none.
 * {@link #close()} frees the native memory.
 */
public interface VisionEngine extends AutoCloseable {

    /** Longest edges of a frame, in pixels. */
    int MAX_WIDTH = 1920;

    int MAX_HEIGHT = 1920;

    /** Most pixels of a frame: 1920 x 1080 in either orientation. */
    int MAX_PIXELS = 1920 * 1080;

    EngineKind kind();

    /** A tracker for a new stream of frames. Plain memory: it may be handed to another engine of the same kind. */
    FaceTracker newTracker();

    /**
     * Analyses one frame.
     *
     * @param jpeg a whole JPEG file
     * @param tracker what is known of this stream from its earlier frames; updated by the call
     * @param timeMillis when the frame was taken, in milliseconds on any one clock a stream; a time before the last frame's counts as
     *     that one's
     * @throws FrameRejectedException if the frame cannot be decoded; the tracker is unchanged then
     */
    FrameAnalysis analyze(byte[] jpeg, FaceTracker tracker, long timeMillis) throws FrameRejectedException;

    @Override
    void close();
}
