package org.invigil.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines made by hand, figures worked out by hand. */
class EvaluationTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void presenceAndCountAreConfusedAsTheyShould() {
        Evaluation evaluation = new Evaluation(List.of(
                label("face.jpg", List.of("glasses"), List.of("present"), List.of(1), null, Set.of(), false),
                label("missed.jpg", List.of("glasses"), List.of("present"), List.of(1), null, Set.of(), false),
                label("chair.jpg", List.of(), List.of("absent"), List.of(0), null, Set.of(), false),
                label("coat.jpg", List.of(), List.of("absent"), List.of(0), null, Set.of(), false),
                label("paper.jpg", List.of(), List.of("hidden", "present"), List.of(0, 1), null, Set.of(), false)));
        evaluation.add("face.jpg", frame(0, "present", 1, 2.0, 1.0, ""));
        evaluation.add("missed.jpg", frame(0, "absent", 0, null, null, "\"absent\""));
        evaluation.add("chair.jpg", frame(0, "absent", 0, null, null, "\"absent\""));
        evaluation.add("coat.jpg", frame(0, "present", 1, 0.0, 0.0, ""));
        evaluation.add("paper.jpg", frame(0, "present", 1, 0.0, -30.0, ""));
        Map<String, @Nullable Object> report = evaluation.report();

