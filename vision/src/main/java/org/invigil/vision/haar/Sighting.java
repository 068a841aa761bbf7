package org.invigil.vision.haar;

/**
 * One face and which cascades fired on it.
 *
 * @param box the frontal hit where there is one, else the profile's
 * @param frontal the frontal cascade fired
 * @param towardImageLeft the profile cascade fired on a face that looks to the image's left
 * @param towardImageRight the profile cascade fired on a face that looks to the image's right
 */
record Sighting(Box box, boolean frontal, boolean towardImageLeft, boolean towardImageRight) {

    /** The same face, with what another cascade saw of it; the frontal box is the steadier one and stays. */
    Sighting with(Sighting other) {
        return new Sighting(
                frontal || !other.frontal ? box : other.box,
                frontal || other.frontal,
                towardImageLeft || other.towardImageLeft,
                towardImageRight || other.towardImageRight);
    }
}
