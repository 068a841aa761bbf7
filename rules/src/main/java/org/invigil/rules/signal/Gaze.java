package org.invigil.rules.signal;

import org.invigil.rules.wire.WireNamed;

/** Where the line of sight (head and eyes together) points, in the person's own terms: left is the person's left. */
public enum Gaze implements WireNamed {
    CENTER,
    LEFT,
    RIGHT,
    UP,
    DOWN,
    UNKNOWN
}
