package org.invigil.server.session;

/** The student has checked in, waits, is paused or goes on, or the time has another end. */
public record SessionMoved(ExamSession session) implements SessionChanged {}
