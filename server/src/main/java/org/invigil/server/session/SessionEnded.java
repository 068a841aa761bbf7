package org.invigil.server.session;

/**
 * A sitting was ended by somebody else than its student, with a reason.
 *
 * @param cheatScore the final cheat score, 0 (nothing seen) to 100
 */
public record SessionEnded(ExamSession session, double cheatScore) implements SessionOver {}
