package org.invigil.server.review;

/** In which order sessions are listed. What is equal stands newest first, then by id: no session is on two pages. */
enum SessionOrder {
    NEWEST,
    /** Highest first; the score so far of those that are running. */
    CHEAT_SCORE
}
