package org.invigil.bench.accuracy;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One frame's line of {@code ./invigil analyze}.
 *
 * @param timeMillis since the clip's first frame, 0 in a picture
 * @param presence present, hidden, absent or unknown
 * @param faces number of faces
 * @param persons number of people, whether or not they show a face
 * @param yawDegrees null without a face
 * @param pitchDegrees null without a face
 * @param rollDegrees null without a face
 * @param gaze center, left, right, up, down or unknown
 * @param behaviors that counted at this frame
 */
record SeenFrame(
        long timeMillis,
        String presence,
        int faces,
        int persons,
        @Nullable Double yawDegrees,
        @Nullable Double pitchDegrees,
        @Nullable Double rollDegrees,
        String gaze,
        Set<String> behaviors) {

    /** Inside this ellipse of yaw and pitch a head points to the screen. */
    private static final double YAW_DEGREES = 15;

    private static final double PITCH_DEGREES = 12;

    /** Directions within this angle of an axis of the ellipse are that axis's, those between are diagonal. */
    private static final double AXIS_DEGREES = 22.5;

    static SeenFrame of(JsonNode line) {
        Set<String> behaviors = new HashSet<>();
        line.get("behaviors").forEach(behavior -> behaviors.add(behavior.asString()));
        return new SeenFrame(
                line.get("time_ms").asLong(),
                line.get("presence").asString(),
                line.get("faces").asInt(),
                line.get("persons").asInt(),
                angle(line, "yaw"),
                angle(line, "pitch"),
                angle(line, "roll"),
                line.get("gaze").asString(),
                behaviors);
    }

    /** Where the head points, from its yaw and pitch alone; null without a face. */
    @Nullable
    String direction() {
        if (yawDegrees == null || pitchDegrees == null) {
            return null;
        }
        double side = yawDegrees / YAW_DEGREES;
        double height = pitchDegrees / PITCH_DEGREES;
        if (Math.hypot(side, height) < 1) {
            return "center";
        }
        double slope = Math.toDegrees(Math.atan2(Math.abs(height), Math.abs(side)));
        if (slope <= AXIS_DEGREES) {
            return side > 0 ? "left" : "right";
        }
        if (slope >= 90 - AXIS_DEGREES) {
            return height > 0 ? "up" : "down";
        }
        return "diagonal";
    }

    /** Whether anything is held against the person; a camera that cannot be used never is. */
    boolean isFlagged() {
        return behaviors.stream().anyMatch(behavior -> !behavior.equals("camera_unusable"));
    }

    private static @Nullable Double angle(JsonNode line, String field) {
        JsonNode value = line.get(field);
        return value.isNull() ? null : value.asDouble();
    }
}
