package org.invigil.bench.accuracy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Figures by group of people: each person counts once, with the share of the own frames that are right, so that a long clip of one
 * person does not speak for many. A group is compared with everybody of whom it is known that they are not in it.
 */
final class Groups {

    /** Of fewer people nothing is shown, and nobody is compared with fewer. */
    static final int FEWEST = 30;

    /** What is compared, and which frames it is about. */
    enum Figure {
        /** Share of frames with an accepted presence: of a plain face {@code present}. */
        PRESENCE_RIGHT,
        /** Share of frames with an accepted number of faces. */
        COUNT_RIGHT,
        /** Share of frames with an accepted number of people: a body falsely seen beside somebody, or a face, is wrong here. */
        PERSONS_RIGHT,
        /** Share of an attentive person's frames without a behaviour that is held against them. */
        NOT_FLAGGED;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** By condition, kind of group, and person. */
    private final SortedMap<String, Map<String, Map<Member, Frames>>> seen = new TreeMap<>();

    /** A person among the groups of one kind; whoever is seen in two kinds of light is in both. */
    private record Member(String name, List<String> groups) {}

    /** Takes in one frame of a row that names a person. */
    void add(Label label, SeenFrame frame) {
        Person person = label.person();
        if (person == null) {
            return;
        }
        for (String condition : label.conditions()) {
            person.groups().forEach((kind, groups) -> seen.computeIfAbsent(condition, key -> new HashMap<>())
                    .computeIfAbsent(kind, key -> new HashMap<>())
                    .computeIfAbsent(new Member(person.name(), groups), key -> new Frames())
                    .add(label, frame));
        }
    }

    /** One entry a condition, kind and group; of a figure with too few people {@code right} and all that follows is null. */
    List<Map<String, @Nullable Object>> report() {
        List<Map<String, @Nullable Object>> report = new ArrayList<>();
        seen.forEach((condition, kinds) -> GroupColumns.KNOWN.forEach((kind, groups) -> {
            Map<Member, Frames> members = kinds.getOrDefault(kind, Map.of());
            for (String group : groups) {
                if (members.keySet().stream().anyMatch(member -> member.groups.contains(group))) {
                    report.add(entry(condition, kind, group, members));
                }
            }
        }));
        return report;
    }

    private static Map<String, @Nullable Object> entry(
            String condition, String kind, String group, Map<Member, Frames> members) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("condition", condition);
        entry.put("kind", kind);
        entry.put("group", group);
        for (Figure figure : Figure.values()) {
            PeopleShare own = new PeopleShare();
            PeopleShare others = new PeopleShare();
            members.forEach(
                    (member, frames) -> (member.groups.contains(group) ? own : others).add(frames.share(figure)));
            entry.put(figure.wireName(), compared(own, others));
        }
        return entry;
    }

    private static Map<String, @Nullable Object> compared(PeopleShare own, PeopleShare others) {
        boolean shown = own.people >= FEWEST;
        boolean compared = shown && others.people >= FEWEST;
        Interval interval = Interval.wilson(own.right, own.people);
        Interval difference = Interval.ofDifference(own.right, own.people, others.right, others.people);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("people", own.people);
        map.put("right", shown ? own.value() : null);
        map.put("right_least", shown ? interval.least() : null);
        map.put("right_most", shown ? interval.most() : null);
        map.put("others", others.people);
        map.put("others_right", compared ? others.value() : null);
        map.put("difference_least", compared ? difference.least() : null);
        map.put("difference_most", compared ? difference.most() : null);
        map.put("differs", compared ? difference.least() > 0 || difference.most() < 0 : null);
        return map;
    }

    /** The differences past their interval, one sentence each; empty where there is none. */
    static List<String> differences(List<?> report) {
        List<String> found = new ArrayList<>();
        for (Object row : report) {
            Map<?, ?> entry = (Map<?, ?>) row;
            for (Figure figure : Figure.values()) {
                Map<?, ?> compared = (Map<?, ?>) Objects.requireNonNull(entry.get(figure.wireName()));
                if (Boolean.TRUE.equals(compared.get("differs"))) {
                    found.add(String.format(
                            Locale.ROOT,
                            "%s, %s %s: %s %.1f %%, of the others %.1f %%",
                            entry.get("condition"),
                            entry.get("kind"),
                            entry.get("group"),
                            figure.wireName(),
                            100 * number(compared, "right"),
                            100 * number(compared, "others_right")));
                }
            }
        }
        return found;
    }

