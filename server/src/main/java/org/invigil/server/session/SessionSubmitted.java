package org.invigil.server.session;

/**
 * A sitting was submitted, by its student or by time.
 *
 * @param cheatScore the final cheat score, 0 (nothing seen) to 100
 */
public record SessionSubmitted(ExamSession session, double cheatScore) implements SessionOver {}
