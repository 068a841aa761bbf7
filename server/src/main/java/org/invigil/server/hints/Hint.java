package org.invigil.server.hints;

import java.time.Instant;

/**
 * Something that staff should know of a sitting.
 *
 * @param detail what tells it from others of its kind: a code or a name, at most {@value Hints#MOST_DETAIL_CHARS} characters, perhaps
 *     empty. Never an address, and never a person
 * @param times how often it was noted, 1 and more
 */
public record Hint(HintKind kind, String detail, int times, Instant firstAt, Instant lastAt) {}
