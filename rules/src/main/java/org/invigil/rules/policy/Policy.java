package org.invigil.rules.policy;

import java.util.EnumSet;
import java.util.Set;

/**
 * Every threshold of scoring, for one exam. Immutable. A stored policy holds only what differs from {@link #DEFAULT}, so
 * a default that is improved later reaches the exams that never touched it; the reasons for each value stand in
 * {@code docs/scoring.md}.
 *
 * @param paperExam the answers are written on paper: looking down and a bent head are part of the work
 * @param mayLookDown an accommodation with the same effect, for one student (screen reader, pain, notes allowed)
 * @param mayReadAloud an accommodation that reviewers are told of; no behaviour counts the mouth
 * @param sight angles at which the line of sight leaves the screen
 * @param evidence how much of a stream it takes to say anything
 * @param behaviors times, costs and clips of each behaviour
 * @param score how the focus score recovers and how the cheat score adds up
 * @param recording how often a clip may be asked for
 * @param calibration how the line of sight on the screen is learned
 * @param admission whether somebody lets each student in; says nothing of scoring
 * @param review how people go through the sittings afterwards; changes no score
 * @param cameraRequired the clock starts only once a usable picture of the camera was judged; says nothing of scoring
 * @param challenge whether students whose camera may show a recording are asked to turn their head; changes no score
 */
