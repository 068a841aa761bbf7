package org.invigil.server.ingest;

import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.HeadPose;
import org.invigil.server.streams.SmallFace;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether one page shall send larger pictures: while the student's face is too small to tell its direction, the server has time
 * to spare, and it helps. Larger pictures come at a lower rate, so that the student's line bears no more. The request
 * holds for seconds and is renewed: what gets lost, and a server that forgets, mend themselves. Pure arithmetic over the frames' times;
 * of the thread that has the session's turn.
 */
final class CaptureWish {

    /** Larger pictures have twice the edges, and are no larger than this: most cameras give it, and a face at arm's length needs no more. */
    private static final int MAX_WIDTH = 640;

    private static final int MAX_HEIGHT = 480;

    /** What the line may carry for them, bits a second: of the 2 to 3 Mbit/s that a student's pictures take at most. */
    private static final double BUDGET_BITS = 2_400_000;

    /** More is not asked for, whatever the budget gives: a larger picture costs the server more, and behaviours need no more frames. */
    private static final double MOST_FPS = 12;

    /** Fewer would look away: a behaviour needs its frames. Where the budget gives no more, pictures stay small. */
    private static final double LEAST_FPS = 6;

    /** So many times the bytes are believed of a picture with twice the edges until its own are seen; 2.5 were measured (docs/performance.md). */
    private static final double LARGER_BYTES = 3;

    /** The server has time to spare while it gives every page so many frames a second, and has none left below the other. */
    private static final double BEGIN_FPS = 20;

    private static final double END_FPS = 10;

    /** In the larger picture: a face that has 63 pixels in the small one, too. */
    private static final double PLAIN_DEGREES = 0.05;

    /** As scoring has it by default: below, no look away becomes an incident. */
    private static final double DOUBTFUL_CONFIDENCE = 0.6;

    private static final long BEGIN_MILLIS = 2_000;
    private static final long END_MILLIS = 10_000;

    /** So long after they began larger pictures must have made the face plainer, by this share of its uncertainty or to this confidence. */
    private static final long TRIAL_MILLIS = 8_000;

    private static final double HELPFUL_SHARE = 0.7;

    /** A page that has sent none so long after it was asked cannot, or its camera cannot. */
    private static final long PATIENCE_MILLIS = 4_000;

    private static final long REST_MILLIS = 60_000;
    private static final long LONG_REST_MILLIS = 600_000;
    private static final long LEASE_MILLIS = 10_000;
    private static final long RENEW_MILLIS = 4_000;

    /** A longer pause between two frames tells nothing of what was in between. */
    private static final long LONGEST_STEP_MILLIS = 500;

    private static final double LEARNING_SHARE = 0.1;

    private @Nullable Asked asked;
    private long lastMillis = -1;
    private long restsUntilMillis;
    private long doubtfulMillis;

    /** Means over about ten frames of one size; negative before the first. */
    private double meanBytes = -1;

    private double meanDegrees = -1;
    private double meanConfidence = -1;

    /** Larger pictures that a page was asked for. Times in milliseconds. */
    private static final class Asked {
        private final int width;
        private final int height;
        private final long atMillis;
        private final double degreesBefore;
        private final double confidenceBefore;
        private long toldAtMillis;
        private long largeSinceMillis = -1;
        private long plainMillis;

        private Asked(int width, int height, long atMillis, double degreesBefore, double confidenceBefore) {
            this.width = width;
            this.height = height;
            this.atMillis = atMillis;
            this.degreesBefore = degreesBefore;
            this.confidenceBefore = confidenceBefore;
            toldAtMillis = atMillis;
        }
    }

    /**
     * Takes in a frame.
     *
     * @param jpegBytes of its picture
     * @param targetFps what the server gives every page now
     * @return what the page is to be told, null for nothing
     */
    @Nullable
    CaptureRequest after(FrameAnalysis analysis, int jpegBytes, double targetFps, long nowMillis) {
        long step = lastMillis < 0 ? 0 : Math.clamp(nowMillis - lastMillis, 0, LONGEST_STEP_MILLIS);
        lastMillis = nowMillis;
        Asked wanted = asked;
        return wanted == null
                ? begin(analysis, jpegBytes, targetFps, step, nowMillis)
                : goOn(wanted, analysis, jpegBytes, targetFps, step, nowMillis);
    }

