package org.invigil.rules.signal;

/**
 * One frame's signals and when it arrived.
 *
 * @param atMillis by the server's clock, milliseconds since 1970
 */
public record TimedSignal(long atMillis, FrameSignal signal) {}
