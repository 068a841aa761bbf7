package org.invigil.rules.signal;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one frame shows. Immutable; holds no pixels.
 *
 * @param width width of the picture in pixels, after its EXIF rotation
 * @param height height of the picture in pixels, after its EXIF rotation
 * @param presence one of three states, or unknown
 * @param presenceConfidence 0 to 1
 * @param faces number of distinct faces in view, 0 or more; pictures of faces are left out once they are known for such
 * @param certainFaces how many of the faces belong to people beyond doubt, at most {@code faces}. In a stream, a face beside the main
 *     one may be a poster until it has moved
 * @param persons how many people are in view beyond doubt, by a face or by a body alone: at least {@code certainFaces}; 0 where presence
 *     is {@link Presence#ABSENT} or {@link Presence#UNKNOWN}. Who accuses goes by this number
 * @param personBoxes what the person detector saw in its last look, best first, unchanged until it looks again; empty before the first
 *     look. A box is a hint, {@code persons} the decision
 * @param pose pose of the main face, null without a face
 * @param eyes eyes of the main face, null where they cannot be told
 * @param gaze line of sight, head and eyes together, uncalibrated; {@link Gaze#UNKNOWN} without a face
 * @param unusable why the picture cannot be judged, null unless presence is {@link Presence#UNKNOWN}
 * @param reused true when the frame equals the one before and its analysis was taken over
 * @param phoneConfidence of the likeliest phone in view, 0 to 1; null unless phones were looked for in this very frame
 * @param followed true when no network looked at the face in this frame: the picture shows what it showed in the last
 *     look, whose pose and eyes are held
 * @param pictureHash 64-bit perceptual hash of the picture, any value; null in all frames but one a second, and where the picture has too
 *     little in it to be told from another
 * @param replayConfidence how surely the stream is a recording and no live camera, 0 to 1; null unless the check for that says something in
 *     this very frame
 */
public record FrameAnalysis(
        int width,
        int height,
        Presence presence,
        double presenceConfidence,
        int faces,
        int certainFaces,
        int persons,
        List<PersonBox> personBoxes,
        @Nullable HeadPose pose,
        @Nullable EyeSignal eyes,
        Gaze gaze,
        @Nullable UnusableReason unusable,
        boolean reused,
        @Nullable Double phoneConfidence,
        boolean followed,
        @Nullable Long pictureHash,
        @Nullable Double replayConfidence) {

    public FrameAnalysis {
        personBoxes = List.copyOf(personBoxes);
    }

    /** The same for a later frame, at which nobody looked: what is said of single frames is not said of it. */
    public FrameAnalysis takenOver(boolean asReused, boolean asFollowed) {
        return with(asReused, null, asFollowed, null, null);
    }

    /** Of a frame that the networks saw, in which phones were not looked for, and whose picture was not compared. */
    public FrameAnalysis(
            int width,
            int height,
            Presence presence,
            double presenceConfidence,
            int faces,
            int certainFaces,
            int persons,
            List<PersonBox> personBoxes,
            @Nullable HeadPose pose,
            @Nullable EyeSignal eyes,
            Gaze gaze,
            @Nullable UnusableReason unusable,
            boolean reused) {
        this(
                width,
                height,
                presence,
                presenceConfidence,
                faces,
                certainFaces,
                persons,
                personBoxes,
                pose,
                eyes,
                gaze,
                unusable,
                reused,
                null,
                false,
                null,
                null);
    }

    /** The same with what a look for phones said, null for no look. */
    public FrameAnalysis withPhoneConfidence(@Nullable Double confidence) {
        return Objects.equals(confidence, phoneConfidence)
                ? this
                : with(reused, confidence, followed, pictureHash, replayConfidence);
    }

    /** The same with the hash of its picture. */
    public FrameAnalysis withPictureHash(@Nullable Long hash) {
        return with(reused, phoneConfidence, followed, hash, replayConfidence);
    }

    /** The same with what the check for recordings said. */
    public FrameAnalysis withReplayConfidence(@Nullable Double confidence) {
        return with(reused, phoneConfidence, followed, pictureHash, confidence);
    }

    private FrameAnalysis with(
            boolean asReused,
            @Nullable Double phone,
            boolean asFollowed,
            @Nullable Long hash,
            @Nullable Double replay) {
        return new FrameAnalysis(
                width,
                height,
                presence,
                presenceConfidence,
                faces,
                certainFaces,
                persons,
                personBoxes,
                pose,
                eyes,
                gaze,
                unusable,
                asReused,
                phone,
                asFollowed,
                hash,
                replay);
    }
}
