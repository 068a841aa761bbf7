package org.invigil.bench.accuracy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The report for people: one row a condition, then the confusions. */
final class ReportTable {

    /** Heading, figure, and whether it is a share to show in percent. */
    private record Column(String heading, String figure, boolean percent) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("frames", "frames", false),
            new Column("presence", "presence_right", true),
            new Column("precision", "precision", true),
            new Column("recall", "recall", true),
            new Column("count", "count_right", true),
            new Column("persons", "persons_right", true),
            new Column("several", "several_faces_found", true),
            new Column("yaw err", "yaw_error_degrees", false),
            new Column("pitch err", "pitch_error_degrees", false),
            new Column("roll err", "roll_error_degrees", false),
            new Column("direction", "direction_right", true),
            new Column("gaze", "gaze_right", true),
            new Column("behavior", "behaviors_right", true),
            new Column("flagged", "attentive_flagged", true),
            new Column("alarms/h", "false_alarms_per_hour", false));

    private ReportTable() {}

    static String of(Map<String, @Nullable Object> report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%-20s", "condition"));
        COLUMNS.forEach(column -> text.append(String.format(" %9s", column.heading)));
        text.append('\n');
        for (Map.Entry<?, ?> condition : map(report, "conditions").entrySet()) {
            Map<?, ?> figures = (Map<?, ?>) condition.getValue();
            text.append(String.format("%-20s", condition.getKey()));
            COLUMNS.forEach(
                    column -> text.append(String.format(" %9s", shown(figures.get(column.figure), column.percent))));
            text.append('\n');
        }
        confusion(text, "presence", map(report, "presence_confusion"));
        confusion(text, "faces", map(report, "count_confusion"));
        text.append("\nincidents by their confidence, in labelled stretches\n")
                .append(Reliability.diagram((List<?>) Objects.requireNonNull(report.get("reliability"))));
        text.append("\nclips, against a look of a network in every frame\n");
        map(report, "following")
                .forEach((figure, value) -> text.append(String.format("  %-26s %s%n", figure, exact(value))));
        groups(text, (List<?>) Objects.requireNonNull(report.get("groups")));
        map(report, "unreadable")
                .forEach((file, error) ->
                        text.append(file).append(": ").append(error).append('\n'));
        return text.toString();
    }

    private static void groups(StringBuilder text, List<?> groups) {
        if (groups.isEmpty()) {
            return;
        }
        text.append(String.format(
                "%nby group, share of right frames, each person counting once (95 %% interval; ! differs from all others)%n"
                        + "%-20s %-14s %-9s",
                "condition", "kind", "group"));
        for (Groups.Figure figure : Groups.Figure.values()) {
            text.append(String.format("  %-32s", figure.wireName()));
        }
        text.append('\n');
        for (Object row : groups) {
            Map<?, ?> entry = (Map<?, ?>) row;
            text.append(
                    String.format("%-20s %-14s %-9s", entry.get("condition"), entry.get("kind"), entry.get("group")));
            for (Groups.Figure figure : Groups.Figure.values()) {
                text.append(String.format(
                        "  %-32s", Groups.shown((Map<?, ?>) Objects.requireNonNull(entry.get(figure.wireName())))));
            }
            text.append('\n');
        }
        text.append("\nnot compared, as the group or all others have under ")
                .append(Groups.FEWEST)
                .append(" people\n");
        Groups.notCompared(groups)
                .forEach(line -> text.append("  ").append(line).append('\n'));
    }

    private static void confusion(StringBuilder text, String what, Map<?, ?> cells) {
        text.append('\n').append(what).append(", labelled: seen as\n");
        cells.forEach((labelled, seen) -> text.append(String.format("  %-9s: %s%n", labelled, seen)));
    }

    private static Map<?, ?> map(Map<String, @Nullable Object> report, String key) {
        return (Map<?, ?>) Objects.requireNonNull(report.get(key));
    }

    private static String exact(@Nullable Object value) {
        return value instanceof Double number ? String.format(Locale.ROOT, "%.2f", number) : String.valueOf(value);
    }

    private static String shown(@Nullable Object value, boolean percent) {
        return switch (value) {
            case null -> "-";
            case Double number when percent -> String.format(Locale.ROOT, "%.1f %%", 100 * number);
            case Double number -> String.format(Locale.ROOT, "%.1f", number);
            default -> value.toString();
        };
    }
}