    /** Whether a figure of an entry of the report was compared: both sides have {@link #FEWEST} people. */
    static boolean isCompared(Map<?, ?> entry, Figure figure) {
        return ((Map<?, ?>) Objects.requireNonNull(entry.get(figure.wireName()))).get("differs") != null;
    }

    /**
     * What the absence of differences does not speak of: the groups that a figure was not compared of, one line a figure.
     *
     * @param entries of all reports; a group counts as compared if it was in every condition that any group was seen in, at every size
     */
    static List<String> notCompared(List<?> entries) {
        List<String> lines = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            List<String> kinds = new ArrayList<>();
            GroupColumns.KNOWN.forEach((kind, groups) -> {
                String left = groups.stream()
                        .filter(group -> !isComparedEverywhere(entries, kind, group, figure))
                        .collect(Collectors.joining(", "));
                if (!left.isEmpty()) {
                    kinds.add(kind.replace('_', ' ') + " " + left);
                }
            });
            if (!kinds.isEmpty()) {
                lines.add(figure.wireName().replace('_', ' ') + ": " + String.join("; ", kinds));
            }
        }
        return lines;
    }

    private static boolean isComparedEverywhere(List<?> entries, String kind, String group, Figure figure) {
        List<Map<?, ?>> own = new ArrayList<>();
        Set<Object> conditions = new HashSet<>();
        for (Object row : entries) {
            Map<?, ?> entry = (Map<?, ?>) row;
            conditions.add(Objects.requireNonNull(entry.get("condition")));
            if (kind.equals(entry.get("kind")) && group.equals(entry.get("group"))) {
                own.add(entry);
            }
        }
        return own.stream().allMatch(entry -> isCompared(entry, figure))
                && own.stream().map(entry -> entry.get("condition")).distinct().count() == conditions.size();
    }

    /** One figure of one group for people. */
    static String shown(Map<?, ?> compared) {
        long people = (long) number(compared, "people");
        if (people == 0) {
            return "";
        }
        if (compared.get("right") == null) {
            return String.format(Locale.ROOT, "not shown (%d)", people);
        }
        return String.format(
                Locale.ROOT,
                "%.1f %% (%.1f to %.1f) of %d%s",
                100 * number(compared, "right"),
                100 * number(compared, "right_least"),
                100 * number(compared, "right_most"),
                people,
                Boolean.TRUE.equals(compared.get("differs")) ? " !" : "");
    }

    private static double number(Map<?, ?> map, String name) {
        return ((Number) Objects.requireNonNull(map.get(name), name)).doubleValue();
    }

    /** The share that is right, each person counting as one. */
    private static final class PeopleShare {
        private long people;
        private double right;

        void add(@Nullable Double share) {
            if (share != null) {
                people++;
                right += share;
            }
        }

        double value() {
            return right / people;
        }
    }

    /** One person's frames, by figure. */
    private static final class Frames {
        private final Map<Figure, Long> right = new EnumMap<>(Figure.class);
        private final Map<Figure, Long> all = new EnumMap<>(Figure.class);

        void add(Label label, SeenFrame frame) {
            if (!label.presence().isEmpty()) {
                count(Figure.PRESENCE_RIGHT, label.presence().contains(frame.presence()));
            }
            if (!label.faces().isEmpty()) {
                count(Figure.COUNT_RIGHT, label.faces().contains(frame.faces()));
            }
            if (!label.persons().isEmpty()) {
                count(Figure.PERSONS_RIGHT, label.persons().contains(frame.persons()));
            }
            if (label.attentive()) {
                count(Figure.NOT_FLAGGED, !frame.isFlagged());
            }
        }

        private void count(Figure figure, boolean isRight) {
            all.merge(figure, 1L, Long::sum);
            right.merge(figure, isRight ? 1L : 0L, Long::sum);
        }

        @Nullable
        Double share(Figure figure) {
            Long of = all.get(figure);
            return of == null ? null : right.getOrDefault(figure, 0L) / (double) of;
        }
    }
}