        assertThat(report.get("presence_confusion"))
                .isEqualTo(Map.of(
                        "present", Map.of("present", 2L, "absent", 1L),
                        "absent", Map.of("absent", 1L, "present", 1L)));
        assertThat(report.get("count_confusion"))
                .isEqualTo(Map.of("1", Map.of("1", 2L, "0", 1L), "0", Map.of("0", 1L, "1", 1L)));
        assertThat(figure(report, "all", "presence_right")).isEqualTo(3 / 5.0);
        assertThat(figure(report, "all", "precision")).isEqualTo(1 / 2.0);
        assertThat(figure(report, "all", "recall")).isEqualTo(1 / 2.0);
        assertThat(figure(report, "glasses", "frames")).isEqualTo(2);
        assertThat(figure(report, "glasses", "presence_right")).isEqualTo(0.5);
        assertThat(report.get("files_with_a_wrong_presence")).isEqualTo(Set.of("coat.jpg", "missed.jpg"));
    }

    @Test
    void severalPeopleArePartOfTheCount() {
        Evaluation evaluation = new Evaluation(List.of(
                label("a.jpg", List.of(), List.of("present"), List.of(2), null, Set.of(), false),
                label("b.jpg", List.of(), List.of("present"), List.of(3), null, Set.of(), false)));
        evaluation.add("a.jpg", frame(0, "present", 1, 0.0, 0.0, ""));
        evaluation.add("b.jpg", frame(0, "present", 2, 0.0, 0.0, ""));
        Map<String, @Nullable Object> report = evaluation.report();
        assertThat(figure(report, "all", "several_faces_found")).isEqualTo(0.5);
        assertThat(figure(report, "all", "count_right")).isZero();
    }

    /** Faces do not tell of a body that is seen beside somebody. */
    @Test
    void peopleAreCountedWithTheirFacesOrWithout() {
        Evaluation evaluation = new Evaluation(List.of(
                label("a.jpg", List.of(), List.of("present"), List.of(1), null, Set.of(), false),
                label("b.jpg", List.of(), List.of("present"), List.of(1), null, Set.of(), false)));
        evaluation.add("a.jpg", frame(0, "present", 1, 2, 0.0, 0.0, ""));
        evaluation.add("b.jpg", frame(0, "present", 1, 1, 0.0, 0.0, ""));
        Map<String, @Nullable Object> report = evaluation.report();
        assertThat(figure(report, "all", "count_right")).isEqualTo(1);
        assertThat(figure(report, "all", "persons_right")).isEqualTo(0.5);
    }

    @Test
    void anglesAndDirectionsAreCompared() {
        Label turned = new Label(
                "a.jpg",
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                40.0,
                -5.0,
                null,
                "left",
                Set.of("left"),
                Set.of("looking_left"),
                false,
                null);
        Label missing = new Label(
                "b.jpg",
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                -40.0,
                null,
                null,
                "right",
                Set.of("right"),
                Set.of("looking_right"),
                false,
                null);
        Evaluation evaluation = new Evaluation(List.of(turned, missing));
        evaluation.add("a.jpg", frame(0, "present", 1, 34.0, -2.0, "\"looking_left\""));
        evaluation.add("b.jpg", frame(0, "hidden", 0, null, null, ""));
        Map<String, @Nullable Object> report = evaluation.report();
        assertThat(figure(report, "all", "yaw_error_degrees")).isCloseTo(6.0, within(1e-9));
        assertThat(figure(report, "all", "pitch_error_degrees")).isCloseTo(3.0, within(1e-9));
        assertThat(figure(report, "all", "pose_reported")).isEqualTo(0.5);
        assertThat(figure(report, "all", "direction_right")).isEqualTo(0.5);
        assertThat(figure(report, "all", "behaviors_right")).isEqualTo(0.5);
    }

    @Test
    void falseAlarmsAreIncidentsInAttentiveStretches() {
        Label first = label("c.mp4", List.of(), List.of(), List.of(), 60_000L, Set.of(), true);
        Evaluation evaluation = new Evaluation(List.of(first));
        evaluation.add("c.mp4", frame(0, "present", 1, 0.0, 0.0, ""));
        evaluation.add("c.mp4", frame(30_000, "present", 1, 0.0, 0.0, "\"looking_up\""));
        evaluation.add("c.mp4", frame(45_000, "unknown", 0, null, null, "\"camera_unusable\""));
        evaluation.add("c.mp4", frame(59_000, "present", 1, 0.0, 0.0, ""));
        evaluation.add("c.mp4", frame(60_000, "absent", 0, null, null, "\"absent\"")); // after the stretch
        evaluation.add("c.mp4", JSON.readTree("""
                {"source": "c.mp4", "summary": {"frames": 5, "incidents": [
                 {"behavior": "looking_up", "start_ms": 29000, "end_ms": 31000, "confidence": 0.71},
                 {"behavior": "camera_unusable", "start_ms": 45000, "end_ms": 46000, "confidence": 0.9},
                 {"behavior": "absent", "start_ms": 60000, "end_ms": 61000, "confidence": 0.9}]}}"""));
        Map<String, @Nullable Object> report = evaluation.report();
        assertThat(figure(report, "all", "attentive_frames")).isEqualTo(4);
        assertThat(figure(report, "all", "attentive_flagged")).isEqualTo(0.25);
        assertThat(figure(report, "all", "false_alarms")).isEqualTo(1);
        assertThat(figure(report, "all", "false_alarms_per_hour")).isCloseTo(3600 / 59.0, within(1e-9));
    }

    @Test
    void incidentsAreRightWhereAStretchThatTheyTouchNamesThem() {
        Label left = stretch(0L, 10_000L, Set.of("looking_left"), false);
        Label attentive = stretch(10_000L, 20_000L, Set.of(), true);
        Label unlabelled = stretch(20_000L, 30_000L, Set.of(), false);
        Evaluation evaluation = new Evaluation(List.of(left, attentive, unlabelled));
        evaluation.add("c.mp4", JSON.readTree("""
                {"source": "c.mp4", "summary": {"frames": 5, "incidents": [
                 {"behavior": "looking_left", "start_ms": 8000, "end_ms": 10500, "confidence": 0.92},
                 {"behavior": "looking_up", "start_ms": 3000, "end_ms": 5000, "confidence": 0.98},
                 {"behavior": "looking_left", "start_ms": 12000, "end_ms": 14000, "confidence": 0.61},
                 {"behavior": "camera_unusable", "start_ms": 15000, "end_ms": 16000, "confidence": 0.61},
                 {"behavior": "absent", "start_ms": 25000, "end_ms": 26000, "confidence": 0.9}]}}"""));
        List<?> bins = (List<?>) Objects.requireNonNull(evaluation.report().get("reliability"));
        assertThat(bins).extracting("confidence_from").containsExactly(0.6, 0.9);
        assertThat(bins).extracting("incidents").containsExactly(1L, 2L);
        assertThat(bins).extracting("right").as("too few").containsExactly(null, null);
    }

    private static Label stretch(long from, long to, Set<String> behaviors, boolean attentive) {
        return new Label(
                "c.mp4", from, to, List.of(), List.of(), List.of(), List.of(), null, null, null, null, Set.of(),
                behaviors, attentive, null);
    }

    @Test
    void aFileThatCannotBeReadIsReported() {
        Evaluation evaluation =
                new Evaluation(List.of(label("a.jpg", List.of(), List.of(), List.of(), null, Set.of(), false)));
        evaluation.add("a.jpg", JSON.readTree("{\"source\": \"a.jpg\", \"error\": \"The file is empty.\"}"));
        assertThat(evaluation.report().get("unreadable")).isEqualTo(Map.of("a.jpg", "The file is empty."));
    }

    private static Label label(
            String file,
            List<String> conditions,
            List<String> presence,
            List<Integer> faces,
            @Nullable Long to,
            Set<String> behaviors,
            boolean attentive) {
        return new Label(
                file,
                null,
                to,
                conditions,
                presence,
                faces,
                faces,
                null,
                null,
                null,
                null,
                Set.of(),
                behaviors,
                attentive,
                null);
    }

    private static JsonNode frame(
            long timeMillis,
            String presence,
            int faces,
            @Nullable Double yaw,
            @Nullable Double pitch,
            String behaviors) {
        return frame(timeMillis, presence, faces, faces, yaw, pitch, behaviors);
    }

    private static JsonNode frame(
            long timeMillis,
            String presence,
            int faces,
            int persons,
            @Nullable Double yaw,
            @Nullable Double pitch,
            String behaviors) {
        return JSON.readTree(
                """
                {"source": "x", "frame": 0, "time_ms": %d, "width": 320, "height": 240, "presence": "%s", "faces": %d, "persons": %d,
                 "yaw": %s, "pitch": %s, "roll": %s, "gaze": "left", "focus_score": 100, "behaviors": [%s]}""".formatted(timeMillis, presence, faces, persons, yaw, pitch, yaw == null ? null : 0.0, behaviors));
    }

    private static double figure(Map<String, @Nullable Object> report, String condition, String name) {
        Map<?, ?> conditions = (Map<?, ?>) Objects.requireNonNull(report.get("conditions"));
        Map<?, ?> figures = (Map<?, ?>) Objects.requireNonNull(conditions.get(condition));
        return ((Number) Objects.requireNonNull(figures.get(name), name)).doubleValue();
    }
}
