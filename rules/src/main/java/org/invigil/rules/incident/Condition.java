package org.invigil.rules.incident;

/** What one frame says about one behaviour. */
public enum Condition {
    HOLDS,
    CLEAR,
    /** The frame does not tell: neither for nor against. */
    UNKNOWN
}
