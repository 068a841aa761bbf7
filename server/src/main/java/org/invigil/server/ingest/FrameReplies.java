package org.invigil.server.ingest;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.streams.FrameScore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The messages to the student's browser, as docs/protocol.md has them. Results go out with every frame and are put together by
 * hand: what they hold of text is made JSON once.
 */
@Component
class FrameReplies {

    private static final int RESULT_CHARS = 512;

    /** Beside the behaviours, none of which it is: nothing comes of it. */
    private static final Alert SMALL_FACE =
            new Alert("small_face", "Your face is small in the picture. Please sit a little nearer to the camera.");

    private final JsonMapper json;
    private final Map<Presence, String> presences;
    private final Map<Gaze, String> gazes;
    private final Map<Behavior, String> behaviors;
    private final Map<Behavior, String> alerts;
    private final String smallFace;

    FrameReplies(JsonMapper json) {
        this.json = json;
        this.presences = written(Presence.class, WireNamed::wireName);
        this.gazes = written(Gaze.class, WireNamed::wireName);
        this.behaviors = written(Behavior.class, WireNamed::wireName);
        this.alerts = written(Behavior.class, behavior -> new Alert(behavior.wireName(), behavior.alert()));
        this.smallFace = json.writeValueAsString(SMALL_FACE);
    }

    private record Alert(String code, String message) {}

    private record Refusal(String type, @Nullable Long seq, String code, String message) {}

    private <E extends Enum<E>> Map<E, String> written(Class<E> type, Function<E, Object> value) {
        Map<E, String> written = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            written.put(constant, json.writeValueAsString(value.apply(constant)));
        }
        return written;
    }

    /** @param pose of the main face, null without one */
    String result(long seq, Told told, @Nullable HeadPose pose) {
        FrameScore.Clip clip = told.clip();
        StringBuilder result = new StringBuilder(RESULT_CHARS)
                .append("{\"type\":\"result\",\"seq\":")
                .append(seq)
                .append(",\"focus_score\":")
                .append(told.focusScore())
                .append(",\"presence\":")
                .append(presences.get(told.presence()))
                .append(",\"behaviors\":");
        list(result, told.behaviors(), behaviors);
        result.append(",\"alerts\":");
        List<Behavior> alerted = alerted(told.behaviors());
        if (alerted.isEmpty() && told.smallFace()) {
            result.append('[').append(smallFace).append(']'); // one thing at a time, and others matter more
        } else {
            list(result, alerted, alerts);
        }
        result.append(",\"record\":")
                .append(clip != null)
                .append(",\"clip\":")
                .append(clip == null ? null : json.writeValueAsString(clip))
                .append(",\"target_fps\":")
                .append(told.targetFps())
                .append(",\"dropped\":")
                .append(told.dropped())
                .append(",\"faces\":")
                .append(told.faces())
                .append(",\"persons\":")
                .append(told.persons())
                .append(",\"gaze\":")
                .append(gazes.get(told.gaze()));
        if (pose == null) {
            result.append(",\"yaw\":null,\"pitch\":null,\"roll\":null}");
        } else {
            result.append(",\"yaw\":")
                    .append(Told.tenths(pose.yawDegrees()))
                    .append(",\"pitch\":")
                    .append(Told.tenths(pose.pitchDegrees()))
                    .append(",\"roll\":")
                    .append(Told.tenths(pose.rollDegrees()))
                    .append('}');
        }
        return result.toString();
    }

    private static void list(StringBuilder json, List<Behavior> behaviors, Map<Behavior, String> written) {
        json.append('[');
        for (int i = 0; i < behaviors.size(); i++) {
            json.append(i == 0 ? "" : ",").append(written.get(behaviors.get(i)));
        }
        json.append(']');
    }

    /** Nothing has changed since the last result; for pages that asked for it. */
    String same(long seq) {
        return "{\"type\":\"same\",\"seq\":" + seq + "}";
    }

    /** Says nothing but that the server is there. */
    String alive() {
        return "{\"type\":\"alive\"}";
    }

    /** Who is away is told so once, and so is whose picture cannot be judged for long. */
    private static List<Behavior> alerted(List<Behavior> behaviors) {
        boolean isAway = behaviors.contains(Behavior.AWAY);
        boolean isUnwatched = behaviors.contains(Behavior.UNWATCHED);
        return isAway || isUnwatched
                ? behaviors.stream()
                        .filter(behavior -> !(isAway && behavior == Behavior.ABSENT)
                                && !(isUnwatched && behavior == Behavior.CAMERA_UNUSABLE))
                        .toList()
                : behaviors;
    }

    String error(@Nullable Long seq, FrameErrorCode code) {
        return json.writeValueAsString(new Refusal("error", seq, code.wireName(), code.message()));
    }
}
