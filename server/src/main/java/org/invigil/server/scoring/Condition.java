package org.invigil.server.scoring;

/** What one frame says about one behaviour. */
enum Condition {
    HOLDS,
    CLEAR,
    /** The frame does not tell: neither for nor against. */
    UNKNOWN
}
