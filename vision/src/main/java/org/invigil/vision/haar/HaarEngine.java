package org.invigil.vision.haar;

import static org.bytedeco.opencv.global.opencv_core.flip;
import static org.bytedeco.opencv.global.opencv_imgproc.equalizeHist;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.UnusableReason;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.image.JpegDecoder;
import org.invigil.vision.image.LuminanceReader;
import org.invigil.vision.image.Picture;
import org.invigil.vision.image.PixelLayout;
import org.invigil.vision.image.Reduction;
import org.invigil.vision.image.ThumbnailReader;
import org.invigil.vision.jpeg.JpegHeader;
import org.invigil.vision.scene.Thumbnail;
import org.invigil.vision.stream.StreamEngine;
import org.jspecify.annotations.Nullable;

/**
 * Engine {@code haar}. Every frame is searched for frontal faces and for profiles of both sides, since a second person
 * may sit beside one who looks at the camera; the eyes are searched in the main face.
 */
public final class HaarEngine extends StreamEngine<HaarTracker> {

    private static final int FACE_NEIGHBORS = 5;
    private static final int MIN_FACE_PIXELS = 30;

    private final JpegDecoder decoder = new JpegDecoder();
    private final Cascade frontalFace = new Cascade(Cascade.Kind.FRONTAL_FACE, FACE_NEIGHBORS, MIN_FACE_PIXELS);
    private final Cascade profileFace = new Cascade(Cascade.Kind.PROFILE_FACE, FACE_NEIGHBORS, MIN_FACE_PIXELS);
    private final EyeFinder eyeFinder = new EyeFinder();
    private final Mat equalized = new Mat();
    private final Mat mirrored = new Mat();

    public HaarEngine() {
        super(HaarTracker.class);
    }

    @Override
    public EngineKind kind() {
        return EngineKind.HAAR;
    }

    @Override
    public FaceTracker newTracker() {
        return new HaarTracker();
    }

    @Override
    protected FrameAnalysis look(byte[] jpeg, JpegHeader header, HaarTracker memory, long nowMillis)
            throws FrameRejectedException {
        return look(decoder.decode(jpeg, header, PixelLayout.GRAY, Reduction.FULL));
    }

    @Override
    protected Thumbnail thumbnail(byte[] jpeg, JpegHeader header) throws FrameRejectedException {
        return ThumbnailReader.read(decoder.decode(jpeg, header, PixelLayout.GRAY, Reduction.EIGHTH));
    }

    @Override
    public void close() {
        mirrored.close();
        equalized.close();
        eyeFinder.close();
        profileFace.close();
        frontalFace.close();
        decoder.close();
    }

    private FrameAnalysis look(Picture picture) {
        equalizeHist(picture.mat(), equalized);
        List<Sighting> faces = faces(picture.width());
        if (faces.isEmpty()) {
            UnusableReason unusable = LuminanceReader.read(picture).unusableReason();
            return new FrameAnalysis(
                    picture.width(),
                    picture.height(),
                    unusable == null ? Presence.ABSENT : Presence.UNKNOWN,
                    // A cascade that finds nothing has often just missed: a turned, tilted or covered face.
                    unusable == null ? 0.5 : 0.8,
                    0,
                    0,
                    0,
                    List.of(),
                    null,
                    null,
                    Gaze.UNKNOWN,
                    unusable,
                    false);
        }
        Sighting main = faces.getFirst();
        EyePair eyes = main.frontal() ? eyeFinder.find(equalized, picture, main.box()) : null;
        HeadPose pose = CoarsePose.of(main, eyes);
        EyeSignal eyeSignal = eyes == null ? null : CoarsePose.eyeSignal(eyes);
        return new FrameAnalysis(
                picture.width(),
                picture.height(),
                Presence.PRESENT,
                presenceConfidence(main, eyes),
                faces.size(),
                faces.size(),
                faces.size(),
                List.of(),
                pose,
                eyeSignal,
                CoarsePose.gaze(pose, eyeSignal),
                null,
                false);
    }

    /** Every face once, the largest first. */
    private List<Sighting> faces(int width) {
        List<Sighting> faces = new ArrayList<>();
        for (Box hit : frontalFace.detect(equalized)) {
            merge(faces, new Sighting(hit, true, false, false));
        }
        for (Box hit : profileFace.detect(equalized)) {
            merge(faces, new Sighting(hit, false, true, false));
        }
        flip(equalized, mirrored, 1);
        for (Box hit : profileFace.detect(mirrored)) {
            merge(faces, new Sighting(hit.mirrored(width), false, false, true));
        }
        faces.sort(Comparator.comparingInt((Sighting face) -> face.box().area()).reversed());
        return faces;
    }

    private static void merge(List<Sighting> faces, Sighting hit) {
        for (int i = 0; i < faces.size(); i++) {
            if (faces.get(i).box().isSameFace(hit.box())) {
                faces.set(i, faces.get(i).with(hit));
                return;
            }
        }
        faces.add(hit);
    }

    private static double presenceConfidence(Sighting face, @Nullable EyePair eyes) {
        if (eyes != null) {
            return 0.9;
        }
        return face.frontal() ? 0.7 : 0.6;
    }
}
