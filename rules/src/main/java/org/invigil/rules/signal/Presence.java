package org.invigil.rules.signal;

import org.invigil.rules.wire.WireNamed;

/** Whether the person is there. "Hidden" is a person without a visible face; it is never "absent". */
public enum Presence implements WireNamed {
    /** A face is visible. */
    PRESENT,
    /** A person is in view, the face is not: head down over paper, a hand, a cap, turned away. */
    HIDDEN,
    /** Nobody is in view. */
    ABSENT,
    /** The picture does not tell: too dark, overexposed, covered, frozen. Neutral, never held against anyone. */
    UNKNOWN
}
