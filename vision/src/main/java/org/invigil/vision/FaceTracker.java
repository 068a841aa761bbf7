package org.invigil.vision;

/**
 * What an engine remembers of one stream of frames between calls. Opaque to callers, bounded in size, not thread-safe;
 * plain Java memory without native handles.
 */
public interface FaceTracker {

    /**
     * Whether the engine is to look at every frame from now on, and hold no pose of an earlier one: something counts at the moment. An engine
     * that always does takes no notice.
     */
    default void lookClosely(boolean closely) {}

    /**
     * Whether phones are looked for in this stream from now on, now and then; not so at first. An engine that knows none leaves it: its
     * analyses then never tell of one.
     */
    default void lookForPhones(boolean wanted) {}
}
