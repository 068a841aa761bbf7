package org.invigil.server.session;

/**
 * Published after the transaction that closed a session has committed.
 *
 * @param cheatScore the final cheat score, 0 (nothing seen) to 100
 */
public record SessionSubmitted(ExamSession session, double cheatScore) {}
