package org.invigil.server.session;

/** The clock of a sitting has started. */
public record SessionStarted(ExamSession session) implements SessionChanged {}
