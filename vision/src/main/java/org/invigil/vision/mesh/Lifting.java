package org.invigil.vision.mesh;

import org.invigil.vision.scene.Luminance;

/** By how much a picture is made brighter before it is searched for faces or persons again. */
final class Lifting {

    /** Mean luminance that a dark picture is lifted to, and the most it is lifted by. */
    private static final double LIFTED_MEAN = 110;

    private static final double MAX_GAIN = 6;

    /** What a bright picture is lifted by: faces against a window are about this much darker than lit ones. */
    private static final double BACKLIGHT_GAIN = 2.2;

    private Lifting() {}

    /** For a dark picture; 1 for any other. */
    static double ofDark(Luminance light) {
        return isDark(light) ? Math.min(MAX_GAIN, LIFTED_MEAN / Math.max(1, light.mean())) : 1;
    }

    /** For faces in a picture that is dark as a whole, or bright behind them. */
    static double ofFaces(Luminance light) {
        return isDark(light) ? ofDark(light) : BACKLIGHT_GAIN;
    }

    private static boolean isDark(Luminance light) {
        return light.mean() < LIFTED_MEAN / 1.5;
    }
}
