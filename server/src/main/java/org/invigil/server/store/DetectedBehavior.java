package org.invigil.server.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.invigil.rules.incident.Behavior;
import tools.jackson.databind.JsonNode;

/**
 * One behaviour of a batch that another analyser has scored, as it stands in {@code detected_behavior} under its name.
 *
 * @param frames of the batch that showed it, at least one
 * @param confidence 0 to 1
 */
record DetectedBehavior(Behavior behavior, int frames, double confidence) {

    private static final String FIELD = "detected_behavior";
    private static final Set<String> MEMBERS = Set.of("frames", "confidence");

    /**
     * Reads the whole field, in the order of {@link Behavior}.
     *
     * @param index of the batch in its request
     * @param batchFrames that the batch has
     * @throws ScoringException if it names what is no behaviour, or a part is missing, unknown or out of its range
     */
    static List<DetectedBehavior> read(JsonNode field, int index, int batchFrames) {
        if (!field.isObject()) {
            throw ScoringException.invalidBatch(index, FIELD + " must be an object");
        }
        List<DetectedBehavior> detected = new ArrayList<>();
        for (String name : field.propertyNames()) {
            Behavior behavior = Behavior.find(name)
                    .orElseThrow(
                            () -> ScoringException.invalidBatch(index, FIELD + " names no known behaviour: " + name));
            detected.add(read(behavior, field.path(name), index, batchFrames));
        }
        detected.sort(Comparator.comparing(DetectedBehavior::behavior));
        return List.copyOf(detected);
    }

    private static DetectedBehavior read(Behavior behavior, JsonNode value, int index, int batchFrames) {
        String place = FIELD + "." + behavior.wireName();
        JsonNode frames = value.path("frames");
        JsonNode confidence = value.path("confidence");
        if (!value.isObject() || !MEMBERS.containsAll(value.propertyNames())) {
            throw ScoringException.invalidBatch(index, place + " must be an object of frames and confidence");
        }
        if (!frames.isIntegralNumber()
                || !frames.canConvertToInt()
                || frames.intValue() < 1
                || frames.intValue() > batchFrames) {
            throw ScoringException.invalidBatch(index, place + ".frames must be 1 to the frames of the batch");
        }
        if (!confidence.isNumber() || !(confidence.doubleValue() >= 0 && confidence.doubleValue() <= 1)) {
            throw ScoringException.invalidBatch(index, place + ".confidence must be 0 to 1");
        }
        return new DetectedBehavior(behavior, frames.intValue(), confidence.doubleValue());
    }
}
