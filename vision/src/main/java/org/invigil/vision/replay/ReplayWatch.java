package org.invigil.vision.replay;

import java.util.Arrays;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.PersonBox;
import org.invigil.vision.scene.Thumbnail;
import org.jspecify.annotations.Nullable;

/**
 * Whether a face in one stream is replayed: a recording in a loop, or a photo. Two things must come together. Nothing is new: for half a
 * minute no look at the face has shown what had not been there before, to within the camera's noise; somebody who lives shows something
 * new in most looks, however calm. And there is proof of a replay: the picture's course repeats with a period though it moves, or the
 * face shows no sign of life. Who only holds still has neither, and what cannot be told is told as 0. How the limits came about
 * stands in docs/vision.md. Not thread-safe.
 */
public final class ReplayWatch {

    /** Faces are looked at so often, less what frames of 30 a second may be off by. */
    private static final long LOOK_MILLIS = 190;

    /** One look stands for no more time than this: after a gap a single picture must not outweigh all before it. */
    private static final long MOST_MILLIS = 1_000;

    /** What there is to say is said so often. */
    private static final long TELL_MILLIS = 2_000;

    /** Less long ago everything looks alike. */
    private static final long RECENT_MILLIS = 450;

    /** Looks after which noise is known, and after which there is something to say about repetition and about life. */
    private static final int NOISE_LOOKS = 25;

    private static final int REPETITION_LOOKS = 60;
    private static final int LIFE_LOOKS = 150;

    /** Times the noise, from which a picture is none of those before; pictures of stills and loops stay below 2.3 of it. */
    private static final double NEW = 6;

    /** The share of new pictures is a mean over so long. */
    private static final double NEW_MILLIS = 10_000;

    /** Share of new pictures from which nothing is replayed, and up to which everything may be. */
    private static final double NEW_SHARE = 0.3;

    private static final double OLD_SHARE = 0.1;

    /** Times the noise, that may be left of a picture's movement after a period. */
    private static final double LEFT_NOISE = 4;

    /** Misfit of a period from which nothing repeats, and from which it does beyond doubt. */
    private static final double LIVE_MISFIT = 0.16;

    private static final double LOOP_MISFIT = 0.02;

    /** Amount of life from which a face lives, and below which it does not beyond doubt. */
    private static final double LIVING = 1.75;

    private static final double LIFELESS = 0.75;

    /** No recording is more certain than this: a picture is no proof of what stood before a camera. */
    private static final double MOST_CERTAIN = 0.95;

    /** Median of absolute differences of two normal values, in standard deviations of one. */
    private static final double MEDIAN_DIFFERENCE = 0.6745 * Math.sqrt(2);

    /** Never so far: the first look is due at once. */
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final PastPictures past = new PastPictures();
    private final Repetition repetition = new Repetition();
    private final LifeSigns life = new LifeSigns();
    private final float[] differences = new float[PastPictures.KEPT];
    private float[] last = new float[0];
    private int looks;
    private double noise;
    private double newShare = 1;
    private double nearest;
    private long lookedAtMillis = NEVER;
    private long toldAtMillis = NEVER;

    /** Whether to look in this frame. */
    public boolean isDue(long nowMillis) {
        return nowMillis - lookedAtMillis >= LOOK_MILLIS;
    }

    /**
     * A look that was due, at a frame with a face.
     *
     * @param face in fractions of the picture
     * @param eyes null where they cannot be told
     * @return how certain a replay is, 0 to 1; null where there is nothing to say in this frame: every 2 seconds there is, once
     *     there have been enough looks
     */
    public @Nullable Double looked(
            Thumbnail frame, PersonBox face, HeadPose pose, @Nullable EyeSignal eyes, long nowMillis) {
        long elapsed = looks == 0 ? 0 : Math.min(MOST_MILLIS, nowMillis - lookedAtMillis);
        lookedAtMillis = nowMillis;
        float[] cells = Cells.of(frame);
        int[] around = Cells.around(face);
        if (looks > 0) {
            differences[(looks - 1) % differences.length] = difference(cells, last, around);
        }
        last = cells;
        looks++;
        life.looked(pose, eyes, elapsed);
        past.add(cells, nowMillis);
        compare(around, elapsed);
        if (nowMillis - toldAtMillis < TELL_MILLIS || looks < NOISE_LOOKS) {
            return null;
        }
        toldAtMillis = nowMillis;
        noise = noise();
        return looks < REPETITION_LOOKS ? null : confidence();
    }

    private void compare(int[] around, long elapsed) {
        nearest = Double.POSITIVE_INFINITY;
        repetition.begin(elapsed);
        past.compareNewest(around, RECENT_MILLIS, (from, to, distance) -> {
            nearest = Math.min(nearest, distance);
            repetition.distance(from, to, distance);
        });
        repetition.end(elapsed);
        if (noise > 0) {
            boolean isNew = nearest > NEW * noise;
            newShare += (1 - Math.exp(-elapsed / NEW_MILLIS)) * ((isNew ? 1 : 0) - newShare);
        }
    }

    private double confidence() {
        double old = Math.clamp((NEW_SHARE - newShare) / (NEW_SHARE - OLD_SHARE), 0, 1);
        double misfit = Math.max(LOOP_MISFIT, repetition.misfit(noise, LEFT_NOISE));
        double repeats = Math.clamp(Math.log(LIVE_MISFIT / misfit) / Math.log(LIVE_MISFIT / LOOP_MISFIT), 0, 1);
        double lifeless = looks < LIFE_LOOKS ? 0 : Math.clamp((LIVING - life.life()) / (LIVING - LIFELESS), 0, 1);
        return MOST_CERTAIN * old * Math.max(repeats, lifeless);
    }

    /** Variance of a cell by the camera's noise, from most looks to the next: most cells of most looks do not move. */
    private double noise() {
        float[] sorted = Arrays.copyOf(differences, Math.min(looks - 1, differences.length));
        Arrays.sort(sorted);
        double deviation = sorted[sorted.length / 2] / MEDIAN_DIFFERENCE;
        return deviation * deviation + PastPictures.ROUNDING;
    }

    /** Median of how much cells differ. */
    private static float difference(float[] now, float[] before, int[] cells) {
        float[] sorted = new float[cells.length];
        for (int i = 0; i < cells.length; i++) {
            sorted[i] = Math.abs(now[cells[i]] - before[cells[i]]);
        }
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
