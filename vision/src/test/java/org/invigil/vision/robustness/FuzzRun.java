package org.invigil.vision.robustness;

import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.wire.WireNamed;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.invigil.vision.image.JpegMutator;
import org.invigil.vision.image.JpegSamples;
import org.invigil.vision.testdata.TestPicture;

/**
 * Sends damaged JPEG files through a whole engine. Also a program of its own for long runs: {@code FuzzRun mesh 100000
 * 1}, arguments engine, files and seed.
 */
public final class FuzzRun {

    private static final int FRAMES_PER_TRACKER = 20;

    private FuzzRun() {}

    /**
     * What a run came to.
     *
     * @param analysed files that gave an analysis
     * @param rejected files by the reason that they were refused for
     */
    record Outcome(int analysed, Map<FrameRejectedException.Reason, Integer> rejected) {}

    /** Analyses so many damaged files; anything but an analysis or a typed error ends the run. */
    static Outcome run(EngineKind kind, int files, long seed) {
        JpegMutator mutator = new JpegMutator(new Random(seed), seeds());
        Map<FrameRejectedException.Reason, Integer> rejected = new EnumMap<>(FrameRejectedException.Reason.class);
        int analysed = 0;
        try (VisionEngine engine = VisionEngines.open(kind)) {
            FaceTracker tracker = engine.newTracker();
            for (int i = 0; i < files; i++) {
                if (i % FRAMES_PER_TRACKER == 0) {
                    tracker = engine.newTracker();
                }
                try {
                    requireSound(engine.analyze(mutator.next(), tracker, i * 1000L / 30));
                    analysed++;
                } catch (FrameRejectedException e) {
                    rejected.merge(e.reason(), 1, Integer::sum);
                }
            }
        }
        return new Outcome(analysed, rejected);
    }

    public static void main(String[] arguments) {
        EngineKind kind = WireNamed.get(EngineKind.class, arguments[0]);
        System.out.println(run(kind, Integer.parseInt(arguments[1]), Long.parseLong(arguments[2])));
    }

    /** An analysis of a damaged picture may say anything, but nothing that contradicts itself. */
    private static void requireSound(FrameAnalysis analysis) {
        boolean sound = analysis.width() > 0
                && analysis.height() > 0
                && analysis.presenceConfidence() >= 0
                && analysis.presenceConfidence() <= 1
                && (analysis.presence() == Presence.PRESENT) == (analysis.faces() > 0)
                && (analysis.presence() == Presence.UNKNOWN) == (analysis.unusable() != null)
                && (analysis.pose() == null || Double.isFinite(analysis.pose().yawDegrees()));
        if (!sound) {
            throw new IllegalStateException("contradicts itself: " + analysis);
        }
    }

    private static byte[][] seeds() {
        TestPicture face = TestPicture.load("pictures/astronaut.png").framed(128, 96);
        TestPicture nobody = TestPicture.load("pictures/coffee.png").framed(128, 96);
        return new byte[][] {
            face.jpeg(),
            JpegSamples.progressive(face.image()),
            nobody.jpeg(),
            JpegSamples.grayscale(64, 48, 90),
            JpegSamples.cmyk(64, 48),
            JpegSamples.withOrientation(face.jpeg(), 6, ByteOrder.LITTLE_ENDIAN)
        };
    }
}
