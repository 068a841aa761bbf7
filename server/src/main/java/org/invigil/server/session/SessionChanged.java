package org.invigil.server.session;

/**
 * Published after the transaction that changed the state or the end of a sitting has committed, once for each change and on the node
 * that made it. It comes of {@link SittingTransitions} alone.
 */
public sealed interface SessionChanged permits SessionStarted, SessionMoved, SessionOver {

    /** As it stands after the change. */
    ExamSession session();
}
