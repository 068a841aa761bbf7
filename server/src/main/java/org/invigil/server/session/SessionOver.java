package org.invigil.server.session;

/** A sitting is over: nothing changes it any more. */
public sealed interface SessionOver extends SessionChanged permits SessionSubmitted, SessionEnded {

    /** The final cheat score, 0 (nothing seen) to 100. */
    double cheatScore();
}
