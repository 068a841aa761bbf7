package org.invigil.bench.accuracy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts over the frames of one condition, and the figures that follow from them. */
final class Figures {

    private long frames;
    private final Share presence = new Share();
    private long facesFound;
    private long facesInvented;
    private long facesMissed;
    private final Share count = new Share();
    private final Share persons = new Share();
    private final Share severalFaces = new Share();
    private final Mean yawError = new Mean();
    private final Mean pitchError = new Mean();
    private final Mean rollError = new Mean();
    private final Share posed = new Share();
    private final Share direction = new Share();
    private final Share gaze = new Share();
    private final Share behaviors = new Share();
    private final Share flagged = new Share();
    private long attentiveMillis;
    private long falseAlarms;

    /** Takes in one frame and what it should have been. */
    void add(Label label, SeenFrame seen) {
        frames++;
        if (!label.presence().isEmpty()) {
            presence.add(label.presence().contains(seen.presence()));
            addFace(label, seen.presence().equals("present"));
        }
        if (!label.faces().isEmpty()) {
            count.add(label.faces().contains(seen.faces()));
            if (label.faces().stream().allMatch(faces -> faces >= 2)) {
                severalFaces.add(seen.faces() >= 2);
            }
        }
        if (!label.persons().isEmpty()) {
            persons.add(label.persons().contains(seen.persons()));
        }
        if (label.yawDegrees() != null || label.pitchDegrees() != null || label.rollDegrees() != null) {
            posed.add(seen.yawDegrees() != null);
            yawError.addError(label.yawDegrees(), seen.yawDegrees());
            pitchError.addError(label.pitchDegrees(), seen.pitchDegrees());
            rollError.addError(label.rollDegrees(), seen.rollDegrees());
        }
        if (label.direction() != null) {
            direction.add(label.direction().equals(seen.direction()));
        }
        if (!label.gaze().isEmpty()) {
            gaze.add(label.gaze().contains(seen.gaze()));
        }
        if (label.attentive()) {
            flagged.add(seen.isFlagged());
        }
    }

    /** Takes in whether a behaviour that should have been reported was. */
    void addBehavior(boolean reported) {
        behaviors.add(reported);
    }

    /** Takes in a stretch of an attentive person's clip. */
    void addAttentive(long millis, long alarms) {
        attentiveMillis += millis;
        falseAlarms += alarms;
    }

    /** All figures by name; shares are 0 to 1, null where nothing was labelled. */
    Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("frames", frames);
        map.put("presence_right", presence.value());
        map.put("precision", ratio(facesFound, facesFound + facesInvented));
        map.put("recall", ratio(facesFound, facesFound + facesMissed));
        map.put("count_right", count.value());
        map.put("persons_right", persons.value());
        map.put("several_faces_found", severalFaces.value());
        map.put("yaw_error_degrees", yawError.value());
        map.put("pitch_error_degrees", pitchError.value());
        map.put("roll_error_degrees", rollError.value());
        map.put("pose_reported", posed.value());
        map.put("direction_right", direction.value());
        map.put("gaze_right", gaze.value());
        map.put("behaviors_right", behaviors.value());
        map.put("attentive_frames", flagged.of);
        map.put("attentive_flagged", flagged.value());
        map.put("attentive_minutes", attentiveMillis / 60_000.0);
        map.put("false_alarms", falseAlarms);
        map.put("false_alarms_per_hour", attentiveMillis == 0 ? null : falseAlarms * 3_600_000.0 / attentiveMillis);
        return map;
    }

    /** A face in view is the positive; rows that accept both answers say nothing about it. */
    private void addFace(Label label, boolean seen) {
        boolean mayBePresent = label.presence().contains("present");
        boolean mustBePresent = mayBePresent && label.presence().size() == 1;
        if (mustBePresent && seen) {
            facesFound++;
        } else if (mustBePresent) {
            facesMissed++;
        } else if (!mayBePresent && seen) {
            facesInvented++;
        }
    }

    private static @Nullable Double ratio(long part, long whole) {
        return whole == 0 ? null : (double) part / whole;
    }

    private static final class Share {
        private long right;
        private long of;

        void add(boolean isRight) {
            of++;
            right += isRight ? 1 : 0;
        }

        @Nullable
        Double value() {
            return ratio(right, of);
        }
    }

    /** Mean absolute error of what has both values. */
    static final class Mean {
        private double sum;
        private long of;

        void addError(@Nullable Double expected, @Nullable Double actual) {
            if (expected != null && actual != null) {
                sum += Math.abs(expected - actual);
                of++;
            }
        }

        @Nullable
        Double value() {
            return of == 0 ? null : sum / of;
        }
    }
}
