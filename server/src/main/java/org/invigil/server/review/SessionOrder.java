package org.invigil.server.review;

import org.invigil.rules.wire.WireNamed;

/** In which order sessions are listed. What is equal stands newest first, then by id: no session is on two pages. */
enum SessionOrder implements WireNamed {
    NEWEST,
    /** Highest first; the score so far of those that are running. */
    CHEAT_SCORE
}
