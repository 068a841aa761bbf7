package org.invigil.rules.signal;

/**
 * What the eyes show, apart from the head.
 *
 * @param yawDegrees rotation of the eyes in the head, positive to the person's own left; about +-35
 * @param pitchDegrees rotation of the eyes in the head, positive up; about +-25
 * @param openness 0 (closed) to 1 (wide open), mean of both eyes; a blink is not "looking down"
 * @param confidence 0 to 1; low when the eyes are closed, small, occluded or glaring
 */
public record EyeSignal(double yawDegrees, double pitchDegrees, double openness, double confidence) {}
