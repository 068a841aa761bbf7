package org.invigil.vision.mesh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds faces anywhere in a picture: a detector proposes, the face mesh confirms. The detectors may propose freely, because the mesh's
 * face flag, taken on the region that its own landmarks give, hardly ever takes a thing for a face.
 */
final class FaceFinder {

    /** Face flag from which a region holds a face: the point where the network itself holds both for equally likely. */
    static final double FACE_FLAG = 0.5;

    /** Views reach beyond the picture, so that a face cut by its edge can be completed by its mirror image. */
    static final double VIEW_MARGIN = 1.2;

    private static final double PROPOSAL_SCORE = 0.35;

    /** A face of which less is inside the picture is the mirror image of another, or not to be told. */
    private static final double LEAST_VISIBLE_SHARE = 0.35;

    /**
     * Root mean square misfit to the canonical face in centimetres, from which a "face" has no human proportions. Faces of people
     * stay below 0.7 up to strong profiles; prints, masks and patterns that pass the flag lie around 0.9.
     */
    static final double INHUMAN_MISFIT = 0.8;

    /** Misfit from which a face on somebody's chest is a print: 26 portraits lie at 0.25 to 0.53, drawn faces on shirts near 0.7. */
    private static final double PRINT_MISFIT = 0.55;

    /**
     * A confirmed face.
     *
     * @param region around its landmarks
     * @param misfit to the canonical face, centimetres
     */
    record Face(Region region, double misfit) {}

    private final Networks networks;
    private final FaceDetector shortRange;
    private final FaceDetector fullRange;
    private final FaceLandmarks landmarks;
    private final PoseSolver poseSolver;

    /** Shares the landmark network with the caller: its last result is overwritten by every search. */
    FaceFinder(Networks networks, FaceLandmarks landmarks, PoseSolver poseSolver) {
        this.networks = networks;
        shortRange = new FaceDetector(networks, FaceDetector.Range.SHORT);
        fullRange = new FaceDetector(networks, FaceDetector.Range.FULL);
        this.landmarks = landmarks;
        this.poseSolver = poseSolver;
    }

    /** All faces, by both detectors in two views, the most prominent first. */
    List<Face> findAll(double gain) {
        List<Face> faces = new ArrayList<>();
        for (double margin : new double[] {1, VIEW_MARGIN}) {
            Region view = Region.whole(networks.width(), networks.height(), margin);
            addConfirmed(gain, shortRange.detect(view, gain, PROPOSAL_SCORE), faces);
            addConfirmed(gain, fullRange.detect(view, gain, PROPOSAL_SCORE), faces);
        }
        List<Face> people = withoutPrints(faces);
        people.sort(Comparator.comparingDouble((Face face) -> prominence(face, networks.width(), networks.height()))
                .reversed());
        return people;
    }

    /** Leaves out what fits a human face badly and lies on the chest of one that fits well, however large it is drawn. */
    static List<Face> withoutPrints(List<Face> faces) {
        List<Face> people = new ArrayList<>(faces);
        people.removeIf(face -> face.misfit() >= PRINT_MISFIT
                && faces.stream()
                        .anyMatch(wearer ->
                                wearer.misfit() < PRINT_MISFIT && face.region().isOnTheChestOf(wearer.region())));
        return people;
    }

    /** Faces that are none of {@code known}, by one detector. Cheap enough to be done now and then in a running stream. */
    List<Face> findOthers(double gain, FaceDetector.Range range, List<Region> known) {
        FaceDetector detector = range == FaceDetector.Range.SHORT ? shortRange : fullRange;
        List<Face> faces = new ArrayList<>();
        for (Region region : known) {
            faces.add(new Face(region, 0));
        }
        addConfirmed(
                gain,
                detector.detect(Region.whole(networks.width(), networks.height(), VIEW_MARGIN), gain, PROPOSAL_SCORE),
                faces);
        return faces.subList(known.size(), faces.size());
    }

    private void addConfirmed(double gain, List<Detection> proposals, List<Face> faces) {
        for (Detection proposal : proposals) {
            Region region = proposal.region();
            if (faces.stream().noneMatch(face -> face.region().sameFace(region))) {
                confirm(gain, region)
                        .filter(found ->
                                faces.stream().noneMatch(face -> face.region().sameFace(found.region())))
                        .ifPresent(faces::add);
            }
        }
    }

    /** Two looks: the first, on the detector's box, is only to place the region well for the second, which decides. */
    private Optional<Face> confirm(double gain, Region proposed) {
        landmarks.run(proposed, gain);
        double flag = landmarks.run(FaceShape.region(landmarks.points()), gain);
        if (flag < FACE_FLAG) {
            return Optional.empty();
        }
        Region region = FaceShape.region(landmarks.points());
        double misfit = poseSolver.solve(landmarks.points()).residual();
        boolean inside = region.visibleShare(networks.width(), networks.height()) >= LEAST_VISIBLE_SHARE;
        return misfit < INHUMAN_MISFIT && inside ? Optional.of(new Face(region, misfit)) : Optional.empty();
    }

    /** Visible size, counted half at the left and right edges: the student sits in the middle. */
    private static double prominence(Face face, int width, int height) {
        Region region = face.region();
        double offCenter = Math.abs(region.centerX() - width / 2.0) / (width / 2.0);
        return region.faceSide() * region.faceSide() * region.visibleShare(width, height) * (1 - offCenter / 2);
    }
}