    private @Nullable CaptureRequest begin(
            FrameAnalysis analysis, int jpegBytes, double targetFps, long step, long nowMillis) {
        learn(analysis, jpegBytes);
        HeadPose pose = analysis.pose();
        if (pose != null) {
            // With twice the pixels a small face is plain.
            boolean doubtful =
                    pose.uncertaintyDegrees() >= SmallFace.SMALL_DEGREES || pose.confidence() < DOUBTFUL_CONFIDENCE;
            doubtfulMillis = Math.clamp(doubtfulMillis + (doubtful ? step : -step), 0, BEGIN_MILLIS);
        }
        int width = 2 * analysis.width();
        int height = 2 * analysis.height();
        if (doubtfulMillis < BEGIN_MILLIS
                || nowMillis < restsUntilMillis
                || targetFps < BEGIN_FPS
                || width > MAX_WIDTH
                || height > MAX_HEIGHT
                || maxFps(LARGER_BYTES * meanBytes) < LEAST_FPS) {
            return null;
        }
        asked = new Asked(width, height, nowMillis, meanDegrees, meanConfidence);
        return request(asked, LARGER_BYTES * meanBytes);
    }

    private @Nullable CaptureRequest goOn(
            Asked wanted, FrameAnalysis analysis, int jpegBytes, double targetFps, long step, long nowMillis) {
        boolean isLarge = analysis.width() >= wanted.width;
        if (isLarge && wanted.largeSinceMillis < 0) {
            wanted.largeSinceMillis = nowMillis;
            forget();
        }
        if (!isLarge) {
            boolean tookThemBack = wanted.largeSinceMillis >= 0 && nowMillis - wanted.toldAtMillis > PATIENCE_MILLIS;
            boolean cannot = wanted.largeSinceMillis < 0 && nowMillis - wanted.atMillis > PATIENCE_MILLIS;
            return tookThemBack || cannot ? end(wanted, nowMillis + LONG_REST_MILLIS) : null;
        }
        learn(analysis, jpegBytes);
        HeadPose pose = analysis.pose();
        // Without a face larger pictures are as idle as with a plain one.
        boolean isIdle =
                pose == null || (pose.uncertaintyDegrees() < PLAIN_DEGREES && pose.confidence() >= DOUBTFUL_CONFIDENCE);
        wanted.plainMillis = Math.clamp(wanted.plainMillis + (isIdle ? step : -step), 0, END_MILLIS);
        if (wanted.plainMillis >= END_MILLIS) {
            return end(wanted, nowMillis);
        }
        boolean isTried = nowMillis - wanted.largeSinceMillis >= TRIAL_MILLIS;
        if (targetFps < END_FPS || maxFps(meanBytes) < LEAST_FPS || (isTried && !helps(wanted))) {
            return end(wanted, nowMillis + REST_MILLIS);
        }
        if (nowMillis - wanted.toldAtMillis < RENEW_MILLIS) {
            return null;
        }
        wanted.toldAtMillis = nowMillis;
        return request(wanted, meanBytes);
    }

    private boolean helps(Asked wanted) {
        boolean isPlainer = meanDegrees <= HELPFUL_SHARE * wanted.degreesBefore && wanted.degreesBefore > 0;
        boolean isSurer = wanted.confidenceBefore < DOUBTFUL_CONFIDENCE && meanConfidence >= DOUBTFUL_CONFIDENCE;
        return isPlainer || isSurer;
    }

    private CaptureRequest end(Asked wanted, long restsUntil) {
        asked = null;
        doubtfulMillis = 0;
        restsUntilMillis = restsUntil;
        forget();
        return new CaptureRequest(wanted.width / 2, wanted.height / 2, MOST_FPS, 0);
    }

    private static CaptureRequest request(Asked wanted, double bytes) {
        return new CaptureRequest(wanted.width, wanted.height, maxFps(bytes), LEASE_MILLIS);
    }

    /** Pictures a second that the budget gives, in steps of 0.1. */
    private static double maxFps(double bytes) {
        return Math.floor(Math.min(MOST_FPS, BUDGET_BITS / 8 / Math.max(1, bytes)) * 10) / 10;
    }

    private void learn(FrameAnalysis analysis, int jpegBytes) {
        meanBytes = mean(meanBytes, jpegBytes);
        HeadPose pose = analysis.pose();
        if (pose != null) {
            meanDegrees = mean(meanDegrees, pose.uncertaintyDegrees());
            meanConfidence = mean(meanConfidence, pose.confidence());
        }
    }

    private static double mean(double before, double value) {
        return before < 0 ? value : before + LEARNING_SHARE * (value - before);
    }

    private void forget() {
        meanBytes = -1;
        meanDegrees = -1;
        meanConfidence = -1;
    }
}
