package org.invigil.vision.mesh;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.invigil.vision.EngineKind;
import org.invigil.vision.EyeSignal;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameAnalysis;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.Gaze;
import org.invigil.vision.HeadPose;
import org.invigil.vision.Presence;
import org.invigil.vision.UnusableReason;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.image.FrameFingerprint;
import org.invigil.vision.image.JpegDecoder;
import org.invigil.vision.image.JpegHeader;
import org.invigil.vision.image.Luminance;
import org.invigil.vision.image.Picture;
import org.invigil.vision.image.PixelLayout;
import org.invigil.vision.image.Reduction;
import org.jspecify.annotations.Nullable;

/**
 * Engine {@code mesh}. A face, once found, is followed by the landmark network alone; detectors look for a second person now and then,
 * and for everybody when the face is lost; segmentation tells a hidden face from an empty room.
 */
public final class MeshEngine implements VisionEngine {

    /** Identical files in a row from which a camera is frozen: 15 s at 30 frames a second; a live sensor's noise never repeats. */
    private static final int FROZEN_REPEATS = 450;

    /** While a face is followed, one detector looks over the whole picture every so many frames, both taking turns. */
    private static final int SCAN_PERIOD = 30;

    /** After so many frames without a face, the costly search is done in every third frame only. */
    private static final int SEARCH_EVERY_FRAME = 6;

    private static final int SEARCH_PERIOD = 3;

    /** Looks that must confirm another face in a running stream before it counts, and misses in a row that end it. */
    private static final int OTHER_HITS = 3;

    private static final int OTHER_MISSES = 3;

    /** The attention network runs in every so many frames of a stream: eyes are read 6 times a second at 30 frames. */
    private static final int EYES_PERIOD = 5;

    /** Turn of the head in degrees from which eyes read before it say nothing any more: they turn against it to hold a target. */
    private static final double EYES_MOVE_WITH_HEAD = 6;

    /**
     * Fewest pixels that the landmark networks' 192 may be filled from when a frame is decoded smaller: as many for eyes and irises,
     * three quarters for a face alone.
     */
    private static final double EYES_PIXELS = 192;

    private static final double FACE_PIXELS = 144;

    /** Edge of a face in pixels from which size costs no confidence in its pose. */
    private static final double GOOD_FACE_SIDE = 60;

    /** Share of the picture that a person fills at least: a head and shoulders at two metres from a common webcam. */
    private static final double PERSON_SHARE = 0.04;

    /** Mean luminance that a dark picture is lifted to before a second search, and the most it is lifted by. */
    private static final double LIFTED_MEAN = 110;

    private static final double MAX_GAIN = 6;

    /** What a bright picture is lifted by: faces against a window are about this much darker than lit ones. */
    private static final double BACKLIGHT_GAIN = 2.2;

