package org.invigil.vision.mesh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.invigil.vision.jpeg.JpegHeader;
import org.invigil.vision.scene.Luminance;
import org.invigil.vision.scene.Thumbnail;
import org.invigil.vision.stream.StreamEngine;
import org.jspecify.annotations.Nullable;

/**
 * Engine {@code mesh}. A face, once found, is looked at by the landmark network alone, and not even by that while nothing has changed;
 * detectors look for a second person now and then, and for everybody when the face is lost; person detection, segmentation and what was
 * there before tell a hidden face from an empty room.
 */
public final class MeshEngine extends StreamEngine<MeshTracker> {

    /** So long after the face was lost every frame is searched, then one in so long: the search is costly. */
    private static final long SEARCH_EVERY_FRAME_MILLIS = 200;

    private static final long SEARCH_MILLIS = 100;

    /** What a frame may be divided by when it is decoded. */
    private static final int[] DIVISORS = {1, 2, 4, 8};

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

    private final Networks networks;
    private final FaceLandmarks landmarks;
    private final FaceLandmarks attentive;
    private final PoseSolver poseSolver;
    private final FaceFinder finder;
    private final PersonFinder persons;
    private final PersonDetector detector;

    /** Made with the first stream in which phones are looked for: most exams look for none. */
    private @Nullable PhoneDetector phones;

    /** The main face as a landmark network has just seen it, with eyes if it was the attentive one; or as the mean of both. */
    // Made and read within one call: its array is never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Sight(double[] points, PoseSolver.Pose pose, double flag, boolean withEyes, boolean byBoth) {}

    /** An engine that goes by these networks, and closes them. */
    public MeshEngine(Networks networks) {
        super(MeshTracker.class);
        this.networks = networks;
        landmarks = new FaceLandmarks(networks, false);
        attentive = new FaceLandmarks(networks, true);
        poseSolver = new PoseSolver(networks.faceGeometry());
        finder = new FaceFinder(networks, landmarks, poseSolver);
        persons = new PersonFinder(networks);
        detector = new PersonDetector(networks);
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
        if (!canTell || !memory.phones.isDue(now)) {
            return people.withPhoneConfidence(null);
        }
        if (people.followed() || networks.divisor() != 1) {
            networks.show(jpeg, header, 1);
        }
        return people.withPhoneConfidence(lookForPhone(memory, now));
    }

    @Override
    protected Thumbnail thumbnail(byte[] jpeg, JpegHeader header) throws FrameRejectedException {
        return networks.thumbnail(jpeg, header);
    }

    private double lookForPhone(MeshTracker memory, long now) {
        if (phones == null) {
            phones = new PhoneDetector(networks);
        }
        double confidence = phones.confidence();
        memory.phones.looked(confidence, now);
        return confidence;
    }

    private FrameAnalysis lookForPeople(byte[] jpeg, JpegHeader header, MeshTracker memory, long now)
            throws FrameRejectedException {
        Region face = memory.face;
        FrameAnalysis last = memory.lastAnalysis();
        if (face == null) {
            boolean searchDue = now - memory.lostAtMillis <= SEARCH_EVERY_FRAME_MILLIS
                    || now - memory.searchedAtMillis >= SEARCH_MILLIS;
            if (last != null && !searchDue && isOfSize(last, header)) {
                networks.show(jpeg, header, 8); // a damaged frame is refused all the same
                return last;
            }
            networks.show(jpeg, header, 1);
            return search(header, memory, now);
        }
        boolean withEyes = memory.eyes.due(now);
        boolean forPersons = memory.persons.isDueBesideFace(now);
        long interval = memory.sinceLastFrame(now);
        boolean mayFollow = !memory.closely && Following.isWorthwhile(interval);
        boolean forReplay = memory.replay.isDue(now);
        Thumbnail thumbnail = mayFollow || forReplay ? networks.thumbnail(jpeg, header) : null;
        boolean lookDue = withEyes || forPersons || memory.others.needLook(now);
        if (!lookDue
                && mayFollow
                && thumbnail != null
                && last != null
                && isOfSize(last, header)
                && memory.following.holds(thumbnail, box(face, last), interval, now)) {
            memory.eyes.followed();
            memory.others.followed();
            FrameAnalysis held = last.takenOver(false, true);
            return forReplay ? lookForReplay(thumbnail, held, memory, now) : held;
        }
        networks.show(jpeg, header, forPersons ? 1 : divisorFor(face, header, withEyes ? EYES_PIXELS : FACE_PIXELS));
        FaceLandmarks network = withEyes ? attentive : landmarks;
        double flag = network.run(face.scaled(networks.width()), memory.gain);
        Sight sight = new Sight(network.points(), poseSolver.solve(network.points()), flag, withEyes, false);
        if (flag >= FaceFinder.FACE_FLAG && sight.pose.residual() < FaceFinder.INHUMAN_MISFIT) {
            memory.following.looked(mayFollow ? thumbnail : null, now);
            FrameAnalysis seen = withFace(header, sight, forPersons, memory, now);
            return forReplay && thumbnail != null ? lookForReplay(thumbnail, seen, memory, now) : seen;
        }
        if (networks.divisor() != 1) {
            networks.show(jpeg, header, 1);
        }
        return search(header, memory, now);
    }

