package org.invigil.vision;

/**
 * What an engine remembers of one stream of frames between calls. Opaque to callers, bounded in size, not thread-safe;
 * plain Java memory without native handles.
 */
public interface FaceTracker {}