    private final JpegDecoder decoder = new JpegDecoder();
    private final FaceLandmarks landmarks = new FaceLandmarks(false);
    private final PoseSolver poseSolver = new PoseSolver();
    private final FaceLandmarks attentive = new FaceLandmarks(true);
    private final FaceFinder finder = new FaceFinder(landmarks, poseSolver);
    private final PersonFinder persons = new PersonFinder();

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
            memory.repeats++;
            return repeated(last, memory.repeats);
        }
        FrameAnalysis analysis = look(jpeg, JpegHeader.read(jpeg), memory);
        memory.lastFrame = fingerprint;
        memory.lastAnalysis = analysis;
        memory.repeats = 0;
        memory.frames++;
        return analysis;
    }

    private static FrameAnalysis repeated(FrameAnalysis last, int repeats) {
        if (repeats >= FROZEN_REPEATS) {
            return new FrameAnalysis(
                    last.width(),
                    last.height(),
                    Presence.UNKNOWN,
                    1,
                    0,
                    null,
                    null,
                    Gaze.UNKNOWN,
                    UnusableReason.FROZEN,
                    true);
        }
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

    private FrameAnalysis look(byte[] jpeg, JpegHeader header, MeshTracker memory) throws FrameRejectedException {
        boolean withEyes = memory.eyes == null
                || memory.eyesAge >= EYES_PERIOD - 1
                || memory.turnedSinceEyes > EYES_MOVE_WITH_HEAD;
        FaceLandmarks network = withEyes ? attentive : landmarks;
        Reduction reduction = memory.face == null
                ? Reduction.FULL
                : reductionFor(memory.face, header, withEyes ? EYES_PIXELS : FACE_PIXELS);
        Picture picture = decoder.decode(jpeg, header, PixelLayout.RGB, reduction);
        double flag =
                memory.face == null ? 0 : network.run(picture.mat(), memory.face.scaled(picture.width()), memory.gain);
        if (flag < FaceFinder.FACE_FLAG) {
            if (memory.framesWithoutFace >= SEARCH_EVERY_FRAME
                    && memory.framesWithoutFace % SEARCH_PERIOD != 0
                    && memory.lastAnalysis != null) {
                memory.framesWithoutFace++;
                return memory.lastAnalysis;
            }
            memory.eyes = null;
            network = attentive;
            if (reduction != Reduction.FULL) {
                picture = decoder.decode(jpeg, header, PixelLayout.RGB, Reduction.FULL);
            }
            flag = search(picture, memory);
        }
        if (flag < FaceFinder.FACE_FLAG) {
            memory.framesWithoutFace++;
            return withoutFace(picture);
        }
        memory.framesWithoutFace = 0;
        return withFace(picture, network, flag, memory);
    }

    /** How much smaller a frame may be decoded when only a known face is looked at. */
    private static Reduction reductionFor(Region face, JpegHeader header, double pixels) {
        int width = header.orientation() > 4 ? header.height() : header.width();
        Reduction chosen = Reduction.FULL;
        for (Reduction reduction : Reduction.values()) {
            if (face.side() * width / reduction.divisor() >= pixels) {
                chosen = reduction;
            }
        }
        return chosen;
    }

    /** What a network says that has just found the main face. */
    private FrameAnalysis withFace(Picture picture, FaceLandmarks network, double flag, MeshTracker memory) {
        Mat rgb = picture.mat();
        JpegHeader header = picture.header();
        boolean lying = header.orientation() > 4;
        Region region = FaceShape.region(network.points());
        memory.face = region.scaled(1.0 / rgb.cols());
        PoseSolver.Pose pose = poseSolver.solve(network.points(), rgb.cols(), rgb.rows());
        EyeSignal eyes = eyes(network, pose, memory);
        followOthers(rgb, memory);
        return new FrameAnalysis(
                lying ? header.height() : header.width(),
                lying ? header.width() : header.height(),
                Presence.PRESENT,
                flag,
                1 + memory.countedOthers(),
                new HeadPose(
                        pose.camera().yawDegrees(),
                        pose.camera().pitchDegrees(),
                        pose.camera().rollDegrees(),
                        flag
                                * poseConfidence(
                                        pose,
                                        region.faceSide() * picture.reduction().divisor())),
                eyes,
                LineOfSight.of(pose.view(), eyes).gaze(),
                null,
                false);
    }

    /** The eyes as this frame shows them, or as last read while the head has hardly moved. */
    private static @Nullable EyeSignal eyes(FaceLandmarks network, PoseSolver.Pose pose, MeshTracker memory) {
        double yaw = pose.view().yawDegrees();
        double pitch = pose.view().pitchDegrees();
        if (network.hasEyes()) {
            memory.eyes = EyeReader.read(network, pose);
            memory.eyesAge = 0;
            memory.eyesHeadYaw = yaw;
            memory.eyesHeadPitch = pitch;
        } else {
            memory.eyesAge++;
        }
        memory.turnedSinceEyes = Math.hypot(yaw - memory.eyesHeadYaw, pitch - memory.eyesHeadPitch);
        EyeSignal eyes = memory.eyes;
        if (eyes == null || memory.turnedSinceEyes <= EYES_MOVE_WITH_HEAD) {
            return eyes;
        }
        return new EyeSignal(eyes.yawDegrees(), eyes.pitchDegrees(), eyes.openness(), 0);
    }

    /** Lower for small faces, for such as fit the canonical face badly, and for strong turns. */
    private static double poseConfidence(PoseSolver.Pose pose, double faceSide) {
        double size = Math.clamp(faceSide / GOOD_FACE_SIDE, 0.2, 1);
        double fit =
                Math.clamp((FaceFinder.INHUMAN_MISFIT - pose.residual()) / (FaceFinder.INHUMAN_MISFIT / 2), 0.1, 1);
        double turn = Math.clamp(1 - (Math.abs(pose.view().yawDegrees()) - 45) / 90, 0.5, 1);
        return size * fit * turn;
    }

    /** Looks for all faces; the attentive network then holds the main one. Returns its flag, 0 if there is none. */
    private double search(Picture picture, MeshTracker memory) {
        Mat rgb = picture.mat();
        boolean fresh = memory.frames == 0;
        List<FaceFinder.Face> faces = finder.findAll(rgb, 1);
        memory.gain = 1;
        if (faces.isEmpty()) {
            Luminance light = Luminance.of(picture);
            double gain = isDark(light) ? liftingGain(light) : BACKLIGHT_GAIN;
            faces = finder.findAll(rgb, gain);
            memory.gain = gain;
        }
        if (faces.isEmpty()) {
            memory.face = null;
            memory.others.clear();
            memory.gain = 1;
            return 0;
        }
        Region main = faces.getFirst().region();
        memory.others.removeIf(other -> other.region.scaled(rgb.cols()).sameFace(main));
        for (FaceFinder.Face face : faces.subList(1, faces.size())) {
            addOther(memory, main, face.region(), rgb.cols(), fresh);
        }
        double flag = landmarks.run(rgb, main, memory.gain);
        attentive.run(rgb, FaceShape.region(landmarks.points()), memory.gain);
        return flag;
    }

    private static boolean isDark(Luminance light) {
        return light.mean() < LIFTED_MEAN / 1.5;
    }

    private static double liftingGain(Luminance light) {
        return Math.min(MAX_GAIN, LIFTED_MEAN / Math.max(1, light.mean()));
    }

    private FrameAnalysis withoutFace(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        Luminance light = Luminance.of(picture);
        UnusableReason unusable = light.unusableReason();
        if (unusable != null) {
            return faceless(width, height, Presence.UNKNOWN, 1, unusable);
        }
        double share = persons.personShare(picture.mat(), isDark(light) ? liftingGain(light) : 1);
        double confidence = Math.clamp(Math.abs(share - PERSON_SHARE) / PERSON_SHARE, 0.5, 1);
        return faceless(width, height, share >= PERSON_SHARE ? Presence.HIDDEN : Presence.ABSENT, confidence, null);
    }

    private static FrameAnalysis faceless(
            int width, int height, Presence presence, double confidence, @Nullable UnusableReason unusable) {
        return new FrameAnalysis(width, height, presence, confidence, 0, null, null, Gaze.UNKNOWN, unusable, false);
    }

    /** Looks at one of the other faces a frame, in turn, and now and then for a new one. Uses the landmark network. */
    private void followOthers(Mat rgb, MeshTracker memory) {
        int width = rgb.cols();
        Region main = memory.face == null ? Region.whole(width, rgb.rows(), 1) : memory.face.scaled(width);
        if (!memory.others.isEmpty() && memory.frames > 0) {
            MeshTracker.Other other = memory.others.get((int) (memory.frames % memory.others.size()));
            double flag = landmarks.run(rgb, other.region.scaled(width), memory.gain);
            Region region = FaceShape.region(landmarks.points());
            if (flag >= FaceFinder.FACE_FLAG && !region.sameFace(main)) {
                other.region = region.scaled(1.0 / width);
                other.hits++;
                other.misses = 0;
                other.counted |= other.hits >= OTHER_HITS;
            } else {
                other.misses++;
            }
            memory.others.removeIf(each -> each.misses >= OTHER_MISSES);
        }
        if (memory.frames % SCAN_PERIOD == SCAN_PERIOD - 1 && memory.others.size() < MeshTracker.MAX_OTHERS) {
            FaceDetector.Range range =
                    memory.frames / SCAN_PERIOD % 2 == 0 ? FaceDetector.Range.FULL : FaceDetector.Range.SHORT;
            List<Region> known = new ArrayList<>();
            known.add(main);
            memory.others.forEach(other -> known.add(other.region.scaled(width)));
            for (FaceFinder.Face face : finder.findOthers(rgb, memory.gain, range, known)) {
                addOther(memory, main, face.region(), width, false);
            }
        }
    }

    private static void addOther(MeshTracker memory, Region main, Region face, int width, boolean counted) {
        boolean known = memory.others.stream()
                .anyMatch(other -> other.region.scaled(width).sameFace(face));
        if (!known && memory.others.size() < MeshTracker.MAX_OTHERS && !onTheChestOf(main, face)) {
            memory.others.add(new MeshTracker.Other(face.scaled(1.0 / width), counted));
        }
    }

    /** Whether a face lies where the main person's shirt is: a print, a badge, a picture held up; no second person sits there. */
    private static boolean onTheChestOf(Region main, Region face) {
        double along = Math.cos(main.radians());
        double across = Math.sin(main.radians());
        double dx = face.centerX() - main.centerX();
        double dy = face.centerY() - main.centerY();
        double sideways = (dx * along + dy * across) / main.faceSide();
        double below = (dy * along - dx * across) / main.faceSide();
        return Math.abs(sideways) < 1 && below > 0.5 && below < 4;
    }

    @Override
    public void close() {
        persons.close();
        finder.close();
        attentive.close();
        landmarks.close();
        decoder.close();
    }
}
