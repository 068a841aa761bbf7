package org.invigil.rules.sight;

/**
 * What counts of a look: its angles, excused by the baseline and as far as they are certain.
 *
 * @param yawDegrees of head and eyes together, positive to the person's own left
 * @param pitchDegrees of head and eyes together, positive up
 * @param head what the head alone does
 */
public record Look(double yawDegrees, double pitchDegrees, HeadTurn head) {}
