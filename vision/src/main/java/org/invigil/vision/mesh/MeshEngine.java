package org.invigil.vision.mesh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.opencv.opencv_core.Mat;
import org.invigil.rules.sight.LineOfSight;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.PersonBox;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.UnusableReason;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.image.JpegDecoder;
import org.invigil.vision.image.JpegHeader;
import org.invigil.vision.image.Luminance;
import org.invigil.vision.image.Picture;
import org.invigil.vision.image.PixelLayout;
import org.invigil.vision.image.Reduction;
import org.invigil.vision.image.SceneReader;
import org.invigil.vision.stream.StreamEngine;
import org.jspecify.annotations.Nullable;

/**
 * Engine {@code mesh}. A face, once found, is followed by the landmark network alone; detectors look for a second person now and then,
 * and for everybody when the face is lost; person detection, segmentation and what was there before tell a hidden face from an empty room.
 */
public final class MeshEngine extends StreamEngine<MeshTracker> {

    /**
     * While a face is followed, one detector looks over the whole picture so often; at low frame rates in every twelfth frame, or in every
     * fifth if that takes longer than {@link #SLOW_SCAN_MILLIS}.
     */
    private static final long SCAN_MILLIS = 600;

    private static final int SCAN_FRAMES = 12;
    private static final long SLOW_SCAN_MILLIS = 2_500;
    private static final int SLOW_SCAN_FRAMES = 5;

    /** One look in so many is that of the full-range detector, which sees far and small faces and costs three times as much. */
    private static final int FULL_RANGE_SCAN = 3;

    /** So long after the face was lost every frame is searched, then one in so long: the search is costly. */
    private static final long SEARCH_EVERY_FRAME_MILLIS = 200;

    private static final long SEARCH_MILLIS = 100;

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
    private final PersonDetector detector = new PersonDetector();

    /** Loaded with the first stream in which phones are looked for: most exams look for none. */
    private @Nullable PhoneDetector phones;

    /** The main face as a landmark network has just seen it; with eyes if it was, or is followed by, the attentive one. */
    // Made and read within one call: its array is never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Sight(double[] points, PoseSolver.Pose pose, double flag, boolean withEyes) {}

    public MeshEngine() {
        super(MeshTracker.class);
    }

    @Override
    public EngineKind kind() {
        return EngineKind.MESH;
    }

    @Override
    public FaceTracker newTracker() {
        return new MeshTracker();
    }

    @Override
    protected FrameAnalysis look(byte[] jpeg, JpegHeader header, MeshTracker memory, long now)
            throws FrameRejectedException {
        FrameAnalysis people = lookForPeople(jpeg, header, memory, now);
        boolean canTell = people.presence() != Presence.UNKNOWN;
        return people.withPhoneConfidence(
                canTell && memory.phones.isDue(now) ? lookForPhone(jpeg, header, memory, now) : null);
    }

    private double lookForPhone(byte[] jpeg, JpegHeader header, MeshTracker memory, long now)
            throws FrameRejectedException {
        if (phones == null) {
            phones = new PhoneDetector();
        }
        Picture picture = decoder.decode(jpeg, header, PixelLayout.RGB, Reduction.FULL);
        double confidence = phones.confidence(picture.mat());
        memory.phones.looked(confidence, now);
        return confidence;
    }

    private FrameAnalysis lookForPeople(byte[] jpeg, JpegHeader header, MeshTracker memory, long now)
            throws FrameRejectedException {
        Region face = memory.face;
        if (face == null) {
            FrameAnalysis last = memory.lastAnalysis();
            boolean searchDue = now - memory.lostAtMillis <= SEARCH_EVERY_FRAME_MILLIS
                    || now - memory.searchedAtMillis >= SEARCH_MILLIS;
            if (last != null
                    && !searchDue
                    && last.width() == header.uprightWidth()
                    && last.height() == header.uprightHeight()) {
                decoder.decode(
                        jpeg, header, PixelLayout.RGB, Reduction.EIGHTH); // a damaged frame is refused all the same
                return last;
            }
            return search(decoder.decode(jpeg, header, PixelLayout.RGB, Reduction.FULL), memory, now);
        }
        boolean withEyes = memory.eyes.due(now);
        boolean forPersons = memory.persons.isDueBesideFace(now);
        Reduction reduction =
                forPersons ? Reduction.FULL : reductionFor(face, header, withEyes ? EYES_PIXELS : FACE_PIXELS);
        Picture picture = decoder.decode(jpeg, header, PixelLayout.RGB, reduction);
        FaceLandmarks network = withEyes ? attentive : landmarks;
        double flag = network.run(picture.mat(), face.scaled(picture.width()), memory.gain);
        Sight sight = new Sight(network.points(), poseSolver.solve(network.points()), flag, withEyes);
        if (flag >= FaceFinder.FACE_FLAG && sight.pose.residual() < FaceFinder.INHUMAN_MISFIT) {
            return withFace(picture, sight, forPersons, memory, now);
        }
        if (reduction != Reduction.FULL) {
            picture = decoder.decode(jpeg, header, PixelLayout.RGB, Reduction.FULL);
        }
        return search(picture, memory, now);
    }

