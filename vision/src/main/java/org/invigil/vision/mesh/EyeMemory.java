package org.invigil.vision.mesh;

import org.invigil.rules.sight.LineOfSight;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.Gaze;
import org.jspecify.annotations.Nullable;

/** The eyes of the main face as last read, and whether they say anything still. */
final class EyeMemory {

    /** Eyes are read so often, in every second frame at most. */
    private static final long PERIOD_MILLIS = 150;

    private static final int PERIOD_FRAMES = 2;

    /** Eyes that were seen on the screen are read in every fourth frame at most, until so much time has passed. */
    private static final int CALM_FRAMES = 4;

    private static final long CALM_MILLIS = 500;

    /** Turn of the head in degrees from which eyes read before it say nothing any more: they turn against it to hold a target. */
    private static final double MOVE_WITH_HEAD = 6;

    /**
     * Yaw of the head from which the eyes are not read: the far one is hidden, the line of sight follows the head alone, and
     * the attention network's landmarks break down there.
     */
    private static final double NO_EYES_YAW = 40;

    private @Nullable EyeSignal eyes;
    private long readAtMillis = Long.MIN_VALUE / 2;
    private int framesSince;
    private boolean calm;
    private double readYaw;
    private double readPitch;
    private double yaw;
    private double pitch;

    /** Whether to read the eyes in the next frame. */
    boolean due(long nowMillis) {
        if (Math.abs(yaw) > NO_EYES_YAW) {
            return false;
        }
        long age = nowMillis - readAtMillis;
        int frames = calm && age < CALM_MILLIS ? CALM_FRAMES : PERIOD_FRAMES;
        boolean old = age >= PERIOD_MILLIS && framesSince + 1 >= frames;
        return old || turned() > MOVE_WITH_HEAD;
    }

    /** The head moved on; the eyes were not read. */
    void headAt(Rotation head) {
        yaw = head.yawDegrees();
        pitch = head.pitchDegrees();
        framesSince++;
    }

    /** A frame passed that nobody looked at: neither head nor eyes have moved. */
    void followed() {
        framesSince++;
    }

    /** The eyes were read together with the head. */
    void read(@Nullable EyeSignal seen, Rotation head, long nowMillis) {
        headAt(head);
        eyes = Math.abs(yaw) > NO_EYES_YAW ? null : seen;
        readYaw = yaw;
        readPitch = pitch;
        readAtMillis = nowMillis;
        framesSince = 0;
        calm = eyes != null && eyes.confidence() > 0 && LineOfSight.gaze(head.pose(1, 0), eyes) == Gaze.CENTER;
    }

    /** The face was lost. */
    void forget() {
        eyes = null;
        calm = false;
        yaw = 0;
        pitch = 0;
    }

    /** What the eyes show now: without confidence if the head has turned since, null if they cannot be told. */
    @Nullable
    EyeSignal current() {
        EyeSignal last = eyes;
        if (last == null || Math.abs(yaw) > NO_EYES_YAW) {
            return null;
        }
        if (turned() <= MOVE_WITH_HEAD) {
            return last;
        }
        return new EyeSignal(last.yawDegrees(), last.pitchDegrees(), last.openness(), 0);
    }

    private double turned() {
        return Math.hypot(yaw - readYaw, pitch - readPitch);
    }
}
