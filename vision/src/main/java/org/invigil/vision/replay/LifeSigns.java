package org.invigil.vision.replay;

import java.util.Arrays;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.HeadPose;
import org.jspecify.annotations.Nullable;

/**
 * What a living face does and a picture of one does not, over the last 40 seconds at 5 looks a second: the head turns a little, however still its owner
 * sits, and the lids open and close. All four are told from where a face's points lie against each other, so that a picture that is shifted,
 * shaken or enlarged has none of them.
 */
final class LifeSigns {

    private static final int KEPT = 200;

    /** Time over which angles are smoothed, in milliseconds: landmarks tremble with the camera's noise. */
    private static final double SMOOTHING_MILLIS = 600;

    /** Range of yaw, pitch and roll in degrees, and of the eyes' openness, from which there is life (docs/vision.md). */
    private static final double[] ALIVE = {1, 1, 1, 0.2};

    /** Share of the looks at either end of a range that is left out of it: a single misplaced landmark is no life. */
    private static final double OUTLIERS = 0.02;

    private static final int EYES = 3;

    private final float[][] kept = new float[ALIVE.length][KEPT];
    private final double[] smooth = new double[EYES];
    private int next;
    private int count;

    /** Takes note of a face. */
    void looked(HeadPose pose, @Nullable EyeSignal eyes, long elapsedMillis) {
        double share = count == 0 ? 1 : 1 - Math.exp(-elapsedMillis / SMOOTHING_MILLIS);
        double[] angles = {pose.yawDegrees(), pose.pitchDegrees(), pose.rollDegrees()};
        for (int i = 0; i < EYES; i++) {
            smooth[i] += share * (angles[i] - smooth[i]);
            kept[i][next] = (float) smooth[i];
        }
        kept[EYES][next] = eyes == null ? Float.NaN : (float) eyes.openness();
        next = (next + 1) % KEPT;
        count = Math.min(KEPT, count + 1);
    }

    /** How much life there is: the most of its signs, 1 where that is just life. */
    double life() {
        double most = 0;
        for (int sign = 0; sign < ALIVE.length; sign++) {
            most = Math.max(most, range(kept[sign]) / ALIVE[sign]);
        }
        return most;
    }

    /** Eyes that cannot be told have no range: they sort to the end, and count as none. */
    private double range(float[] values) {
        float[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        int told = sorted.length;
        while (told > 0 && Float.isNaN(sorted[told - 1])) {
            told--;
        }
        if (told == 0) {
            return 0;
        }
        int out = (int) (OUTLIERS * told);
        return sorted[told - 1 - out] - sorted[out];
    }
}
