package org.invigil.vision.mesh;

/**
 * Whether a face stands as still as only a picture of one does. The head of a sitting person is never at rest: it sways by millimetres and
 * breathes, even when the person holds still; a poster, a photo frame or a paused video moves by less than a hundredth of the face for
 * minutes (docs/vision.md has both measured). Places are smoothed first, because landmarks tremble with the camera's noise.
 */
final class Stillness {

    /** Time over which places are smoothed, and from the first sight until the place is known, in milliseconds. */
    private static final double SMOOTHING_MILLIS = 1000;

    /** Movement of place or size, in parts of the face's edge, from which something has moved. */
    private static final double MOVED = 0.01;

    /** Distance from the first place, in the same parts, that no picture gets to by the camera's noise: what went so far is alive. */
    private static final double ALIVE = 0.02;

    /** Time without movement from which a face is a picture. */
    private static final long PICTURE_MILLIS = 10_000;

    /**
     * A detector's first guess of the place is not that of the landmarks, and each look starts from where the last one ended: only after so
     * many does a place that stands still stay the same.
     */
    private static final int ARRIVING_LOOKS = 4;

    private final Place place;
    private final Place first;
    private final Place anchor;
    private final long sinceMillis;
    private long anchoredAtMillis;
    private long seenAtMillis;
    private int looks = 1;
    private boolean alive;

    /** A place in the picture and a size. */
    private static final class Place {
        private double x;
        private double y;
        private double side;

        Place(Region face) {
            x = face.centerX();
            y = face.centerY();
            side = face.side();
        }

        void approach(Region face, double share) {
            x += share * (face.centerX() - x);
            y += share * (face.centerY() - y);
            side += share * (face.side() - side);
        }

        void set(Place other) {
            x = other.x;
            y = other.y;
            side = other.side;
        }

        /** How far it is from another, in parts of its face's edge. */
        double distance(Place other) {
            double away = Math.max(Math.hypot(x - other.x, y - other.y), Math.abs(side - other.side));
            return away / (side / Region.FACE_MARGIN);
        }
    }

    Stillness(Region face, long nowMillis) {
        place = new Place(face);
        first = new Place(face);
        anchor = new Place(face);
        sinceMillis = nowMillis;
        anchoredAtMillis = nowMillis;
        seenAtMillis = nowMillis;
    }

    /** Takes note of where the face is now. */
    void seen(Region face, long nowMillis) {
        looks++;
        double share = 1 - Math.exp(-(nowMillis - seenAtMillis) / SMOOTHING_MILLIS);
        place.approach(face, Math.max(share, 1.0 / Math.max(1, looks - ARRIVING_LOOKS)));
        seenAtMillis = nowMillis;
        boolean settling = nowMillis - sinceMillis < SMOOTHING_MILLIS;
        if (settling) {
            first.set(place);
        }
        alive |= place.distance(first) > ALIVE;
        if (settling || place.distance(anchor) > MOVED) {
            anchor.set(place);
            anchoredAtMillis = nowMillis;
        }
    }

    /** Whether the face has not moved for so long that it is a picture. */
    boolean isPicture() {
        return stillMillis() >= PICTURE_MILLIS;
    }

    /** Whether the face has ever moved as a picture does not. */
    boolean isAlive() {
        return alive;
    }

    /** For how long it has not moved. */
    long stillMillis() {
        return seenAtMillis - anchoredAtMillis;
    }
}
