package org.invigil.server.evidence;

import java.util.List;
import org.invigil.server.store.AnalysedPicture;
import org.invigil.vision.scene.PictureHash;
import org.jspecify.annotations.Nullable;

/**
 * How far a clip shows what was analysed at its time. The clip's pictures and those of the frames are one and the same drawing, encoded in
 * two ways; their times differ by what frames were under way.
 *
 * @param compared pictures that were analysed while the clip ran, one a second, as far as they tell anything
 * @param differing how many of these are nowhere in the clip near their time
 */
record ClipComparison(int compared, int differing) {

    /**
     * Bits of a hash from which two pictures are not the same. Of clips that FFmpeg's encoders made none differed by more than 4; of other
     * rooms hardly one in a hundred by less than 18, of the same desk on another day half by less than this (docs/decisions/1005).
     */
    static final int OTHER_BITS = 12;

    /** A frame may have been under way for so long, or the clip begin so much earlier or later than it says. */
    static final long MOST_SHIFT_MILLIS = 3_000;

    private static final long SHIFT_STEP_MILLIS = 500;

    /** Frames come sooner and later than others. */
    private static final long NEAR_MILLIS = 1_000;

    /** Share of seconds that differ, beyond which the clip does; one alone may be a frame between two scenes. */
    private static final double MOST_DIFFERING = 0.25;

    private static final int LEAST_DIFFERING = 2;

    /** Fewer seconds than these prove nothing. */
    static final int LEAST_COMPARED = 2;

    /**
     * Compares.
     *
     * @param analysed what frames showed, with times by the server's clock
     * @param startMillis when the clip begins by the same clock
     */
    static ClipComparison of(List<AnalysedPicture> analysed, ClipPictures clip, long startMillis) {
        ClipComparison best = new ClipComparison(0, 0);
        for (long shift = 0; shift <= MOST_SHIFT_MILLIS; shift += SHIFT_STEP_MILLIS) {
            best = better(best, at(analysed, clip, startMillis + shift));
            best = better(best, at(analysed, clip, startMillis - shift));
        }
        return best;
    }

    /** Where more is found; who moves the clip so that what differs lies beside it gains nothing. */
    private static ClipComparison better(ClipComparison one, ClipComparison other) {
        int more = other.found() - one.found();
        return more > 0 || (more == 0 && other.compared > one.compared) ? other : one;
    }

    private int found() {
        return compared - differing;
    }

    private static ClipComparison at(List<AnalysedPicture> analysed, ClipPictures clip, long startMillis) {
        int compared = 0;
        int differing = 0;
        for (AnalysedPicture picture : analysed) {
            long within = picture.atMillis() - startMillis;
            if (within >= 0 && within < clip.durationMillis()) {
                compared++;
                differing += isIn(clip, picture.hash(), within) ? 0 : 1;
            }
        }
        return new ClipComparison(compared, differing);
    }

    /** A picture with too little in it is no picture of what was seen clearly. */
    private static boolean isIn(ClipPictures clip, long hash, long withinMillis) {
        int from = (int) Math.max(0, (withinMillis - NEAR_MILLIS) * ClipPictures.A_SECOND / 1_000);
        int to =
                (int) Math.min(clip.hashes().size() - 1L, (withinMillis + NEAR_MILLIS) * ClipPictures.A_SECOND / 1_000);
        for (int i = from; i <= to; i++) {
            @Nullable Long shown = clip.hashes().get(i);
            if (shown != null && PictureHash.distance(shown, hash) < OTHER_BITS) {
                return true;
            }
        }
        return false;
    }

    /** Whether there was enough to compare with. */
    boolean tellsSomething() {
        return compared >= LEAST_COMPARED;
    }

    /** Whether the clip shows something else. */
    boolean differs() {
        return differing >= LEAST_DIFFERING && differing > MOST_DIFFERING * compared;
    }
}
