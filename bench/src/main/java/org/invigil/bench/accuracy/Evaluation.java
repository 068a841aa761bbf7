package org.invigil.bench.accuracy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares the lines of one analysis with the labels, file by file. */
final class Evaluation {

    /** The condition that every row belongs to. */
    static final String ALL = "all";

    private final Map<String, List<Stretch>> stretchesByFile = new HashMap<>();
    private final Map<String, Figures> figures = new TreeMap<>();
    private final Confusion presence = new Confusion();
    private final Confusion count = new Confusion();
    private final Reliability reliability = new Reliability();
    private final Groups groups = new Groups();
    private final Map<String, String> unreadable = new TreeMap<>();
    private final Set<String> wrong = new TreeSet<>();

    Evaluation(List<Label> labels) {
        figures.put(ALL, new Figures());
        for (Label label : labels) {
            stretchesByFile
                    .computeIfAbsent(label.file(), file -> new ArrayList<>())
                    .add(new Stretch(label));
        }
    }

    /** Takes in one line of the analysis of a file of the set. */
    void add(String file, JsonNode line) {
        if (line.has("error")) {
            unreadable.put(file, line.get("error").asString());
        } else if (line.has("summary")) {
            addSummary(file, line.get("summary").get("incidents"));
        } else {
            addFrame(file, SeenFrame.of(line));
        }
    }

    /** Everything found, as it stands in the JSON report. */
    Map<String, @Nullable Object> report() {
        stretchesByFile.values().forEach(stretches -> stretches.forEach(this::finish));
        Map<String, @Nullable Object> conditions = new LinkedHashMap<>();
        figures.forEach((condition, figure) -> conditions.put(condition, figure.asMap()));
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("files", stretchesByFile.size());
        report.put("unreadable", unreadable);
        report.put("presence_confusion", presence.asMap());
        report.put("count_confusion", count.asMap());
        report.put("conditions", conditions);
        report.put("groups", groups.report());
        report.put("reliability", reliability.bins());
        report.put("files_with_a_wrong_presence", wrong);
        return report;
    }

    private void addFrame(String file, SeenFrame seen) {
        for (Stretch stretch : stretchesByFile.getOrDefault(file, List.of())) {
            Label label = stretch.label;
            if (!label.covers(seen.timeMillis())) {
                continue;
            }
            presence.add(label.presence(), seen.presence());
            count.add(label.faces(), seen.faces());
            if (!label.presence().isEmpty() && !label.presence().contains(seen.presence())) {
                wrong.add(file);
            }
            stretch.see(seen);
            groups.add(label, seen);
            figuresOf(label).forEach(figure -> figure.add(label, seen));
        }
    }

    private void addSummary(String file, JsonNode incidents) {
        for (JsonNode incident : incidents) {
            String behavior = incident.get("behavior").asString();
            List<Stretch> judged = stretchesByFile.getOrDefault(file, List.of()).stream()
                    .filter(stretch -> stretch.label.judgesIncidents())
                    .filter(stretch -> stretch.label.overlaps(
                            incident.get("start_ms").asLong(),
                            incident.get("end_ms").asLong()))
                    .toList();
            if (behavior.equals("camera_unusable") || judged.isEmpty()) {
                continue;
            }
            judged.forEach(stretch -> stretch.incidents++);
            boolean isRight = judged.stream()
                    .anyMatch(stretch -> stretch.label.behaviors().contains(behavior));
            reliability.add(incident.get("confidence").asDouble(), isRight);
        }
    }

    private void finish(Stretch stretch) {
        for (Figures figure : figuresOf(stretch.label)) {
            for (String behavior : stretch.label.behaviors()) {
                figure.addBehavior(stretch.behaviors.contains(behavior));
            }
            if (stretch.label.attentive()) {
                figure.addAttentive(stretch.seenMillis(), stretch.incidents);
            }
        }
    }

    private List<Figures> figuresOf(Label label) {
        List<Figures> all = new ArrayList<>();
        all.add(figures.computeIfAbsent(ALL, key -> new Figures()));
        label.conditions().forEach(condition -> all.add(figures.computeIfAbsent(condition, key -> new Figures())));
        return all;
    }

    /** One label and what was seen in its stretch. */
    private static final class Stretch {
        private final Label label;
        private final Set<String> behaviors = new HashSet<>();
        private long firstMillis = -1;
        private long lastMillis;
        private long incidents;

        Stretch(Label label) {
            this.label = label;
        }

        void see(SeenFrame seen) {
            behaviors.addAll(seen.behaviors());
            firstMillis = firstMillis < 0 ? seen.timeMillis() : firstMillis;
            lastMillis = seen.timeMillis();
        }

        long seenMillis() {
            return firstMillis < 0 ? 0 : lastMillis - firstMillis;
        }
    }
}
