package org.invigil.server.watch;

/**
 * How much of many sittings was watched.
 *
 * @param measured of the sittings those of which it was measured; the rest are from before
 * @param mostlyUnwatched of these those of which less than half was watched
 * @param total over all of them
 */
public record ExamWatching(long measured, long mostlyUnwatched, Watching total) {}
