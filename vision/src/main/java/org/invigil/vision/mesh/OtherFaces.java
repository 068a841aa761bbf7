package org.invigil.vision.mesh;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faces beside the main one that a stream has shown. Regions are in fractions of the picture's width. */
final class OtherFaces {

    /** Most faces followed beside the main one; more people than that change nothing for an exam. */
    private static final int MOST = 3;

    /** Looks that must confirm another face in a running stream before it counts, and misses in a row that end it. */
    private static final int HITS = 3;

    private static final int MISSES = 3;

    /** One of the others is looked at so often. */
    private static final long LOOK_MILLIS = 100;

    /**
     * While the main face is followed, one detector looks over the whole picture so often; at low frame rates in every twelfth frame, or in
     * every fifth if that takes longer than {@link #SLOW_SCAN_MILLIS}.
     */
    private static final long SCAN_MILLIS = 600;

    private static final int SCAN_FRAMES = 12;
    private static final long SLOW_SCAN_MILLIS = 2_500;
    private static final int SLOW_SCAN_FRAMES = 5;

    /** One look in so many is that of the full-range detector, which sees far and small faces and costs three times as much. */
    private static final int FULL_RANGE_SCAN = 3;

    private static final class Other {
        Region region;
        final Stillness stillness;
        int hits = 1;
        int misses;
        /** Seen often enough to be a person, not a picture that flew by. */
        boolean counted;
        /** Stands still like a picture, beside a person who moves. */
        boolean picture;
        /** Has not moved at all yet: a picture or a person, too early to tell. */
        boolean doubtful;

        Other(Region region, boolean counted, long nowMillis) {
            this.region = region;
            this.counted = counted;
            this.stillness = new Stillness(region, nowMillis);
        }

        boolean isFace() {
            return counted && !picture;
        }
    }

    private final List<Other> others = new ArrayList<>(MOST);
    private int turn;
    private long lookedAtMillis = Long.MIN_VALUE / 2;
    private long scannedAtMillis;
    private int framesSinceScan;
    private int scans;

    /** How many there are: seen often enough, and not standing still like a picture. */
    int count() {
        return (int) others.stream().filter(Other::isFace).count();
    }

    /** Those of people beyond doubt. */
    List<Region> certain() {
        return others.stream()
                .filter(other -> other.isFace() && !other.doubtful)
                .map(other -> other.region)
                .toList();
    }

    boolean isFull() {
        return others.size() == MOST;
    }

    List<Region> regions() {
        return others.stream().map(other -> other.region).toList();
    }

    /** The places of faces that stand still like pictures. */
    List<Region> pictures() {
        return others.stream()
                .filter(other -> other.picture)
                .map(other -> other.region)
                .toList();
    }

    /**
     * Adds a face that is none of the known ones.
     *
     * @param main the main face
     * @param counted whether it counts at once; else it must be confirmed first
     */
    void add(Region face, Region main, boolean counted, long nowMillis) {
        boolean known = others.stream().anyMatch(other -> other.region.sameFace(face));
        if (!known && !isFull() && !face.isOnTheChestOf(main)) {
            others.add(new Other(face, counted, nowMillis));
        }
    }

    /**
     * Looks at one of the other faces, in turn, and now and then for a new one. Uses the landmark network.
     *
     * @param main the student's face, and how it moves
     */
    void follow(
            Region main,
            Stillness mainStillness,
            Networks networks,
            FaceLandmarks landmarks,
            FaceFinder finder,
            double gain,
            long nowMillis) {
        int width = networks.width();
        Region due = due(nowMillis);
        if (due != null) {
            double flag = landmarks.run(due.scaled(width), gain);
            Region found = FaceShape.region(landmarks.points()).scaled(1.0 / width);
            boolean other = flag >= FaceFinder.FACE_FLAG && !found.sameFace(main);
            looked(other ? found : null, mainStillness, nowMillis);
        }
        framesSinceScan++;
        if (isScanDue(nowMillis - scannedAtMillis, framesSinceScan) && !isFull()) {
            scannedAtMillis = nowMillis;
            framesSinceScan = 0;
            FaceDetector.Range range =
                    scans % FULL_RANGE_SCAN == 0 ? FaceDetector.Range.FULL : FaceDetector.Range.SHORT;
            scans++;
            List<Region> known = new ArrayList<>();
            known.add(main.scaled(width));
            regions().forEach(other -> known.add(other.scaled(width)));
            for (FaceFinder.Face face : finder.findOthers(gain, range, known)) {
                add(face.region().scaled(1.0 / width), main, false, nowMillis);
            }
        }
    }

    /** Whether this frame is to be looked at for the sake of others: one is there who may be a person, or the look for new ones is due. */
    boolean needLook(long nowMillis) {
        return others.stream().anyMatch(other -> !other.picture)
                || (isScanDue(nowMillis - scannedAtMillis, framesSinceScan + 1) && !isFull());
    }

    /** A frame passed that nobody looked at. */
    void followed() {
        framesSinceScan++;
    }

    private static boolean isScanDue(long millisSince, int framesSince) {
        return millisSince >= SCAN_MILLIS
                && (framesSince >= SCAN_FRAMES || (framesSince >= SLOW_SCAN_FRAMES && millisSince >= SLOW_SCAN_MILLIS));
    }

    /** The face to look at in this frame, each in its turn; null if none is due. */
    @Nullable
    Region due(long nowMillis) {
        if (others.isEmpty() || nowMillis - lookedAtMillis < LOOK_MILLIS) {
            return null;
        }
        lookedAtMillis = nowMillis;
        turn = (turn + 1) % others.size();
        return others.get(turn).region;
    }

    /**
     * Takes note of what was seen where {@link #due} pointed.
     *
     * @param found the face as it was found, null if it was not
     * @param main how the main face moves: where nothing does, the whole view stands still, and that says nothing of one
     */
    void looked(@Nullable Region found, Stillness main, long nowMillis) {
        Other other = others.get(turn);
        if (found == null) {
            other.misses++;
            if (other.misses >= MISSES) {
                others.remove(turn);
            }
            return;
        }
        other.region = found;
        other.stillness.seen(found, nowMillis);
        other.picture = !main.isPicture() && other.stillness.isPicture();
        other.doubtful = !main.isPicture() && !other.stillness.isAlive();
        other.hits++;
        other.misses = 0;
        other.counted |= other.hits >= HITS;
    }

    /** Forgets the face in a place: it is the main one. */
    void forget(Region main) {
        others.removeIf(other -> other.region.sameFace(main));
    }

    /** Forgets all but the pictures, which stay where they are when people leave. */
    void forgetPeople() {
        others.removeIf(other -> !other.picture);
    }
}
