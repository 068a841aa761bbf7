package org.invigil.bench.accuracy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What it costs in truth that frames are followed: clips as they are analysed, against the same with a look of a network in every frame.
 */
final class FollowingCost {

    /** What a clip showed, frame by frame, and its incidents. */
    private static final class Clip {
        private final List<Frame> frames = new ArrayList<>();
        private final List<JsonNode> incidents = new ArrayList<>();
        private boolean complete;

        boolean hasFollowed() {
            return complete && frames.stream().anyMatch(Frame::followed);
        }

        void add(JsonNode line) {
            if (line.has("summary")) {
                line.get("summary").get("incidents").forEach(incidents::add);
                complete = true;
            } else if (!line.has("error")) {
                frames.add(new Frame(SeenFrame.of(line), line.get("followed").asBoolean()));
            }
        }
    }

    private record Frame(SeenFrame seen, boolean followed) {}

    private final Map<String, Clip> clips = new TreeMap<>();
    private final Map<String, Clip> lookedAt = new HashMap<>();

    /** Takes in a line of the analysis as it always is. */
    void add(String file, JsonNode line) {
        clips.computeIfAbsent(file, name -> new Clip()).add(line);
    }

    /** Takes in a line of the analysis with a look in every frame. */
    void addEveryFrame(String file, JsonNode line) {
        lookedAt.computeIfAbsent(file, name -> new Clip()).add(line);
    }

    /** The clips in which any frame was followed: in pictures none is, nor where frames come seldom. */
    Set<String> clips() {
        clips.values().removeIf(clip -> !clip.hasFollowed());
        return clips.keySet();
    }

    /** What differs, as it stands in the JSON report; null where nothing is comparable. */
    Map<String, @Nullable Object> report() {
        long frames = 0;
        long followed = 0;
        long presences = 0;
        long faces = 0;
        long persons = 0;
        long incidents = 0;
        long incidentsOfOne = 0;
        Figures.Mean yaw = new Figures.Mean();
        Figures.Mean pitch = new Figures.Mean();
        for (String file : clips()) {
            Clip clip = Objects.requireNonNull(clips.get(file));
            Clip every = lookedAt.getOrDefault(file, new Clip());
            for (int i = 0; i < Math.min(clip.frames.size(), every.frames.size()); i++) {
                SeenFrame seen = clip.frames.get(i).seen();
                SeenFrame looked = every.frames.get(i).seen();
                frames++;
                followed += clip.frames.get(i).followed() ? 1 : 0;
                presences += seen.presence().equals(looked.presence()) ? 0 : 1;
                faces += seen.faces() == looked.faces() ? 0 : 1;
                persons += seen.persons() == looked.persons() ? 0 : 1;
                yaw.addError(looked.yawDegrees(), seen.yawDegrees());
                pitch.addError(looked.pitchDegrees(), seen.pitchDegrees());
            }
            incidents += every.incidents.size();
            incidentsOfOne += without(clip.incidents, every.incidents) + without(every.incidents, clip.incidents);
        }
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("frames", frames);
        report.put("followed_share", frames == 0 ? null : (double) followed / frames);
        report.put("yaw_difference_degrees", yaw.value());
        report.put("pitch_difference_degrees", pitch.value());
        report.put("frames_of_other_presence", presences);
        report.put("frames_of_other_count", faces);
        report.put("frames_of_other_persons", persons);
        report.put("incidents", incidents);
        report.put("incidents_of_one_alone", incidentsOfOne);
        return report;
    }

    /** How many incidents have none of the same behaviour at the same time on the other side. */
    private static long without(List<JsonNode> incidents, List<JsonNode> others) {
        return incidents.stream()
                .filter(one -> others.stream().noneMatch(other -> isSame(one, other)))
                .count();
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        return one.get("behavior").equals(other.get("behavior"))
                && one.get("start_ms").asLong() <= other.get("end_ms").asLong()
                && other.get("start_ms").asLong() <= one.get("end_ms").asLong();
    }
}