public record Policy(
        boolean paperExam,
        boolean mayLookDown,
        boolean mayReadAloud,
        Sight sight,
        Evidence evidence,
        Behaviors behaviors,
        Score score,
        Recording recording,
        Calibration calibration,
        Admission admission,
        Review review,
        boolean cameraRequired,
        Challenge challenge) {

    /** What holds unless an exam says otherwise. */
    public static final Policy DEFAULT = new Policy(
            false,
            false,
            false,
            new Sight(25, 18, 25, 18, 18, 12, 28, 21, 30, 18, 22, 200, 0.3, 0.5, 0.3, 0.6),
            new Evidence(3, 2_500, 0.5, 10_000, 0.5),
            new Behaviors(
                    new Rule(true, 1_500, 700, 14, 0, 1.0, true),
                    new Rule(true, 5_000, 700, 14, 0, 1.0, true),
                    new Rule(true, 5_000, 1_000, 3, 60, 0.2, false),
                    new Rule(true, 1_500, 600, 8, 20, 0.6, true),
                    new Rule(true, 1_500, 600, 8, 20, 0.6, true),
                    new Rule(true, 2_000, 600, 6, 30, 0.4, true),
                    new Rule(true, 4_000, 800, 3, 60, 0.2, false),
                    new Rule(true, 1_500, 600, 8, 20, 0.6, true),
                    new Rule(true, 1_500, 1_000, 10, 20, 0.9, true),
                    new Rule(false, 2_000, 3_000, 0, 100, 0.2, true),
                    new NeutralRule(2_000, 1_000),
                    new NeutralRule(10_000, 3_000),
                    new Rule(true, 10_000, 10_000, 8, 20, 1.0, true)),
            new Score(5, 50, 60, 90, 0.02, 3),
            new Recording(15_000, 20),
            new Calibration(true, 4_000, 8, 6, 15, 25, 20),
            new Admission(false, false, 365),
            new Review(0.05, 14, 14, 14),
            false,
            new Challenge(false, false, 0.2, 15_000, 20));

    /**
     * Angles of the line of sight (head and eyes together), in degrees. Looking away begins outside the ellipse through
     * the enter angles and ends inside the ellipse through the leave angles.
     *
     * @param headSideDegrees turn of the head to a side, against the student's own baseline, from which it decides by itself,
     *     whatever the eyes do; up to a third of it they make up for it in full
     * @param headUpDegrees the same for a lifted head
     * @param headDownDegrees the same for a bent one
     * @param smoothingMs time constant of the low-pass over the angles; evens out the jitter of single frames
     * @param minPoseConfidence below it a head pose says nothing
     * @param minEyeConfidence below it the eyes are left out of the line of sight
     * @param minEyeOpenness below it the eyes are closing: a blink is not a look down
     * @param minIncidentConfidence no look away becomes an incident while the mean confidence of its frames is below it
     */
    public record Sight(
            @Range(min = 5, max = 80) double leftEnterDegrees,
            @Range(min = 2, max = 80) double leftLeaveDegrees,
            @Range(min = 5, max = 80) double rightEnterDegrees,
            @Range(min = 2, max = 80) double rightLeaveDegrees,
            @Range(min = 5, max = 80) double upEnterDegrees,
            @Range(min = 2, max = 80) double upLeaveDegrees,
            @Range(min = 5, max = 80) double downEnterDegrees,
            @Range(min = 2, max = 80) double downLeaveDegrees,
            @Range(min = 10, max = 90) double headSideDegrees,
            @Range(min = 10, max = 90) double headUpDegrees,
            @Range(min = 10, max = 90) double headDownDegrees,
            @Range(min = 0, max = 2_000) long smoothingMs,
            @Range(min = 0, max = 1) double minPoseConfidence,
            @Range(min = 0, max = 1) double minEyeConfidence,
            @Range(min = 0, max = 1) double minEyeOpenness,
            @Range(min = 0, max = 1) double minIncidentConfidence) {

        public Sight {
            below("left_leave_degrees", leftLeaveDegrees, "left_enter_degrees", leftEnterDegrees);
            below("right_leave_degrees", rightLeaveDegrees, "right_enter_degrees", rightEnterDegrees);
            below("up_leave_degrees", upLeaveDegrees, "up_enter_degrees", upEnterDegrees);
            below("down_leave_degrees", downLeaveDegrees, "down_enter_degrees", downEnterDegrees);
        }
    }

    /**
     * How much of a stream it takes to say anything.
     *
     * @param minFrames frames that must agree before a behaviour counts, whatever the frame rate; one frame never accuses
     * @param maxGapMs a longer silence between two frames is a lost network: neutral, and nothing is concluded across it
     * @param minPhoneConfidence from which a look for phones shows one
     * @param maxBridgedGapMs what is seen before and after a silence of the student's own making is taken to have gone on, if it is no
     *     longer than this
     * @param minReplayConfidence from which the check for recordings shows one
     */
    public record Evidence(
            @Range(min = 2, max = 100) int minFrames,
            @Range(min = 500, max = 30_000) long maxGapMs,
            @Range(min = 0, max = 1) double minPhoneConfidence,
            @Range(min = 500, max = 60_000) long maxBridgedGapMs,
            @Range(min = 0, max = 1) double minReplayConfidence) {}

    /**
     * One behaviour: when it counts, what it costs, whether it is worth a clip.
     *
     * @param enabled false: never reported, costs nothing
     * @param enterMs how long it must last before it counts
     * @param leaveMs how long it must be over before its incident closes
     * @param dropPerSecond points of focus score it costs in a second
     * @param scoreFloor it never takes the focus score below this
     * @param weight suspicion of one second of it in the cheat score, 0 to 1
     * @param clip its incident asks for a clip
     */
    public record Rule(
            boolean enabled,
            @Range(min = 300, max = 600_000) long enterMs,
            @Range(min = 100, max = 60_000) long leaveMs,
            @Range(min = 0, max = 100) double dropPerSecond,
            @Range(min = 0, max = 100) double scoreFloor,
            @Range(min = 0, max = 1) double weight,
            boolean clip) {

        private Rule whenEnabled() {
            return new Rule(true, enterMs, leaveMs, dropPerSecond, scoreFloor, weight, clip);
        }
    }

    /** A behaviour that is told to the student and staff and never costs anything. */
    public record NeutralRule(
            @Range(min = 300, max = 600_000) long enterMs,
            @Range(min = 100, max = 60_000) long leaveMs) {}

    /** The rule of each behaviour, under its name on the wire. */
    public record Behaviors(
            Rule absent,
            Rule away,
            Rule faceHidden,
            Rule lookingLeft,
            Rule lookingRight,
            Rule lookingUp,
            Rule lookingDown,
            Rule lookingDiagonal,
            Rule multipleFaces,
            Rule phoneInView,
            NeutralRule cameraUnusable,
            NeutralRule unwatched,
            Rule cameraReplayed) {

        private Behaviors lookingForPhones() {
            return new Behaviors(
                    absent,
                    away,
                    faceHidden,
                    lookingLeft,
                    lookingRight,
                    lookingUp,
                    lookingDown,
                    lookingDiagonal,
                    multipleFaces,
                    phoneInView.whenEnabled(),
                    cameraUnusable,
                    unwatched,
                    cameraReplayed);
        }
    }

    /**
     * How the focus score comes back and how the cheat score adds up.
     *
     * @param recoveryPerSecond points of focus score that come back in a second without a behaviour
     * @param recordBelow a focus score below it asks for a clip
     * @param rearmAbove the score must come back above this before falling below {@code recordBelow} asks again
     * @param cheatBaseSeconds suspicious seconds that make a cheat score of 63 in a short session
     * @param cheatTimeShare what each observed second adds to that base: a long exam forgives more
     * @param incidentSeconds an incident that opens counts like so many seconds of its behaviour
     */
    public record Score(
            @Range(min = 0, max = 100) double recoveryPerSecond,
            @Range(min = 0, max = 100) double recordBelow,
            @Range(min = 0, max = 100) double rearmAbove,
            @Range(min = 1, max = 3_600) double cheatBaseSeconds,
            @Range(min = 0, max = 1) double cheatTimeShare,
            @Range(min = 0, max = 60) double incidentSeconds) {

        public Score {
            below("record_below", recordBelow, "rearm_above", rearmAbove);
        }
    }

    /**
     * How often a clip may be asked for.
     *
     * @param cooldownMs least time between two clips
     * @param clipsPerHour most clips of one session within any hour
     */
    public record Recording(
            @Range(min = 10_000, max = 600_000) long cooldownMs,
            @Range(min = 0, max = 120) int clipsPerHour) {}

    /**
     * How the session learns where this student looks when looking at the screen. A calibration only ever excuses: see
     * {@code docs/scoring.md}.
     *
     * @param windowMs steady presence it takes
     * @param minFrames fewest frames it takes
     * @param maxSpreadDegrees wider than this (interquartile range) is refused and begun again
     * @param maxYawDegrees a median farther to a side is refused: nobody's screen is there
     * @param maxUpDegrees a median farther up is refused
     * @param maxDownDegrees a median farther down is refused
     */
    public record Calibration(
            boolean enabled,
            @Range(min = 1_000, max = 60_000) long windowMs,
            @Range(min = 3, max = 60) int minFrames,
            @Range(min = 1, max = 30) double maxSpreadDegrees,
            @Range(min = 0, max = 40) double maxYawDegrees,
            @Range(min = 0, max = 40) double maxUpDegrees,
            @Range(min = 0, max = 40) double maxDownDegrees) {}

    /**
     * Whether a proctor lets each student in, after a look at a picture of them. No machine ever compares pictures.
     *
     * @param asked the student waits until somebody has let them in
     * @param keepFirstPicture the picture of the first admission is kept, for proctors of later sittings to compare with
     * @param keepDays how long it is kept after the last sitting in which it was looked for
     */
    public record Admission(
            boolean asked,
            boolean keepFirstPicture,
            @Range(min = 1, max = 1_825) int keepDays) {}

    /**
     * How people go through the sittings of an exam when they are over.
     *
     * @param sampleShare of the sittings without an incident that are shown among the others, so that misses are found too
     * @param decideWithinDays after the end a sitting is to be decided
     * @param appealWithinDays after the decision the student may appeal
     * @param answerWithinDays after an appeal was sent somebody else is to have decided on it
     */
    public record Review(
            @Range(min = 0, max = 1) double sampleShare,
            @Range(min = 1, max = 365) int decideWithinDays,
            @Range(min = 1, max = 365) int appealWithinDays,
            @Range(min = 1, max = 365) int answerWithinDays) {}

    /**
     * What is asked of a student where it is doubtful whether the camera shows a recording: to turn the head to a side drawn at random.
     *
     * @param asked doubtful ones are asked
     * @param mayKeepStill an accommodation: who cannot or need not turn the head is never asked
     * @param minReplayConfidence from which the check for recordings is in doubt; where it shows one, nothing is asked any more
     * @param answerMs time to answer in
     * @param turnDegrees that the head is to turn from where it was
     */
    public record Challenge(
            boolean asked,
            boolean mayKeepStill,
            @Range(min = 0.05, max = 1) double minReplayConfidence,
            @Range(min = 5_000, max = 60_000) long answerMs,
            @Range(min = 10, max = 40) double turnDegrees) {}

    /** Whether this student may be asked to turn the head. */
    public boolean asksForHeadTurns() {
        return challenge.asked() && !challenge.mayKeepStill();
    }

    /** Whether looking down counts for this student. */
    public boolean countsLookingDown() {
        return behaviors.lookingDown().enabled() && !paperExam && !mayLookDown;
    }

    /** Whether a hidden face counts. A head bent over paper hides the face, so it does not where looking down may be. */
    public boolean countsFaceHidden() {
        return behaviors.faceHidden().enabled() && !paperExam && !mayLookDown;
    }

    /** Whether phones are looked for at all. Students are told so before their exam. */
    public boolean looksForPhones() {
        return behaviors.phoneInView().enabled();
    }

    /** The same, with phones looked for. */
    public Policy lookingForPhones() {
        return new Policy(
                paperExam,
                mayLookDown,
                mayReadAloud,
                sight,
                evidence,
                behaviors.lookingForPhones(),
                score,
                recording,
                calibration,
                admission,
                review,
                cameraRequired,
                challenge);
    }

    /** What is allowed under this policy that is not by itself. */
    public Set<Accommodation> accommodations() {
        Set<Accommodation> allowed = EnumSet.noneOf(Accommodation.class);
        if (paperExam) {
            allowed.add(Accommodation.PAPER_EXAM);
        }
        if (mayLookDown) {
            allowed.add(Accommodation.MAY_LOOK_DOWN);
        }
        if (mayReadAloud) {
            allowed.add(Accommodation.MAY_READ_ALOUD);
        }
        if (challenge.mayKeepStill()) {
            allowed.add(Accommodation.MAY_KEEP_STILL);
        }
        return allowed;
    }

    private static void below(String lowerName, double lower, String upperName, double upper) {
        if (lower > upper) {
            throw new InvalidPolicyException(lowerName, "must not be larger than " + upperName);
        }
    }
}
