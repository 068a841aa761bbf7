package org.invigil.rules.signal;

/** Why a picture cannot be judged; given with {@link Presence#UNKNOWN}. */
public enum UnusableReason {
    TOO_DARK,
    OVEREXPOSED,
    COVERED,
    FROZEN
}
