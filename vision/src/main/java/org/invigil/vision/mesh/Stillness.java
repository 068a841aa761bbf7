package org.invigil.vision.mesh;

/**
 * Whether a face stands as still as only a picture of one does. The head of a sitting person is never at rest: it sways by millimetres and
 * breathes, even when the person holds still; a poster, a photo frame or a paused video moves by less than a hundredth of the face for
 * minutes (docs/vision.md has both measured). Places are smoothed first, because landmarks tremble with the camera's noise.
 */
final class Stillness {

    /** Time over which places are smoothed, in milliseconds. */
    private static final double SMOOTHING_MILLIS = 1000;

    /** Movement of place or size, in parts of the face's edge, from which something has moved. */
    private static final double MOVED = 0.01;

    /** Time without movement from which a face is a picture. */
    private static final long PICTURE_MILLIS = 10_000;

    private double x;
    private double y;
    private double side;
    private double anchorX;
    private double anchorY;
    private double anchorSide;
    private long anchoredAtMillis;
    private long seenAtMillis;

    Stillness(Region face, long nowMillis) {
        x = face.centerX();
        y = face.centerY();
        side = face.side();
        seenAtMillis = nowMillis;
        anchor(nowMillis);
    }

    /** Takes note of where the face is now. */
    void seen(Region face, long nowMillis) {
        double share = 1 - Math.exp(-(nowMillis - seenAtMillis) / SMOOTHING_MILLIS);
        x += share * (face.centerX() - x);
        y += share * (face.centerY() - y);
        side += share * (face.side() - side);
        seenAtMillis = nowMillis;
        double moved = Math.max(Math.hypot(x - anchorX, y - anchorY), Math.abs(side - anchorSide));
        if (moved > MOVED * side / Region.FACE_MARGIN) {
            anchor(nowMillis);
        }
    }

    /** Whether the face has not moved for so long that it is a picture. */
    boolean isPicture() {
        return stillMillis() >= PICTURE_MILLIS;
    }

    /** For how long it has not moved. */
    long stillMillis() {
        return seenAtMillis - anchoredAtMillis;
    }

    private void anchor(long nowMillis) {
        anchorX = x;
        anchorY = y;
        anchorSide = side;
        anchoredAtMillis = nowMillis;
    }
}
