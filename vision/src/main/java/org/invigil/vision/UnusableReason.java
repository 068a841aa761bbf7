package org.invigil.vision;

/** Why a picture cannot be judged; given with {@link Presence#UNKNOWN}. */
public enum UnusableReason {
    TOO_DARK,
    OVEREXPOSED,
    COVERED,
    FROZEN
}
