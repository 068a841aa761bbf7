package org.invigil.rules.signal;

/** Where the line of sight (head and eyes together) points, in the person's own terms: left is the person's left. */
public enum Gaze {
    CENTER,
    LEFT,
    RIGHT,
    UP,
    DOWN,
    UNKNOWN
}
