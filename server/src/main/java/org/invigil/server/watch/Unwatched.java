package org.invigil.server.watch;

import java.time.Instant;

/**
 * What a student's page is told while the sitting is not watched.
 *
 * @param since when it began
 * @param message what to do about it, in plain words
 */
public record Unwatched(Instant since, String message) {}
