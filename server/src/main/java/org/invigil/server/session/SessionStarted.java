package org.invigil.server.session;

/** Published after the transaction that stored a new session has committed. */
public record SessionStarted(ExamSession session) {}
