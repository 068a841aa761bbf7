package org.invigil.server.watch;

/** {@code unwatched} has begun or ended, and is stored so: the student's pages have to know. */
public record UnwatchedNews() {}
