package org.invigil.vision.haar;

/**
 * Both eyes of a face.
 *
 * @param imageLeft the eye that is further left in the picture: the person's right
 * @param imageRight the eye that is further right in the picture
 * @param pupilX how far the dark of the pupils lies to the image's right of the eyes' middles, in eye widths, about
 *     +-0.3
 * @param pupilY how far it lies below the eyes' middles, in eye heights
 */
record EyePair(Box imageLeft, Box imageRight, double pupilX, double pupilY) {}
