package org.invigil.rules.policy;

import java.util.Locale;

/** What a policy allows that somebody who looks at a session would otherwise wonder at. Named as in {@link Policy}. */
public enum Accommodation {
    /** Written on paper: a bent head and a look down are part of the work. */
    PAPER_EXAM,
    MAY_LOOK_DOWN,
    /** Lips may move. */
    MAY_READ_ALOUD;

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