    /** How much smaller a frame may be decoded when only a known face is looked at. */
    private static Reduction reductionFor(Region face, JpegHeader header, double pixels) {
        Reduction chosen = Reduction.FULL;
        for (Reduction reduction : Reduction.values()) {
            if (face.side() * header.uprightWidth() / reduction.divisor() >= pixels) {
                chosen = reduction;
            }
        }
        return chosen;
    }

    /** What a frame shows in which the main face was found. */
    private FrameAnalysis withFace(Picture picture, Sight sight, boolean forPersons, MeshTracker memory, long now) {
        Region region = FaceShape.region(sight.points);
        memory.face = region.scaled(1.0 / picture.width());
        if (memory.stillness == null) {
            memory.stillness = new Stillness(memory.face, now);
        }
        memory.stillness.seen(memory.face, now);
        PoseSolver.Pose pose = sight.pose;
        Rotation head = pose.rotation();
        if (sight.withEyes) {
            memory.eyes.read(EyeReader.read(attentive, pose), head, now);
        } else {
            memory.eyes.headAt(head);
        }
        int divisor = picture.reduction().divisor();
        double faceSide = region.faceSide() * divisor;
        double confidence = sight.flag * poseConfidence(pose, faceSide);
        followOthers(picture.mat(), memory, now);
        if (forPersons) {
            lookForPersonsBeside(memory.face, picture, memory, now);
        }
        int certainFaces = 1 + memory.others.certain();
        EyeSignal eyes = memory.eyes.current();
        HeadPose headPose = head.pose(
                confidence,
                poseSolver.uncertaintyDegrees(pose.pixelsPerCentimetre() * divisor, region.side() * divisor));
        return new FrameAnalysis(
                picture.header().uprightWidth(),
                picture.header().uprightHeight(),
                Presence.PRESENT,
                sight.flag,
                1 + memory.others.count(),
                certainFaces,
                certainFaces + memory.persons.otherBodies(),
                memory.persons.boxes(),
                headPose,
                eyes,
                LineOfSight.gaze(headPose, eyes),
                null,
                false);
    }

    /** Lower for small faces, and for such as fit the canonical face badly. */
    private static double poseConfidence(PoseSolver.Pose pose, double faceSide) {
        double size = Math.clamp(faceSide / GOOD_FACE_SIDE, 0.2, 1);
        double fit =
                Math.clamp((FaceFinder.INHUMAN_MISFIT - pose.residual()) / (FaceFinder.INHUMAN_MISFIT / 2), 0.1, 1);
        return size * fit;
    }

    /** Looks at the whole picture, for all faces. */
    private FrameAnalysis search(Picture picture, MeshTracker memory, long now) {
        Mat rgb = picture.mat();
        boolean fresh = memory.lastAnalysis() == null;
        Region before = memory.face;
        memory.searchedAtMillis = now;
        memory.eyes.forget();
        memory.gain = 1;
        List<FaceFinder.Face> faces = faces(rgb, memory);
        if (faces.isEmpty()) {
            Luminance light = Luminance.of(picture);
            memory.gain = isDark(light) ? liftingGain(light) : BACKLIGHT_GAIN;
            faces = faces(rgb, memory);
            if (faces.isEmpty()) {
                memory.lostAtMillis = memory.face == null && !fresh ? memory.lostAtMillis : now;
                if (before != null) {
                    memory.persons.lostFace(box(before, rgb), now);
                }
                memory.face = null;
                memory.stillness = null;
                memory.others.forgetPeople();
                memory.gain = 1;
                return withoutFace(picture, light, memory, now);
            }
        }
        double scale = 1.0 / rgb.cols();
        Region main = faces.getFirst().region();
        memory.others.forget(main.scaled(scale));
        for (FaceFinder.Face face : faces.subList(1, faces.size())) {
            memory.others.add(face.region().scaled(scale), main.scaled(scale), fresh, now);
        }
        double flag = landmarks.run(rgb, main, memory.gain);
        attentive.run(rgb, FaceShape.region(landmarks.points()), memory.gain);
        // Both have looked, and their errors differ: the mean of the two is nearer to the face.
        double[] points = mean(landmarks.points(), attentive.points());
        boolean forPersons = memory.persons.isDueBesideFace(now);
        return withFace(picture, new Sight(points, poseSolver.solve(points), flag, true), forPersons, memory, now);
    }

    private static double[] mean(double[] a, double[] b) {
        double[] mean = new double[a.length];
        Arrays.setAll(mean, i -> (a[i] + b[i]) / 2);
        return mean;
    }

    /** All faces but those known to be pictures, the most prominent first. */
    private List<FaceFinder.Face> faces(Mat rgb, MeshTracker memory) {
        List<Region> pictures = memory.others.pictures();
        return finder.findAll(rgb, memory.gain).stream()
                .filter(face -> pictures.stream()
                        .noneMatch(picture -> picture.scaled(rgb.cols()).sameFace(face.region())))
                .toList();
    }

