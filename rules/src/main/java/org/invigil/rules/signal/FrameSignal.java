package org.invigil.rules.signal;

import org.jspecify.annotations.Nullable;

/**
 * The raw signals of one frame that scoring works on, in the precision in which they are stored: a session scored live
 * and the same session scored again from its rows see the same numbers.
 *
 * @param presenceConfidence 0 to 1, in steps of 0.01
 * @param faces of people beyond doubt ({@link FrameAnalysis#people}), 0 or more
 * @param pose angles in steps of 0.1 degrees, null without a face
 * @param eyes null where they cannot be told
 */
public record FrameSignal(
        Presence presence,
        double presenceConfidence,
        int faces,
        @Nullable HeadPose pose,
        @Nullable EyeSignal eyes) {

    /** The signals of an analysed frame, rounded to what is stored. */
    public static FrameSignal of(FrameAnalysis analysis) {
        HeadPose pose = analysis.pose();
        EyeSignal eyes = analysis.eyes();
        return new FrameSignal(
                analysis.presence(),
                hundredths(analysis.presenceConfidence()),
                analysis.people(),
                pose == null ? null : rounded(pose),
                eyes == null ? null : rounded(eyes));
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
