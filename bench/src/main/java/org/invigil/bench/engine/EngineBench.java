package org.invigil.bench.engine;

import java.time.Duration;
import java.util.List;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.invigil.vision.image.JpegDecoder;
import org.invigil.vision.image.PixelLayout;
import org.invigil.vision.image.Reduction;
import org.invigil.vision.jpeg.JpegHeader;
import org.invigil.vision.model.ModelFile;
import org.invigil.vision.model.Network;

/**
 * Measures the stages by turns, frame by frame, on the calling thread, so that whatever else the machine does hits all of
 * them alike and the ratios hold.
 */
public final class EngineBench implements AutoCloseable {

    /** The rate of the material, and the highest that a stream is sent at. */
    static final int MOST_FPS = 30;

    /** The cascades take a hundred times longer than the rest; they get this share of the time. */
    private static final double HAAR_SHARE = 0.4;

    /** Means are of no use before the code is compiled and the models have run. */
    private static final int WARM_UP_ROUNDS = 300;

    private static final int WARM_UP_HAAR_ROUNDS = 2;

    private final JpegDecoder decoder = new JpegDecoder();
    private final Network landmarkModel = new Network(ModelFile.FACE_LANDMARK);
    private final VisionEngine mesh = VisionEngines.open(EngineKind.MESH);
    private final VisionEngine haar = VisionEngines.open(EngineKind.HAAR);
    private final FaceTracker meshTracker = mesh.newTracker();
    private final FaceTracker closeTracker = mesh.newTracker();
    private final FaceTracker haarTracker = haar.newTracker();
    private final List<byte[]> frames;
    private final int fps;
    private int position;
    private int followed;

    /** A bench over these frames; they are shown forth and back, so that motion never jumps. */
    public EngineBench(List<byte[]> frames) {
        this(frames, MOST_FPS);
    }

    /** A bench over as many of these frames as a stream of so many a second would show. */
    public EngineBench(List<byte[]> frames, int fps) {
        this.frames = frames;
        this.fps = fps;
        closeTracker.lookClosely(true);
    }

    /**
     * Warms up, then measures for so long.
     *
     * @throws FrameRejectedException if a frame cannot be analysed
     */
    public EngineReport run(Duration duration) throws FrameRejectedException {
        Timings ignored = new Timings();
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            byte[] frame = next();
            round(frame, ignored, ignored, ignored, ignored);
            if (i < WARM_UP_HAAR_ROUNDS) {
                haar(frame, ignored);
            }
        }
        Timings decode = new Timings();
        Timings landmark = new Timings();
        Timings everyFrame = new Timings();
        Timings fullPath = new Timings();
        followed = 0;
        Timings cascades = new Timings();
        long start = System.nanoTime();
        long elapsed = 0;
        while (elapsed < duration.toNanos() || cascades.count() == 0) {
            byte[] frame = next();
            if (cascades.totalNanos() <= HAAR_SHARE * elapsed) {
                haar(frame, cascades);
            }
            round(frame, decode, landmark, everyFrame, fullPath);
            elapsed = System.nanoTime() - start;
        }
        return new EngineReport(
                fullPath.count(),
                rounded(decode.meanMillis()),
                rounded(landmark.meanMillis()),
                rounded((double) followed / fullPath.count()),
                rounded(everyFrame.meanMillis()),
                rounded(fullPath.meanMillis()),
                rounded(fullPath.quantileMillis(0.99)),
                rounded(cascades.meanMillis()),
                rounded(fullPath.meanMillis() / (decode.meanMillis() + landmark.meanMillis())),
                rounded(cascades.meanMillis() / fullPath.meanMillis()));
    }

    /** Decodes the next frame alone; the height of the picture, so that the work cannot be optimised away. */
    public int decodeNext() throws FrameRejectedException {
        return decode(next());
    }

    /** Runs the landmark model alone, on whatever its input holds: its time does not depend on it. */
    public void runLandmarkModel() {
        landmarkModel.run();
    }

    /** Takes the next frame the full path through one of the engines. */
    public Object analyzeNext(EngineKind kind) throws FrameRejectedException {
        return switch (kind) {
            case MESH -> mesh.analyze(next(), meshTracker, now());
            case HAAR -> haar.analyze(next(), haarTracker, now());
        };
    }

    @Override
    public void close() {
        haar.close();
        mesh.close();
        landmarkModel.close();
        decoder.close();
    }

    private void round(byte[] frame, Timings decode, Timings landmark, Timings everyFrame, Timings fullPath)
            throws FrameRejectedException {
        long start = System.nanoTime();
        decode(frame);
        long decoded = System.nanoTime();
        landmarkModel.run();
        long run = System.nanoTime();
        mesh.analyze(frame, closeTracker, now());
        long looked = System.nanoTime();
        boolean held = mesh.analyze(frame, meshTracker, now()).followed();
        long analyzed = System.nanoTime();
        followed += held ? 1 : 0;
        decode.add(decoded - start);
        landmark.add(run - decoded);
        everyFrame.add(looked - run);
        fullPath.add(analyzed - looked);
    }

    private void haar(byte[] frame, Timings cascades) throws FrameRejectedException {
        long start = System.nanoTime();
        haar.analyze(frame, haarTracker, now());
        cascades.add(System.nanoTime() - start);
    }

    private int decode(byte[] frame) throws FrameRejectedException {
        return decoder.decode(frame, JpegHeader.read(frame), PixelLayout.RGB, Reduction.FULL)
                .height();
    }

    /** The stream's own time, however long the analysis takes. */
    private long now() {
        return position * 1000L / fps;
    }

    /** Forth and back without repeating the frames at the ends. */
    private byte[] next() {
        int last = frames.size() - 1;
        int at = (int) ((long) position * MOST_FPS / fps % (2L * last));
        position++;
        return frames.get(at <= last ? at : 2 * last - at);
    }

    private static double rounded(double value) {
        return Math.rint(value * 1000) / 1000;
    }
}
