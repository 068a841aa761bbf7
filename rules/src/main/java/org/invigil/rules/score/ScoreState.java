package org.invigil.rules.score;

import java.util.Map;
import java.util.Set;
import org.invigil.rules.incident.Absence;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Tally;
import org.invigil.rules.sight.Calibration;
import org.invigil.rules.sight.Direction;
import org.invigil.rules.sight.SmoothedSight;
import org.jspecify.annotations.Nullable;

/**
 * All that scoring remembers of one session between two frames. Immutable and small.
 *
 * @param lastAtMillis time of the last frame, null before the first
 * @param focusScore 0 to 100
 * @param tallies of the behaviours for which there is any evidence
 * @param direction of the last frame that told one
 * @param absence the incident of an absence that goes on, null where there is none
 * @param phoneLookAtMillis time of the last frame in which phones were looked for, null before the first
 * @param replayLookAtMillis time of the last frame in which the check for recordings said something, null before the first
 */
public record ScoreState(
        @Nullable Long lastAtMillis,
        double focusScore,
        CheatScore cheatScore,
        Map<Behavior, Tally> tallies,
        SmoothedSight sight,
        Direction direction,
        Calibration calibration,
        ClipWish clips,
        @Nullable Absence absence,
        @Nullable Long phoneLookAtMillis,
        @Nullable Long replayLookAtMillis) {

    /** Before the first frame. */
    public static final ScoreState INITIAL = new ScoreState(
            null,
            100,
            CheatScore.NONE,
            Map.of(),
            SmoothedSight.UNKNOWN,
            Direction.SCREEN,
            Calibration.EMPTY,
            ClipWish.IDLE,
            null,
            null,
            null);

    /** Goes on with what the last stored row of a session tells. */
    public static ScoreState resumed(
            double focusScore, CheatScore cheatScore, Calibration.@Nullable Baseline baseline) {
        return new ScoreState(
                null,
                focusScore,
                cheatScore,
                Map.of(),
                SmoothedSight.UNKNOWN,
                Direction.SCREEN,
                baseline == null ? Calibration.EMPTY : Calibration.settled(baseline),
                ClipWish.IDLE,
                null,
                null,
                null);
    }

    public Tally tally(Behavior behavior) {
        return tallies.getOrDefault(behavior, Tally.NONE);
    }

    /** When something that is looked for in few frames was looked for last, null before the first look. */
    @Nullable
    Long lookAtMillis(Behavior behavior) {
        return behavior == Behavior.PHONE_IN_VIEW ? phoneLookAtMillis : replayLookAtMillis;
    }

    /**
     * Whether evidence for any behaviour has gathered: what the next frames show matters more than it does else. Not for recordings, which
     * no closer look at a frame tells better.
     */
    public boolean hasEvidence() {
        return !Set.of(Behavior.CAMERA_REPLAYED).containsAll(tallies.keySet());
    }

    /** The same without anything pending, as after a gap in the stream. */
    public ScoreState afterGap(long atMillis) {
        return new ScoreState(
                null,
                focusScore,
                cheatScore,
                Map.of(),
                SmoothedSight.UNKNOWN,
                Direction.SCREEN,
                calibration.baseline() == null ? Calibration.EMPTY : calibration,
                clips.notAfter(atMillis),
                null,
                null,
                null);
    }
}
