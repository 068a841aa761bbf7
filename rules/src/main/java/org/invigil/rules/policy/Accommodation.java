package org.invigil.rules.policy;

import org.invigil.rules.wire.WireNamed;

/** What a policy allows that somebody who looks at a session would otherwise wonder at. Named as in {@link Policy}. */
public enum Accommodation implements WireNamed {
    /** Written on paper: a bent head and a look down are part of the work. */
    PAPER_EXAM,
    MAY_LOOK_DOWN,
    /** Lips may move. */
    MAY_READ_ALOUD,
    /** The head need not be turned when that is asked. */
    MAY_KEEP_STILL
}
