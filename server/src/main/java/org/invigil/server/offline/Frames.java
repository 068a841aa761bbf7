package org.invigil.server.offline;

import org.jspecify.annotations.Nullable;

/** The pictures of a video, upright, one after the other. */
interface Frames extends AutoCloseable {

    /**
     * The next frame, valid until the next call; null after the last one.
     *
     * @throws UnreadableMediaException if it cannot be decoded
     */
    @Nullable
    Picture next() throws UnreadableMediaException;

    /** Time of the last frame since the first one, in milliseconds. */
    long timeMillis();

    /** Whether a single frame of this format makes an image instead of a video. */
    boolean isStillFormat();

    @Override
    void close();
}
