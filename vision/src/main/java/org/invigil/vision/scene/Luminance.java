package org.invigil.vision.scene;

import org.invigil.rules.signal.UnusableReason;
import org.jspecify.annotations.Nullable;

/**
 * How light and how sharp a picture is, by a grid of its points.
 *
 * @param mean mean luminance, 0 (black) to 255 (white), by the weights of ITU-R BT.601
 * @param spread standard deviation of the luminance, 0 to about 127
 * @param darkFraction share of points darker than {@value #DARK_BELOW}, 0 to 1
 * @param brightFraction share of points of {@value #BRIGHT_FROM} or more, 0 to 1
 * @param edgeEnergy mean absolute difference of a point to its neighbours {@value #NEIGHBOUR_PIXELS} pixels right and
 *     below; near 0 where nothing in the picture is in focus
 */
public record Luminance(double mean, double spread, double darkFraction, double brightFraction, double edgeEnergy) {

    /** Luminance under which a point is dark. */
    public static final int DARK_BELOW = 24;
    /** Luminance from which a point is bright. */
    public static final int BRIGHT_FROM = 245;
    /** How far the neighbours are to which a point is compared. */
    public static final int NEIGHBOUR_PIXELS = 2;

    /** So many points are dark that no face could be told from the background. */
    private static final double TOO_DARK_FRACTION = 0.95;

    /** So many points are clipped white that a face in the middle has lost its features. */
    private static final double OVEREXPOSED_FRACTION = 0.70;

    /** A lens covered by a finger, tape or a shutter gives one smooth surface: neither contrast nor any edge. */
    private static final double COVERED_SPREAD = 16;

    private static final double COVERED_EDGE_ENERGY = 1.0;

    /**
     * Why nobody could be seen in a picture of such light, or null if its light is no reason. Ask it only where no face
     * was found: a face that was found has answered the question.
     */
    public @Nullable UnusableReason unusableReason() {
        if (darkFraction >= TOO_DARK_FRACTION) {
            return UnusableReason.TOO_DARK;
        }
        if (brightFraction >= OVEREXPOSED_FRACTION) {
            return UnusableReason.OVEREXPOSED;
        }
        if (spread < COVERED_SPREAD && edgeEnergy < COVERED_EDGE_ENERGY) {
            return UnusableReason.COVERED;
        }
        return null;
    }
}
