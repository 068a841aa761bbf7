package org.invigil.vision.mesh;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameAnalysis;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.Gaze;
import org.invigil.vision.HeadPose;
import org.invigil.vision.Presence;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.image.FrameFingerprint;
import org.invigil.vision.image.JpegDecoder;
import org.invigil.vision.image.JpegHeader;
import org.invigil.vision.image.Picture;
import org.invigil.vision.image.PixelLayout;
import org.invigil.vision.image.Reduction;

/** Engine {@code mesh}. */
public final class MeshEngine implements VisionEngine {

    private static final double FACE_THERE = 0.5;

    private final JpegDecoder decoder = new JpegDecoder();
    private final FaceDetector shortRange = new FaceDetector(FaceDetector.Range.SHORT);
    private final FaceDetector fullRange = new FaceDetector(FaceDetector.Range.FULL);
    private final FaceLandmarks landmarks = new FaceLandmarks();
    private final PoseSolver poseSolver = new PoseSolver();

    @Override
    public EngineKind kind() {
        return EngineKind.MESH;
    }

    @Override
    public FaceTracker newTracker() {
        return new MeshTracker();
    }

    @Override
    public FrameAnalysis analyze(byte[] jpeg, FaceTracker tracker) throws FrameRejectedException {
        if (!(tracker instanceof MeshTracker memory)) {
            throw new IllegalArgumentException(
                    "This tracker belongs to another engine; ask this one for a new tracker");
        }
        FrameFingerprint fingerprint = FrameFingerprint.of(jpeg);
        FrameAnalysis last = memory.lastAnalysis;
        if (last != null && fingerprint.equals(memory.lastFrame)) {
            return new FrameAnalysis(
                    last.width(),
                    last.height(),
                    last.presence(),
                    last.presenceConfidence(),
                    last.faces(),
                    last.pose(),
                    last.eyes(),
                    last.gaze(),
                    last.unusable(),
                    true);
        }
        Picture picture = decoder.decode(jpeg, JpegHeader.read(jpeg), PixelLayout.RGB, Reduction.FULL);
        FrameAnalysis analysis = look(picture.mat(), memory);
        memory.lastFrame = fingerprint;
        memory.lastAnalysis = analysis;
        return analysis;
    }

    private FrameAnalysis look(Mat rgb, MeshTracker memory) {
        int width = rgb.cols();
        int height = rgb.rows();
        Region region = memory.face == null ? null : memory.face.scaled(width);
        double probability = region == null ? 0 : landmarks.run(rgb, region);
        if (probability < FACE_THERE) {
            List<Detection> found = shortRange.detect(rgb, 0.5);
            if (found.isEmpty()) {
                found = fullRange.detect(rgb, 0.5);
            }
            probability =
                    found.isEmpty() ? 0 : landmarks.run(rgb, found.getFirst().region());
        }
        if (probability < FACE_THERE) {
            memory.face = null;
            return new FrameAnalysis(width, height, Presence.ABSENT, 0.5, 0, null, null, Gaze.UNKNOWN, null, false);
        }
        memory.face = FaceShape.region(landmarks.points()).scaled(1.0 / width);
        PoseSolver.Pose pose = poseSolver.solve(landmarks.points(), width, height);
        HeadPose head = new HeadPose(
                pose.camera().yawDegrees(),
                pose.camera().pitchDegrees(),
                pose.camera().rollDegrees(),
                probability);
        return new FrameAnalysis(
                width, height, Presence.PRESENT, probability, 1, head, null, Gaze.UNKNOWN, null, false);
    }

    @Override
    public void close() {
        landmarks.close();
        fullRange.close();
        shortRange.close();
        decoder.close();
    }
}
