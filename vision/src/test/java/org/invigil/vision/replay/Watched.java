package org.invigil.vision.replay;

import java.util.Locale;
import java.util.Random;
import org.bytedeco.javacv.FrameGrabber;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.score.StreamScore;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;

/**
 * What the engine and the rules came to in a film, under the default policy.
 *
 * @param toldAfterMillis when the recording counted; -1: never
 * @param mostConfidence that anything was replayed, 0 to 1
 * @param looks that said something
 */
record Watched(long toldAfterMillis, double mostConfidence, int looks) {

    boolean isTold() {
        return toldAfterMillis >= 0;
    }

    /** Looks at a film until a recording is told, or for so long. */
    static Watched of(
            VisionEngine engine, CameraFilm.Script script, int width, int height, double fps, long mostMillis) {
        try (CameraFilm film = new CameraFilm(script, width, height)) {
            FaceTracker tracker = engine.newTracker();
            StreamScore score = new StreamScore(Policy.DEFAULT);
            Random jitter = new Random(2);
            double most = 0;
            int looks = 0;
            for (long frame = 0; frame * 1_000 / fps < mostMillis; frame++) {
                long at = CameraFilm.jittered(frame * 1_000 / fps, jitter);
                byte[] jpeg = film.frame(at);
                if (jpeg.length == 0) {
                    break;
                }
                FrameAnalysis analysis = engine.analyze(jpeg, tracker, at);
                Double confidence = analysis.replayConfidence();
                if (confidence != null) {
                    most = Math.max(most, confidence);
                    looks++;
                }
                if (score.next(FrameSignal.of(analysis), at).behaviors().contains(Behavior.CAMERA_REPLAYED)) {
                    return new Watched(at, most, looks);
                }
                tracker.lookClosely(score.hasEvidence());
            }
            return new Watched(-1, most, looks);
        } catch (FrameGrabber.Exception | FrameRejectedException e) {
            throw new IllegalStateException("cannot watch " + script, e);
        }
    }

    @Override
    public String toString() {
        return isTold()
                ? Math.round(toldAfterMillis / 1_000.0) + " s"
                : String.format(Locale.ROOT, "no (%.2f)", mostConfidence);
    }
}