    /** Looks whether a frame with a face shows anything new. */
    private static FrameAnalysis lookForReplay(Thumbnail thumbnail, FrameAnalysis seen, MeshTracker memory, long now) {
        Region face = memory.face;
        HeadPose pose = seen.pose();
        if (face == null || pose == null) {
            return seen;
        }
        return seen.withReplayConfidence(memory.replay.looked(thumbnail, box(face, seen), pose, seen.eyes(), now));
    }

    private static boolean isOfSize(FrameAnalysis last, JpegHeader header) {
        return last.width() == header.uprightWidth() && last.height() == header.uprightHeight();
    }

    /** How much smaller a frame may be decoded when only a known face is looked at. */
    private static int divisorFor(Region face, JpegHeader header, double pixels) {
        int chosen = 1;
        for (int divisor : DIVISORS) {
            if (face.side() * header.uprightWidth() / divisor >= pixels) {
                chosen = divisor;
            }
        }
        return chosen;
    }

    /** What a frame shows in which the main face was found. */
    private FrameAnalysis withFace(JpegHeader header, Sight sight, boolean forPersons, MeshTracker memory, long now) {
        Region region = FaceShape.region(sight.points);
        memory.face = region.scaled(1.0 / networks.width());
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
        int divisor = networks.divisor();
        double faceSide = region.faceSide() * divisor;
        double confidence = sight.flag * poseConfidence(pose, faceSide);
        memory.others.follow(memory.face, memory.stillness, networks, landmarks, finder, memory.gain, now);
        if (forPersons) {
            lookForPersonsBeside(memory.face, memory, now);
        } else if (memory.persons.wantsScene(now)) {
            memory.persons.notedBesideFace(networks.scene(), box(memory.face), now);
        }
        List<PersonBox> otherFaces = boxes(memory.others.certain());
        EyeSignal eyes = memory.eyes.current();
        HeadPose seen = head.pose(
                confidence,
                poseSolver.uncertaintyDegrees(pose.pixelsPerCentimetre() * divisor, region.side() * divisor));
        HeadPose headPose = sight.byBoth ? seen : memory.agreement.agreed(seen, sight.withEyes, now);
        return new FrameAnalysis(
                header.uprightWidth(),
                header.uprightHeight(),
                Presence.PRESENT,
                sight.flag,
                1 + memory.others.count(),
                1 + otherFaces.size(),
                1 + otherFaces.size() + memory.persons.otherBodies(otherFaces),
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
    private FrameAnalysis search(JpegHeader header, MeshTracker memory, long now) {
        boolean fresh = memory.lastAnalysis() == null;
        Region before = memory.face;
        memory.searchedAtMillis = now;
        memory.eyes.forget();
        memory.following.forget();
        memory.gain = 1;
        List<FaceFinder.Face> faces = faces(memory);
        if (faces.isEmpty()) {
            Luminance light = networks.luminance();
            memory.gain = Lifting.ofFaces(light);
            faces = faces(memory);
            if (faces.isEmpty()) {
                memory.lostAtMillis = memory.face == null && !fresh ? memory.lostAtMillis : now;
                if (before != null) {
                    memory.persons.lostFace(box(before), now);
                }
                memory.face = null;
                memory.stillness = null;
                memory.others.forgetPeople();
                memory.agreement.forget();
                memory.gain = 1;
                return withoutFace(light, memory, now);
            }
        }
        double scale = 1.0 / networks.width();
        Region main = faces.getFirst().region();
        memory.others.forget(main.scaled(scale));
        for (FaceFinder.Face face : faces.subList(1, faces.size())) {
            memory.others.add(face.region().scaled(scale), main.scaled(scale), fresh, now);
        }
        double flag = landmarks.run(main, memory.gain);
        attentive.run(FaceShape.region(landmarks.points()), memory.gain);
        // Both have looked, and their errors differ: the mean of the two is nearer to the face.
        double[] points = mean(landmarks.points(), attentive.points());
        boolean forPersons = memory.persons.isDueBesideFace(now);
        return withFace(header, new Sight(points, poseSolver.solve(points), flag, true, true), forPersons, memory, now);
    }

    private static double[] mean(double[] a, double[] b) {
        double[] mean = new double[a.length];
        Arrays.setAll(mean, i -> (a[i] + b[i]) / 2);
        return mean;
    }

    /** All faces but those known to be pictures, the most prominent first. */
    private List<FaceFinder.Face> faces(MeshTracker memory) {
        List<Region> pictures = memory.others.pictures();
        return finder.findAll(memory.gain).stream()
                .filter(face -> pictures.stream()
                        .noneMatch(picture -> picture.scaled(networks.width()).sameFace(face.region())))
                .toList();
    }

    private FrameAnalysis withoutFace(Luminance light, MeshTracker memory, long now) {
        UnusableReason unusable = light.unusableReason();
        if (unusable != null) {
            return faceless(Presence.UNKNOWN, 1, 0, List.of(), unusable);
        }
        double gain = Lifting.ofDark(light);
        List<Region> pictures = memory.others.pictures();
        double share = persons.personShare(gain, pictures);
        boolean segmented = share >= PERSON_SHARE;
        if (memory.persons.isDueWithoutFace(now)) {
            List<PersonBox> boxes = detector.detect(gain).stream()
                    .filter(box -> pictures.stream().noneMatch(known -> box.containsCentreOf(box(known))))
                    .toList();
            memory.persons.lookedWithoutFace(boxes, segmented, networks.scene(), now);
        } else if (memory.persons.wantsScene(now)) {
            memory.persons.notedWithoutFace(networks.scene(), now);
        }
        double sure = Math.clamp(Math.abs(share - PERSON_SHARE) / PERSON_SHARE, 0.5, 1);
        if (segmented || memory.persons.isSomebodyHidden(now)) {
            double confidence = Math.max(segmented ? sure : 0.5, memory.persons.bestScore());
            int seen = 1 + memory.persons.otherBodies(List.of());
            return faceless(Presence.HIDDEN, confidence, seen, memory.persons.boxes(), null);
        }
        return faceless(Presence.ABSENT, sure, 0, memory.persons.boxes(), null);
    }

    private FrameAnalysis faceless(
            Presence presence,
            double confidence,
            int persons,
            List<PersonBox> boxes,
            @Nullable UnusableReason unusable) {
        return new FrameAnalysis(
                networks.width(),
                networks.height(),
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
    private void lookForPersonsBeside(Region face, MeshTracker memory, long now) {
        List<PersonBox> otherFaces = new ArrayList<>(boxes(memory.others.certain()));
        otherFaces.addAll(boxes(memory.others.pictures()));
        memory.persons.lookedBesideFace(detector.detect(memory.gain), box(face), otherFaces, networks.scene(), now);
    }

    private List<PersonBox> boxes(List<Region> regions) {
        return regions.stream().map(this::box).toList();
    }

    /** The face in a region, which is in fractions of the picture's width. */
    private PersonBox box(Region region) {
        return region.box((double) networks.width() / networks.height());
    }

    private static PersonBox box(Region region, FrameAnalysis picture) {
        return region.box((double) picture.width() / picture.height());
    }

    @Override
    public void close() {
        networks.close();
    }
}
