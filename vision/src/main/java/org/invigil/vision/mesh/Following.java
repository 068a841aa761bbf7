package org.invigil.vision.mesh;

import org.invigil.rules.signal.PersonBox;
import org.invigil.vision.scene.Thumbnail;
import org.jspecify.annotations.Nullable;

/**
 * Whether a frame is followed instead of looked at: the last look's pose is held while the picture shows what it showed then. It is
 * compared with the picture of that look, not with the one before, so that what moves slowly adds up. What is not followed is looked at,
 * at once.
 */
final class Following {

    /** The landmark networks look at least so often, as far as frames come; who sends under 6 a second is looked at in every one. */
    private static final long LOOK_MILLIS = 170;

    /**
     * Change of the face in grey levels from which it has moved: five times the noise of the webcams it was measured with, and the point from
     * which poses differ by more than the network repeats itself (docs/vision.md).
     */
    private static final double FACE_CHANGE = 2;

    /** Change of a spot anywhere in grey levels, from which it shows something else: a hand, somebody at the edge, another light. */
    private static final double SPOT_CHANGE = 12;

    private @Nullable Thumbnail key;
    private long lookedAtMillis;

    /** Whether frames that come so far apart can be followed at all: two of them must fit between two looks. */
    static boolean isWorthwhile(long intervalMillis) {
        return 2 * intervalMillis <= LOOK_MILLIS;
    }

    /**
     * Whether a frame may be followed.
     *
     * @param face where it was in the last look, in fractions of the picture
     * @param intervalMillis since the frame before; the next one is taken to come after as long, and must not be too late for the look
     */
    boolean holds(Thumbnail frame, PersonBox face, long intervalMillis, long nowMillis) {
        return key != null
                && nowMillis - lookedAtMillis + intervalMillis <= LOOK_MILLIS
                && frame.isShapedLike(key)
                && frame.changeSince(key, face.left(), face.top(), face.right(), face.bottom()) <= FACE_CHANGE
                && frame.largestChangeSince(key) <= SPOT_CHANGE;
    }

    /** A network has looked at a frame and found the face; null where following is not worthwhile. */
    void looked(@Nullable Thumbnail frame, long nowMillis) {
        key = frame;
        lookedAtMillis = nowMillis;
    }

    /** The face was lost, or the whole picture searched. */
    void forget() {
        key = null;
    }
}
