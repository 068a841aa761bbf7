package org.invigil.bench.accuracy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.invigil.rules.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * The model card (Mitchell et al., 2019): what the analysis is made of, meant for, and worth for whom. Its words stand in
 * {@code model-card.md} beside this class; networks, thresholds and figures are put in here.
 */
final class ModelCard {

    private ModelCard() {}

    /**
     * The card as Markdown.
     *
     * @param reports of one set, each at another size; at least one
     */
    static String of(List<Map<String, @Nullable Object>> reports) {
        Markdown tables = new Markdown(reports);
        return template()
                .replace("{{models}}", models())
                .replace("{{thresholds}}", thresholds(Policy.DEFAULT))
                .replace("{{set}}", set(reports))
                .replace("{{overall}}", overall(reports))
                .replace("{{groups}}", tables.groups().strip())
                .replace("{{differences}}", tables.differences().strip())
                .replace("{{reliability}}", tables.reliability().strip());
    }

    private static String models() {
        StringBuilder text = new StringBuilder("| network | for | package | licence | SHA-256 of the file |\n");
        text.append("| --- | --- | --- | --- | --- |\n");
        for (ModelSource model : ModelSource.ALL) {
            text.append(String.format(
                    "| %s | %s | `%s` %s | %s | `%s` |\n",
                    model.name(), model.use(), model.npmPackage(), model.version(), model.licence(), model.sha256()));
        }
        return text.toString().strip();
    }

    private static String thresholds(Policy policy) {
        Policy.Sight sight = policy.sight();
        Policy.Behaviors behaviors = policy.behaviors();
        return String.join(
                "\n",
                "| what | from | key of the policy |",
                "| --- | --- | --- |",
                row(
                        "line of sight to a side",
                        degrees(sight.leftEnterDegrees()),
                        "sight.left_enter_degrees, right_enter_degrees"),
                row(
                        "up, down",
                        degrees(sight.upEnterDegrees()) + ", " + degrees(sight.downEnterDegrees()),
                        "sight.up_enter_degrees, down_enter_degrees"),
                row(
                        "a head that decides by itself: to a side, up, down",
                        degrees(sight.headSideDegrees()) + ", " + degrees(sight.headUpDegrees()) + ", "
                                + degrees(sight.headDownDegrees()),
                        "sight.head_side_degrees, head_up_degrees, head_down_degrees"),
                row(
                        "a look away becomes an incident",
                        "a mean confidence of " + sight.minIncidentConfidence(),
                        "sight.min_incident_confidence"),
                row("left, right, diagonal", seconds(behaviors.lookingLeft()), "behaviors.looking_left ..."),
                row(
                        "up; down",
                        seconds(behaviors.lookingUp()) + "; " + seconds(behaviors.lookingDown()),
                        "behaviors.looking_up, looking_down"),
                row(
                        "nobody in view; away",
                        seconds(behaviors.absent()) + "; " + seconds(behaviors.away()),
                        "behaviors.absent, away"),
                row("more than one person", seconds(behaviors.multipleFaces()), "behaviors.multiple_faces"),
                row("face hidden", seconds(behaviors.faceHidden()), "behaviors.face_hidden"),
                row("possible recording", seconds(behaviors.cameraReplayed()), "behaviors.camera_replayed"));
    }

    private static String row(String what, String from, String keys) {
        return "| " + what + " | " + from + " | `" + keys + "` |";
    }

    private static String degrees(double value) {
        return String.format(Locale.ROOT, "%.0f degrees", value);
    }

    private static String seconds(Policy.Rule rule) {
        return String.format(Locale.ROOT, "%.1f s", rule.enterMs() / 1_000.0);
    }

    private static String set(List<Map<String, @Nullable Object>> reports) {
        return String.format(
                "%s files, engine `%s`, at %s.",
                reports.getFirst().get("files"),
                reports.getFirst().get("engine"),
                String.join(
                        " and ",
                        reports.stream()
                                .map(report -> String.valueOf(report.get("size")))
                                .toList()));
    }

    private static String overall(List<Map<String, @Nullable Object>> reports) {
        StringBuilder text = new StringBuilder(
                "| size | frames | presence right | faces counted right | people counted right | attentive frames flagged |\n");
        text.append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
        for (Map<String, @Nullable Object> report : reports) {
            Map<?, ?> all = (Map<?, ?>) Objects.requireNonNull(
                    ((Map<?, ?>) Objects.requireNonNull(report.get("conditions"))).get(Evaluation.ALL));
            text.append(String.format(
                    "| %s | %s | %s | %s | %s | %s |\n",
                    report.get("size"),
                    all.get("frames"),
                    percent(all.get("presence_right")),
                    percent(all.get("count_right")),
                    percent(all.get("persons_right")),
                    percent(all.get("attentive_flagged"))));
        }
        return text.toString().strip();
    }

    private static String percent(@Nullable Object share) {
        return share instanceof Double number ? String.format(Locale.ROOT, "%.1f %%", 100 * number) : "not labelled";
    }

    private static String template() {
        try (InputStream in = ModelCard.class.getResourceAsStream("model-card.md")) {
            return new String(Objects.requireNonNull(in, "model-card.md").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
