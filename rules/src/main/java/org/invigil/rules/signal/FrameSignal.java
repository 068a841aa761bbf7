package org.invigil.rules.signal;

import org.jspecify.annotations.Nullable;

/**
 * The raw signals of one frame that scoring works on, in the precision in which they are stored: a session scored live
 * and the same session scored again from its rows see the same numbers.
 *
 * @param presenceConfidence 0 to 1, in steps of 0.01
 * @param faces of people beyond doubt ({@link FrameAnalysis#certainFaces}), 0 or more
 * @param persons in view beyond doubt, by a face or by a body alone ({@link FrameAnalysis#persons}); as many as faces in signals from
 *     before bodies were looked for
 * @param pose angles in steps of 0.1 degrees, null without a face
 * @param eyes null where they cannot be told
 * @param phoneConfidence of the likeliest phone in view, 0 to 1 in steps of 0.01; null unless phones were looked for in this very frame
 * @param followed true when no network looked at the face in this frame: the picture shows what it showed in the last
 *     look, whose pose and eyes are held
 * @param pictureHash 64-bit perceptual hash of the picture, any value; null in all frames but one a second, where the picture has too little
 *     in it, and in signals from before there were hashes. No picture can be made of it
 * @param replayConfidence how surely the stream is a recording and no live camera, 0 to 1 in steps of 0.01; null unless the check for that
 *     says something in this very frame
 * @param gap why no frame came for a while before this one; null where one came, where it cannot be told, and in signals from before it was
 *     told
 * @param turnAsked whether the student was being asked to turn the head, or had been a moment ago: turned, or out of view, is what was asked
 *     for then
 */
public record FrameSignal(
        Presence presence,
        double presenceConfidence,
        int faces,
        int persons,
        @Nullable HeadPose pose,
        @Nullable EyeSignal eyes,
        @Nullable Double phoneConfidence,
        boolean followed,
        @Nullable Long pictureHash,
        @Nullable Double replayConfidence,
        @Nullable UnwatchedCause gap,
        boolean turnAsked) {

    /** Of a frame before which there was no gap, and nobody was asked for anything. */
    public FrameSignal(
            Presence presence,
            double presenceConfidence,
            int faces,
            int persons,
            @Nullable HeadPose pose,
            @Nullable EyeSignal eyes,
            @Nullable Double phoneConfidence,
            boolean followed,
            @Nullable Long pictureHash,
            @Nullable Double replayConfidence) {
        this(
                presence,
                presenceConfidence,
                faces,
                persons,
                pose,
                eyes,
                phoneConfidence,
                followed,
                pictureHash,
                replayConfidence,
                null,
                false);
    }

    /** Of a frame whose picture was not compared with anything. */
    public FrameSignal(
            Presence presence,
            double presenceConfidence,
            int faces,
            int persons,
            @Nullable HeadPose pose,
            @Nullable EyeSignal eyes,
            @Nullable Double phoneConfidence,
            boolean followed) {
        this(presence, presenceConfidence, faces, persons, pose, eyes, phoneConfidence, followed, null, null);
    }

    /** Of a frame that the networks saw, in which phones were not looked for. */
    public FrameSignal(
            Presence presence,
            double presenceConfidence,
            int faces,
            int persons,
            @Nullable HeadPose pose,
            @Nullable EyeSignal eyes) {
        this(presence, presenceConfidence, faces, persons, pose, eyes, null, false);
    }

    /** The signals of an analysed frame, rounded to what is stored. */
    public static FrameSignal of(FrameAnalysis analysis) {
        HeadPose pose = analysis.pose();
        EyeSignal eyes = analysis.eyes();
        Double phoneConfidence = analysis.phoneConfidence();
        Double replayConfidence = analysis.replayConfidence();
        return new FrameSignal(
                analysis.presence(),
                hundredths(analysis.presenceConfidence()),
                analysis.certainFaces(),
                analysis.persons(),
                pose == null ? null : rounded(pose),
                eyes == null ? null : rounded(eyes),
                phoneConfidence == null ? null : hundredths(phoneConfidence),
                analysis.followed(),
                analysis.pictureHash(),
                replayConfidence == null ? null : hundredths(replayConfidence));
    }

    /** The same after a gap. */
    public FrameSignal withGap(UnwatchedCause cause) {
        return with(cause, turnAsked);
    }

    /** The same of a student who is asked to turn the head. */
    public FrameSignal withTurnAsked() {
        return with(gap, true);
    }

    private FrameSignal with(@Nullable UnwatchedCause cause, boolean asked) {
        return new FrameSignal(
                presence,
                presenceConfidence,
                faces,
                persons,
                pose,
                eyes,
                phoneConfidence,
                followed,
                pictureHash,
                replayConfidence,
                cause,
                asked);
    }

    /** A pose as it is scored and stored. */
    public static HeadPose rounded(HeadPose pose) {
        return new HeadPose(
                tenths(pose.yawDegrees()),
                tenths(pose.pitchDegrees()),
                tenths(pose.rollDegrees()),
                hundredths(pose.confidence()),
                tenths(pose.uncertaintyDegrees()));
    }

    /** Eyes as they are scored and stored. */
    public static EyeSignal rounded(EyeSignal eyes) {
        return new EyeSignal(
                tenths(eyes.yawDegrees()),
                tenths(eyes.pitchDegrees()),
                hundredths(eyes.openness()),
                hundredths(eyes.confidence()));
    }

    /** An angle in the steps in which angles are scored and stored. */
    public static double tenths(double value) {
        return inSteps(value, 10);
    }

    private static double hundredths(double value) {
        return inSteps(value, 100);
    }

    /** Zero has no sign here, as it has none where it is stored. */
    private static double inSteps(double value, double stepsInOne) {
        return Math.rint(value * stepsInOne) / stepsInOne + 0.0;
    }
}
