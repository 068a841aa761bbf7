package org.invigil.rules.signal;

/**
 * Rotation of the head against the line of sight from the camera to the face, in degrees: a face that looks into the lens has none,
 * wherever in the picture it is.
 *
 * @param yawDegrees positive when the person turns to their own left (image right, unmirrored); within +-90
 * @param pitchDegrees positive when the person looks up; within +-90
 * @param rollDegrees positive when the head tilts to the person's own left shoulder; within +-180
 * @param confidence 0 (a guess) to 1 (as sure as the engine gets)
 * @param uncertaintyDegrees by how much yaw and pitch may be off because the face has too few pixels; 0 for a face of full size
 */
public record HeadPose(
        double yawDegrees, double pitchDegrees, double rollDegrees, double confidence, double uncertaintyDegrees) {

    /** Of a face with pixels enough. */
    public HeadPose(double yawDegrees, double pitchDegrees, double rollDegrees, double confidence) {
        this(yawDegrees, pitchDegrees, rollDegrees, confidence, 0);
    }
}