    private static boolean isDark(Luminance light) {
        return light.mean() < LIFTED_MEAN / 1.5;
    }

    private static double liftingGain(Luminance light) {
        return Math.min(MAX_GAIN, LIFTED_MEAN / Math.max(1, light.mean()));
    }

    private FrameAnalysis withoutFace(Picture picture, Luminance light, MeshTracker memory, long now) {
        UnusableReason unusable = light.unusableReason();
        if (unusable != null) {
            return faceless(picture, Presence.UNKNOWN, 1, 0, List.of(), unusable);
        }
        double gain = isDark(light) ? liftingGain(light) : 1;
        Mat rgb = picture.mat();
        List<Region> pictures = memory.others.pictures();
        double share = persons.personShare(rgb, gain, pictures);
        boolean segmented = share >= PERSON_SHARE;
        if (memory.persons.isDueWithoutFace(now)) {
            List<PersonBox> boxes = detector.detect(rgb, gain).stream()
                    .filter(box -> pictures.stream().noneMatch(known -> box.containsCentreOf(box(known, rgb))))
                    .toList();
            memory.persons.lookedWithoutFace(boxes, segmented, SceneReader.read(picture), now);
        }
        double sure = Math.clamp(Math.abs(share - PERSON_SHARE) / PERSON_SHARE, 0.5, 1);
        if (segmented || memory.persons.isSomebodyHidden(now)) {
            double confidence = Math.max(segmented ? sure : 0.5, memory.persons.bestScore());
            int seen = 1 + memory.persons.otherBodies();
            return faceless(picture, Presence.HIDDEN, confidence, seen, memory.persons.boxes(), null);
        }
        return faceless(picture, Presence.ABSENT, sure, 0, memory.persons.boxes(), null);
    }

    private static FrameAnalysis faceless(
            Picture picture,
            Presence presence,
            double confidence,
            int persons,
            List<PersonBox> boxes,
            @Nullable UnusableReason unusable) {
        return new FrameAnalysis(
                picture.width(),
                picture.height(),
                presence,
                confidence,
                0,
                0,
                persons,
                boxes,
                null,
                null,
                Gaze.UNKNOWN,
                unusable,
                false);
    }

    /** Looks for bodies beside the student's face. */
    private void lookForPersonsBeside(Region face, Picture picture, MeshTracker memory, long now) {
        Mat rgb = picture.mat();
        List<PersonBox> otherFaces =
                memory.others.regions().stream().map(other -> box(other, rgb)).toList();
        memory.persons.lookedBesideFace(
                detector.detect(rgb, memory.gain), box(face, rgb), otherFaces, SceneReader.read(picture), now);
    }

    /** The face in a region, which is in fractions of the picture's width. */
    private static PersonBox box(Region region, Mat rgb) {
        double half = region.faceSide() / 2;
        double widthPerHeight = (double) rgb.cols() / rgb.rows();
        return new PersonBox(
                region.centerX() - half,
                (region.centerY() - half) * widthPerHeight,
                region.centerX() + half,
                (region.centerY() + half) * widthPerHeight,
                1);
    }

    /** Looks at one of the other faces, in turn, and now and then for a new one. Uses the landmark network. */
    private void followOthers(Mat rgb, MeshTracker memory, long now) {
        int width = rgb.cols();
        Region main = Objects.requireNonNull(memory.face);
        Region due = memory.others.due(now);
        if (due != null) {
            double flag = landmarks.run(rgb, due.scaled(width), memory.gain);
            Region found = FaceShape.region(landmarks.points()).scaled(1.0 / width);
            boolean other = flag >= FaceFinder.FACE_FLAG && !found.sameFace(main);
            memory.others.looked(other ? found : null, Objects.requireNonNull(memory.stillness), now);
        }
        memory.framesSinceScan++;
        if (scanDue(now - memory.scannedAtMillis, memory.framesSinceScan) && !memory.others.isFull()) {
            memory.scannedAtMillis = now;
            memory.framesSinceScan = 0;
            FaceDetector.Range range =
                    memory.scans % FULL_RANGE_SCAN == 0 ? FaceDetector.Range.FULL : FaceDetector.Range.SHORT;
            memory.scans++;
            List<Region> known = new ArrayList<>();
            known.add(main.scaled(width));
            memory.others.regions().forEach(other -> known.add(other.scaled(width)));
            for (FaceFinder.Face face : finder.findOthers(rgb, memory.gain, range, known)) {
                memory.others.add(face.region().scaled(1.0 / width), main, false, now);
            }
        }
    }

    private static boolean scanDue(long millisSince, int framesSince) {
        return millisSince >= SCAN_MILLIS
                && (framesSince >= SCAN_FRAMES || (framesSince >= SLOW_SCAN_FRAMES && millisSince >= SLOW_SCAN_MILLIS));
    }

    @Override
    public void close() {
        if (phones != null) {
            phones.close();
        }
        detector.close();
        persons.close();
        finder.close();
        attentive.close();
        landmarks.close();
        decoder.close();
    }
}
