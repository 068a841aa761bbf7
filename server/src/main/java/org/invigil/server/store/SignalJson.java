package org.invigil.server.store;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.invigil.rules.batch.SignalBatch;
import org.invigil.rules.score.CheatScore;
import org.invigil.rules.sight.Calibration;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.TimedSignal;
import org.invigil.rules.signal.UnwatchedCause;
import org.invigil.rules.wire.WireNamed;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A batch of signals as JSON: one array a signal, one place a frame. {@code t} holds milliseconds since the batch began,
 * {@code presence} one letter a frame (p, h, a, u), {@code picture_hash} 16 hexadecimal digits; angles are degrees. So the column {@code signals} had them before there
 * were {@code signal_bytes}, and so an export writes them.
 */
public final class SignalJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SignalJson() {}

    /** Writes a batch. */
    public static ObjectNode write(SignalBatch batch) {
        List<TimedSignal> frames = batch.frames();
        ObjectNode root = JSON.createObjectNode();
        long startMillis = frames.isEmpty() ? 0 : frames.getFirst().atMillis();
        ArrayNode t = root.putArray("t");
        StringBuilder presence = new StringBuilder();
        for (TimedSignal frame : frames) {
            t.add(frame.atMillis() - startMillis);
            presence.append(letter(frame.signal().presence()));
        }
        root.put("presence", presence.toString());
        put(root, frames, "presence_confidence", FrameSignal::presenceConfidence);
        ArrayNode faces = root.putArray("faces");
        frames.forEach(frame -> faces.add(frame.signal().faces()));
        ArrayNode persons = root.putArray("persons");
        frames.forEach(frame -> persons.add(frame.signal().persons()));
        put(root, frames, "yaw", pose(HeadPose::yawDegrees));
        put(root, frames, "pitch", pose(HeadPose::pitchDegrees));
        put(root, frames, "roll", pose(HeadPose::rollDegrees));
        put(root, frames, "pose_confidence", pose(HeadPose::confidence));
        put(root, frames, "pose_uncertainty", pose(HeadPose::uncertaintyDegrees));
        put(root, frames, "eye_yaw", eyes(EyeSignal::yawDegrees));
        put(root, frames, "eye_pitch", eyes(EyeSignal::pitchDegrees));
        put(root, frames, "openness", eyes(EyeSignal::openness));
        put(root, frames, "eye_confidence", eyes(EyeSignal::confidence));
        put(root, frames, "phone_confidence", FrameSignal::phoneConfidence);
        ArrayNode followed = root.putArray("followed");
        frames.forEach(frame -> followed.add(frame.signal().followed()));
        ArrayNode hashes = root.putArray("picture_hash");
        frames.forEach(frame -> hashes.add(hexadecimal(frame.signal().pictureHash())));
        put(root, frames, "replay_confidence", FrameSignal::replayConfidence);
        ArrayNode gaps = root.putArray("gap");
        frames.forEach(frame -> {
            UnwatchedCause cause = frame.signal().gap();
            gaps.add(cause == null ? null : cause.wireName());
        });
        ArrayNode turns = root.putArray("turn_asked");
        frames.forEach(frame -> turns.add(frame.signal().turnAsked()));
        CheatScore cheatScore = batch.cheatScore();
        if (cheatScore != null) {
            root.putObject("totals")
                    .put("suspicious_ms", cheatScore.suspiciousMs())
                    .put("observed_ms", cheatScore.observedMs());
        }
        Calibration.Baseline baseline = batch.baseline();
        if (baseline != null) {
            root.putObject("baseline")
                    .put("yaw", baseline.yawDegrees())
                    .put("pitch", baseline.pitchDegrees())
                    .put("head_yaw", baseline.headYawDegrees())
                    .put("head_pitch", baseline.headPitchDegrees());
        }
        return root;
    }

    /**
     * Reads a stored batch.
     *
     * @param startMillis when the batch began
     * @throws IllegalArgumentException if the JSON is no batch of signals
     */
    static SignalBatch read(String json, long startMillis) {
        try {
            JsonNode root = JSON.readTree(json);
            String presence = root.path("presence").asString("");
            List<TimedSignal> frames = new ArrayList<>();
            for (int i = 0; i < presence.length(); i++) {
                frames.add(new TimedSignal(
                        startMillis + root.required("t").required(i).asLong(), frame(root, i)));
            }
            JsonNode totals = root.path("totals");
            JsonNode baseline = root.path("baseline");
            return new SignalBatch(
                    List.copyOf(frames),
                    totals.isObject()
                            ? new CheatScore(
                                    totals.required("suspicious_ms").asDouble(),
                                    totals.required("observed_ms").asDouble())
                            : null,
                    baseline.isObject() ? baseline(baseline) : null);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("No batch of signals: " + e.getMessage(), e);
        }
    }

    /** Rows from before schema 13 do not tell the head. */
    private static Calibration.Baseline baseline(JsonNode baseline) {
        double yaw = baseline.required("yaw").asDouble();
        double pitch = baseline.required("pitch").asDouble();
        return baseline.has("head_yaw")
                ? new Calibration.Baseline(
                        yaw,
                        pitch,
                        baseline.required("head_yaw").asDouble(),
                        baseline.required("head_pitch").asDouble())
                : Calibration.Baseline.ofSight(yaw, pitch);
    }

    private static FrameSignal frame(JsonNode root, int i) {
        Double yaw = number(root, "yaw", i);
        Double uncertainty = number(root, "pose_uncertainty", i);
        Double openness = number(root, "openness", i);
        int faces = root.required("faces").required(i).asInt();
        return new FrameSignal(
                presence(root.required("presence").asString().charAt(i)),
                needed(root, "presence_confidence", i),
                faces,
                root.path("persons").path(i).asInt(faces), // from before bodies were looked for: as many as faces
                yaw == null
                        ? null
                        : new HeadPose(
                                yaw,
                                needed(root, "pitch", i),
                                needed(root, "roll", i),
                                needed(root, "pose_confidence", i),
                                uncertainty == null ? 0 : uncertainty),
                openness == null
                        ? null
                        : new EyeSignal(
                                needed(root, "eye_yaw", i),
                                needed(root, "eye_pitch", i),
                                openness,
                                needed(root, "eye_confidence", i)),
                number(root, "phone_confidence", i),
                root.path("followed").path(i).asBoolean(false),
                pictureHash(root.path("picture_hash").path(i)),
                number(root, "replay_confidence", i),
                gap(root.path("gap").path(i)),
                root.path("turn_asked").path(i).asBoolean(false));
    }

    private static double needed(JsonNode root, String name, int i) {
        return root.required(name).required(i).asDouble();
    }

    private static @Nullable Double number(JsonNode root, String name, int i) {
        JsonNode value = root.path(name).path(i);
        return value.isNumber() ? value.asDouble() : null;
    }

    /** A number of JSON would lose some of its bits. */
    private static @Nullable String hexadecimal(@Nullable Long hash) {
        return hash == null ? null : HexFormat.of().toHexDigits(hash);
    }

    private static @Nullable Long pictureHash(JsonNode value) {
        return value.isString() ? HexFormat.fromHexDigitsToLong(value.asString()) : null;
    }

    private static @Nullable UnwatchedCause gap(JsonNode value) {
        return value.isString() ? WireNamed.get(UnwatchedCause.class, value.asString()) : null;
    }

    private static char letter(Presence presence) {
        return switch (presence) {
            case PRESENT -> 'p';
            case HIDDEN -> 'h';
            case ABSENT -> 'a';
            case UNKNOWN -> 'u';
        };
    }

    private static Presence presence(char letter) {
        return switch (letter) {
            case 'p' -> Presence.PRESENT;
            case 'h' -> Presence.HIDDEN;
            case 'a' -> Presence.ABSENT;
            case 'u' -> Presence.UNKNOWN;
            default -> throw new IllegalArgumentException("presence has a letter that is none of p, h, a, u");
        };
    }

    private interface Reading {
        @Nullable
        Double of(FrameSignal signal);
    }

    private interface Part<T> {
        double of(T part);
    }

    private static Reading pose(Part<HeadPose> part) {
        return signal -> {
            HeadPose pose = signal.pose();
            return pose == null ? null : part.of(pose);
        };
    }

    private static Reading eyes(Part<EyeSignal> part) {
        return signal -> {
            EyeSignal eyes = signal.eyes();
            return eyes == null ? null : part.of(eyes);
        };
    }

    private static void put(ObjectNode root, List<TimedSignal> frames, String name, Reading reading) {
        ArrayNode array = root.putArray(name);
        frames.forEach(frame -> array.add(reading.of(frame.signal())));
    }
}
