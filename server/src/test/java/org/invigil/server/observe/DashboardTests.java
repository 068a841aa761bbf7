package org.invigil.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.invigil.server.ServerTest;
import org.invigil.server.TestPeople;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Grafana board and the alerts name metrics that a running server really has, and use them as what they are. */
@ServerTest
class DashboardTests {

    private static final Path DEPLOY = Path.of("../deploy");
    private static final Set<String> WORDS = Set.of(
            "sum",
            "by",
            "rate",
            "increase",
            "min",
            "max",
            "histogram_quantile",
            "and",
            "or",
            "le",
            "instance",
            "cause",
            "outcome",
            "operation",
            "status",
            "area",
            "job");
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");

    /** The number of labels of any metric is bounded by what the code knows, never by who sits an exam. */
    private static final Set<String> PERSONAL =
            Set.of("session", "session_id", "student", "student_id", "username", "user", "exam_id");

    @Autowired
    TestPeople people;

    @Test
    void everyMetricOfTheBoardExistsWithItsType() throws IOException {
        Map<String, String> types = types();
        Set<String> used = new TreeSet<>();
        for (JsonNode panel : board().path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String expression = target.path("expr").asString();
                used.addAll(check(expression, types));
                assertThat(expression).as("the chosen nodes only").contains("instance=~\"$instance\"");
            }
        }
        assertThat(used)
                .as("what an operator looks for")
                .contains(
                        "invigil_frames_reply_seconds_bucket",
                        "invigil_analysis_frame_seconds_bucket",
                        "invigil_frames_sockets",
                        "invigil_analysis_sessions",
                        "invigil_analysis_target_fps",
                        "invigil_clips_written_total",
                        "invigil_clips_failed_total",
                        "invigil_scoring_sink_waiting",
                        "invigil_live_watchers");
    }

    @Test
    void everyPanelSaysWhatItShowsAndNoneOverlap() throws IOException {
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : board().path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            assertThat(panel.path("title").asString()).isNotBlank();
            if (!panel.path("type").asString().equals("row")) {
                assertThat(panel.path("description").asString()).isNotBlank();
                assertThat(panel.path("targets").size()).isPositive();
            }
            JsonNode place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    assertThat(cells.add((place.path("x").asInt() + x) + "/"
                                    + (place.path("y").asInt() + y)))
                            .as(panel.path("title").asString())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void everyAlertNamesMetricsThatExistAndSaysWhatToDo() throws IOException {
        Map<String, String> types = types();
        types.put("up", "gauge"); // Prometheus' own
        JsonNode groups = yaml("prometheus/rules.yml").path("groups");
        assertThat(groups.size()).isPositive();
        for (JsonNode group : groups) {
            for (JsonNode rule : group.path("rules")) {
                check(rule.path("expr").asString(), types);
                assertThat(rule.path("alert").asString()).startsWith("Invigil");
                assertThat(rule.at("/labels/severity").asString()).isIn("page", "ticket");
                assertThat(rule.at("/annotations/summary").asString()).isNotBlank();
                assertThat(rule.at("/annotations/description").asString()).isNotBlank();
            }
        }
        JsonNode scrape = yaml("prometheus/prometheus.yml").at("/scrape_configs/0");
        assertThat(scrape.path("metrics_path").asString()).isEqualTo("/actuator/prometheus");
        assertThat(scrape.at("/authorization/type").asString()).isEqualTo("Bearer");
    }

    @Test
    void noMetricHasALabelThatGrowsWithStudents() {
        String page = people.analyzer().get("/actuator/prometheus").text();
        for (String line : page.lines().filter(line -> !line.startsWith("#")).toList()) {
            Matcher label = Pattern.compile("[{,]([a-z_]+)=\"").matcher(line);
            while (label.find()) {
                assertThat(PERSONAL).as(line).doesNotContain(label.group(1));
            }
            assertThat(line).doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}");
        }
    }

    /** The metrics of an expression; counters stand in rate or increase, and nothing else does. */
    private static Set<String> check(String expression, Map<String, String> types) {
        Set<String> metrics = new TreeSet<>();
        String plain = expression.replaceAll("\"[^\"]*\"", "").replaceAll("\\[[0-9]+[smh]]", "[]");
        Matcher names = NAME.matcher(plain);
        while (names.find()) {
            String name = names.group();
            if (WORDS.contains(name) && !plain.startsWith("[", names.end())) {
                continue;
            }
            assertThat(types).as("the metric %s of %s", name, expression).containsKey(name);
            boolean counts = "counter".equals(types.get(name))
                    || "histogram".equals(types.get(name))
                    || "summary".equals(types.get(name));
            boolean rated = plain.substring(0, names.start()).matches("(?s).*(rate|increase)\\($");
            assertThat(rated)
                    .as("%s is a %s in %s", name, types.get(name), expression)
                    .isEqualTo(counts);
            metrics.add(name);
        }
        assertThat(metrics).as(expression).isNotEmpty();
        return metrics;
    }

    /** The type of every sample of the page, {@code _bucket}, {@code _sum} and {@code _count} by that of their family. */
    private Map<String, String> types() {
        people.admin().http().get("/api/exams"); // so that there is a request to count
        Map<String, String> families = new TreeMap<>();
        Map<String, String> samples = new TreeMap<>();
        String page = people.analyzer().get("/actuator/prometheus").text();
        page.lines().forEach(line -> {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", -1);
                families.put(words[2], words[3]);
            } else if (!line.startsWith("#")) {
                String name = line.replaceFirst("[{ ].*", "");
                String family = families.containsKey(name) ? name : name.replaceFirst("_(bucket|sum|count|total)$", "");
                samples.put(name, families.getOrDefault(family, "unknown"));
            }
        });
        return samples;
    }

    private static JsonNode board() throws IOException {
        return JsonMapper.builder().build().readTree(Files.readString(DEPLOY.resolve("grafana/invigil.json")));
    }

    private static JsonNode yaml(String file) throws IOException {
        Object content = new Yaml().load(Files.readString(DEPLOY.resolve(file)));
        return JsonMapper.builder().build().valueToTree(content);
    }
}
