package org.invigil.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ServerTest
class SessionListTests {

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Test
    void pagesAreCutFromTheNewestOn() {
        UUID exam = people.exam();
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            newestFirst.addFirst(start(people.student(), exam));
        }

        TestHttp proctor = people.proctor().http();
        assertThat(page(proctor, exam, "&limit=2")).isEqualTo(newestFirst.subList(0, 2));
        assertThat(page(proctor, exam, "&limit=2&offset=2")).isEqualTo(newestFirst.subList(2, 4));
        assertThat(page(proctor, exam, "&limit=2&offset=4")).isEqualTo(newestFirst.subList(4, 5));
        assertThat(list(proctor, exam, "&limit=2&offset=6").path("total").asLong())
                .isEqualTo(5);
        assertThat(page(proctor, exam, "&limit=2&offset=6")).isEmpty();
    }

    @Test
    void theHighestCheatScoreStandsFirstWhetherRunningOrFinal() {
        UUID exam = people.exam();
        TestHttp analyzer = people.analyzer();
        String low = scored(analyzer, people.student(), exam, 10, true);
        String high = scored(analyzer, people.student(), exam, 90, true);
        String running = scored(analyzer, people.student(), exam, 50, false);
        String alike = scored(analyzer, people.student(), exam, 90, true);
        String justBegun = start(people.student(), exam);
        List<String> highestFirst = List.of(alike, high, running, low, justBegun);

        TestHttp proctor = people.proctor().http();
        assertThat(page(proctor, exam, "&order=cheat_score")).isEqualTo(highestFirst);
        for (int i = 0; i < highestFirst.size(); i++) {
            assertThat(page(proctor, exam, "&order=cheat_score&limit=1&offset=" + i))
                    .as("page " + i)
                    .containsExactly(highestFirst.get(i));
        }
        assertThat(page(proctor, exam, "&order=cheat_score&status=active")).containsExactly(running, justBegun);
        assertThat(page(proctor, exam, "&order=cheat_score&status=submitted")).containsExactly(alike, high, low);
        JsonNode first =
                list(proctor, exam, "&order=cheat_score").path("sessions").path(0);
        assertThat(first.path("cheat_score").asDouble()).isEqualTo(90);
        assertThat(first.path("focus_score").asDouble()).isEqualTo(42);
        assertThat(list(proctor, exam, "&status=active&order=cheat_score")
                        .path("sessions")
                        .path(0)
                        .path("focus_score")
                        .asDouble())
                .isEqualTo(42);
    }

    @Test
    void studentsAreFoundByAPartOfTheirNameInAnyCase() {
        UUID exam = people.exam();
        TestPeople.Person plain = people.student();
        String plainSession = start(plain, exam);
        String odd = start(people.student("o.unal", "Özge 100%_\\Ünal"), exam);

        TestHttp proctor = people.proctor().http();
        for (String words : List.of("özge", "ÜNAL", " 100%_\\ ", "%", "_", "\\", "O.UNAL", "ge 1")) {
            assertThat(page(proctor, exam, search(words))).as(words).containsExactly(odd);
            assertThat(page(proctor, exam, search(words) + "&order=cheat_score"))
                    .as(words)
                    .containsExactly(odd);
        }
        assertThat(page(proctor, exam, search(plain.profile().username()))).containsExactly(plainSession);
        assertThat(page(proctor, exam, search(" "))).containsExactly(odd, plainSession);
        JsonNode none = list(proctor, exam, search("100__"));
        assertThat(none.path("total").asLong()).isZero();
        assertThat(none.path("sessions").size()).isZero();
        assertThat(page(plain.http(), exam, search("ünal")))
                .as("a student finds nobody else")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "order=oldest, order, must be newest or cheat_score",
        "search=a%01b, search, must not hold control characters",
        "search=LONG, search, must have at most 100 characters",
    })
    void wrongValuesAreToldByName(String parameter, String field, String message) {
        TestHttp.Answer answer =
                people.proctor().http().get("/api/sessions?" + parameter.replace("LONG", "x".repeat(101)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("code").asString()).isEqualTo("invalid_request");
        assertThat(answer.json().path("errors").path(0).path("field").asString())
                .isEqualTo(field);
        assertThat(answer.json().path("errors").path(0).path("message").asString())
                .isEqualTo(message);
    }

    private String start(TestPeople.Person student, UUID exam) {
        clock.advance(Duration.ofMillis(10));
        return people.start(student, exam).toString();
    }

    private String scored(TestHttp analyzer, TestPeople.Person student, UUID exam, double cheatScore, boolean submit) {
        String session = start(student, exam);
        Map<String, Object> batch = Map.of(
                "batch_seq",
                0,
                "started_at",
                "2026-03-01T09:00:00.000Z",
                "ended_at",
                "2026-03-01T09:00:01.000Z",
                "frames",
                10,
                "focus_score",
                42,
                "focus_score_min",
                40,
                "cheat_score",
                cheatScore,
                "presence",
                "present",
                "detected_behavior",
                Map.of(),
                "signals",
                Map.of());
        assertThat(analyzer.post("/api/exam/analyze-batch", Map.of("session_id", session, "batches", List.of(batch)))
                        .status())
                .isEqualTo(200);
        if (submit) {
            assertThat(student.http()
                            .post("/api/exam/submit", Map.of("session_id", session, "reason", "student"))
                            .status())
                    .isEqualTo(200);
        }
        return session;
    }

    private static String search(String words) {
        return "&search=" + URLEncoder.encode(words, StandardCharsets.UTF_8);
    }

    private static JsonNode list(TestHttp http, UUID exam, String more) {
        return http.get("/api/sessions?exam_id=" + exam + more).json();
    }

    private static List<String> page(TestHttp http, UUID exam, String more) {
        return list(http, exam, more)
                .path("sessions")
                .valueStream()
                .map(session -> session.path("session_id").asString())
                .toList();
    }
}
