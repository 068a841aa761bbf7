package org.invigil.bench.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reports as they stand in documents: tables of Markdown, one after the other for each size that was measured. */
final class Markdown {

    private record Column(String heading, String figure, boolean percent) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("frames", "frames", false),
            new Column("presence", "presence_right", true),
            new Column("precision", "precision", true),
            new Column("recall", "recall", true),
            new Column("count", "count_right", true),
            new Column("persons", "persons_right", true),
            new Column("several", "several_faces_found", true),
            new Column("direction", "direction_right", true),
            new Column("gaze", "gaze_right", true),
            new Column("behavior", "behaviors_right", true),
            new Column("flagged", "attentive_flagged", true),
            new Column("alarms/h", "false_alarms_per_hour", false));

    private final List<Map<String, @Nullable Object>> reports;

    /** @param reports of one set, each at another size */
    Markdown(List<Map<String, @Nullable Object>> reports) {
        this.reports = reports;
    }

    /** A row a condition. */
    String conditions() {
        StringBuilder text = new StringBuilder();
        for (Map<String, @Nullable Object> report : reports) {
            text.append("At ").append(report.get("size")).append(":\n\n| condition |");
            COLUMNS.forEach(column -> text.append(' ').append(column.heading).append(" |"));
            text.append("\n| --- |").append(" ---: |".repeat(COLUMNS.size())).append('\n');
            map(report, "conditions").forEach((condition, figures) -> {
                text.append("| ").append(condition).append(" |");
                COLUMNS.forEach(column -> text.append(' ')
                        .append(shown(((Map<?, ?>) figures).get(column.figure), column.percent))
                        .append(" |"));
                text.append('\n');
            });
            text.append('\n');
        }
        return text.toString();
    }

    /** Which presence was labelled, and which was seen. */
    String presence() {
        StringBuilder text = new StringBuilder("| labelled |");
        reports.forEach(report ->
                text.append(" seen as, at ").append(report.get("size")).append(" |"));
        text.append("\n| --- |").append(" --- |".repeat(reports.size())).append('\n');
        TreeSet<Object> labelled = new TreeSet<>();
        for (Map<String, @Nullable Object> report : reports) {
            labelled.addAll(map(report, "presence_confusion").keySet());
        }
        for (Object answer : labelled) {
            text.append("| ").append(answer).append(" |");
            for (Map<String, @Nullable Object> report : reports) {
                text.append(' ')
                        .append(cells(
                                (Map<?, ?>) map(report, "presence_confusion").get(answer)))
                        .append(" |");
            }
            text.append('\n');
        }
        return text.append('\n').toString();
    }

    /** The reliability diagram: a bar for the share that is right, a mark where the confidence lies. */
    String reliability() {
        StringBuilder text = new StringBuilder();
        for (Map<String, @Nullable Object> report : reports) {
            text.append("At ").append(report.get("size")).append(":\n\n```\n");
            text.append(Reliability.diagram(list(report, "reliability"))).append("```\n\n");
        }
        return text.toString();
    }

    /** A row a group, one table for each condition and size in which people are named. */
    String groups() {
        StringBuilder text = new StringBuilder();
        for (Map<String, @Nullable Object> report : reports) {
            String open = "";
            for (Object row : list(report, "groups")) {
                Map<?, ?> entry = (Map<?, ?>) row;
                String condition = String.valueOf(entry.get("condition"));
                if (!condition.equals(open)) {
                    text.append(String.format("\n`%s` at %s:\n\n| group |", condition, report.get("size")));
                    for (Groups.Figure figure : Groups.Figure.values()) {
                        text.append(' ')
                                .append(figure.wireName().replace('_', ' '))
                                .append(" |");
                    }
                    text.append("\n| --- |").append(" --- |".repeat(Groups.Figure.values().length));
                    text.append('\n');
                    open = condition;
                }
                text.append(String.format("| %s %s |", name(entry.get("kind")), entry.get("group")));
                for (Groups.Figure figure : Groups.Figure.values()) {
                    text.append(' ')
                            .append(Groups.shown((Map<?, ?>) Objects.requireNonNull(entry.get(figure.wireName()))))
                            .append(" |");
                }
                text.append('\n');
            }
        }
        return text.append('\n').toString();
    }

    /** Every difference past its interval, as a list, or a sentence that says that there is none; and what that does not speak of. */
    String differences() {
        List<String> lines = new ArrayList<>();
        List<Object> entries = new ArrayList<>();
        for (Map<String, @Nullable Object> report : reports) {
            entries.addAll(list(report, "groups"));
            Groups.differences(list(report, "groups"))
                    .forEach(difference -> lines.add("- At " + report.get("size") + ": " + difference + "."));
        }
        String found = lines.isEmpty()
                ? "No group that is compared differs from all others past the interval of the difference.\n"
                : "Past the interval of the difference:\n\n" + String.join("\n", lines) + "\n";
        return found + notCompared(entries);
    }

    private static String notCompared(List<Object> entries) {
        List<String> lines = Groups.notCompared(entries);
        return lines.isEmpty()
                ? ""
                : "\nNot compared, as the group or all others have under " + Groups.FEWEST
                        + " people, so that nothing is known of them:\n\n- " + String.join(".\n- ", lines) + ".\n";
    }

    private static String name(@Nullable Object kind) {
        return String.valueOf(kind).replace('_', ' ');
    }

    private static String cells(@Nullable Map<?, ?> cells) {
        List<String> parts = new ArrayList<>();
        if (cells != null) {
            cells.forEach((seen, frames) -> parts.add(seen + " " + frames));
        }
        return String.join(", ", parts);
    }

    private static String shown(@Nullable Object value, boolean percent) {
        return switch (value) {
            case null -> "";
            case Double number when percent -> String.format(Locale.ROOT, "%.1f %%", 100 * number);
            case Double number -> String.format(Locale.ROOT, "%.1f", number);
            default -> value.toString();
        };
    }

    private static Map<?, ?> map(Map<String, @Nullable Object> report, String key) {
        return (Map<?, ?>) Objects.requireNonNull(report.get(key), key);
    }

    private static List<?> list(Map<String, @Nullable Object> report, String key) {
        return (List<?>) Objects.requireNonNull(report.get(key), key);
    }
}
