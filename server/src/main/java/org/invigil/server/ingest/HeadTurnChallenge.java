package org.invigil.server.ingest;

import java.util.random.RandomGenerator;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.HeadPose;
import org.jspecify.annotations.Nullable;

/**
 * Asks a student whose camera may show a recording to turn the head: a recording cannot know to which side. That is asked where the
 * check is in doubt for a while; where it is sure, an incident says so. Nothing is concluded from the answer here: staff are told
 * what came of it, and a face that turns has shown something new, which ends the check's doubt by itself. One for each sitting, over
 * its sockets ({@link HeadTurns}); guarded by itself.
 */
final class HeadTurnChallenge {

    /** So many looks in a row, two seconds apart, must be in doubt. */
    private static final int DOUBTFUL_LOOKS = 3;

    /** So many frames must show the turn, each within so long of the one before: some show no face, or it half turned back. */
    private static final int TURNED_FRAMES = 3;

    private static final long TURNED_MILLIS = 1_000;

    /** Until then after a request the head is on its way back. */
    private static final long BACK_MILLIS = 5_000;

    /** Between two requests, and how many there are of one sitting: a doubt that stays is for people. */
    private static final long REST_MILLIS = 300_000;

    private static final int MOST_REQUESTS = 3;

    /** How much of each new angle goes into where the head is held while nothing is asked. */
    private static final double LEARNING_SHARE = 0.05;

    private final RandomGenerator random;
    private double heldYaw = Double.NaN;
    private int doubtful;
    private int requests;
    private long restsUntilMillis = Long.MIN_VALUE;
    private long backUntilMillis = Long.MIN_VALUE;
    private @Nullable Asked asked;

    private static final class Asked {
        private final boolean isLeft;
        private final long atMillis;
        private final long untilMillis;
        private final double fromYaw;
        private int turned;
        private long turnedAtMillis;

        private Asked(boolean isLeft, long atMillis, long untilMillis, double fromYaw) {
            this.isLeft = isLeft;
            this.atMillis = atMillis;
            this.untilMillis = untilMillis;
            this.fromYaw = fromYaw;
        }
    }

    HeadTurnChallenge(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Takes in a frame.
     *
     * @param challenge how to ask; null while nothing may be asked
     * @param leastReplayed confidence from which a recording is told and no longer in doubt
     * @return what the page is to be told, null for nothing
     */
    synchronized @Nullable TurnRequest after(
            FrameAnalysis analysis, Policy.@Nullable Challenge challenge, double leastReplayed, long nowMillis) {
        Asked open = asked;
        if (open != null) {
            return challenge == null
                    ? end(open, "no longer asked", nowMillis)
                    : goOn(open, analysis, challenge, nowMillis);
        }
        HeadPose pose = analysis.pose();
        if (pose == null || challenge == null) {
            return null;
        }
        heldYaw = Double.isNaN(heldYaw) ? pose.yawDegrees() : heldYaw + LEARNING_SHARE * (pose.yawDegrees() - heldYaw);
        Double replayed = analysis.replayConfidence();
        if (replayed != null) {
            doubtful = replayed >= challenge.minReplayConfidence() && replayed < leastReplayed ? doubtful + 1 : 0;
        }
        if (doubtful < DOUBTFUL_LOOKS || requests >= MOST_REQUESTS || nowMillis < restsUntilMillis) {
            return null;
        }
        doubtful = 0;
        requests++;
        asked = new Asked(random.nextBoolean(), nowMillis, nowMillis + challenge.answerMs(), heldYaw);
        return new TurnRequest(asked.isLeft, challenge.answerMs(), null);
    }

    /** The page that was asked is gone: nobody knows what came of it. Null if none was asked. */
    synchronized @Nullable TurnRequest drop(long nowMillis) {
        Asked open = asked;
        return open == null ? null : end(open, "the connection ended first", nowMillis);
    }

    /** Whether the head may be turned because that is asked for, or was a moment ago. */
    synchronized boolean isTurnAsked(long nowMillis) {
        Asked open = asked;
        return open == null ? nowMillis < backUntilMillis : nowMillis < open.untilMillis + BACK_MILLIS;
    }

    private @Nullable TurnRequest goOn(Asked open, FrameAnalysis analysis, Policy.Challenge challenge, long nowMillis) {
        HeadPose pose = analysis.pose();
        if (pose != null) {
            double turn = pose.yawDegrees() - open.fromYaw;
            if ((open.isLeft ? turn : -turn) >= challenge.turnDegrees()) {
                open.turned++;
                open.turnedAtMillis = nowMillis;
            } else if (nowMillis - open.turnedAtMillis > TURNED_MILLIS) {
                open.turned = 0;
            }
        }
        if (open.turned >= TURNED_FRAMES) {
            return end(open, "done after " + Math.round((nowMillis - open.atMillis) / 1_000.0) + " s", nowMillis);
        }
        return nowMillis < open.untilMillis ? null : end(open, "not done", nowMillis);
    }

    private TurnRequest end(Asked open, String outcome, long nowMillis) {
        asked = null;
        restsUntilMillis = nowMillis + REST_MILLIS;
        backUntilMillis = nowMillis + BACK_MILLIS;
        return new TurnRequest(open.isLeft, 0, "to the " + (open.isLeft ? "left" : "right") + ": " + outcome);
    }
}
