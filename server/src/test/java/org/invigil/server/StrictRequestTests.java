package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.beans.factory.annotation.Autowired;

/** A field is taken as it was sent or refused by its name; nothing is guessed, and nothing is stored that cannot be read. */
@ServerTest
@TestInstance(Lifecycle.PER_CLASS)
class StrictRequestTests {

    @Autowired
    TestPeople people;

    private TestHttp admin = new TestHttp(0);

    @BeforeAll
    void signIn() {
        admin = people.admin().http();
    }

    @Test
    void numbersAndBooleansAreNotGuessed() {
        for (Object minutes : List.of("60", 1.7, 60.0, true, "", List.of(60))) {
            refused(exam("duration_minutes", minutes), 400, "invalid_request", "duration_minutes");
        }
        for (Object title : List.of(5, 1.5, true)) {
            refused(exam("title", title), 400, "invalid_request", "title");
        }
        for (Object time : List.of(1_767_225_600, "1767225600", 1.5, "2026-03-01", "2026-03-01T09:00:00")) {
            refused(exam("opens_at", time), 400, "invalid_request", "opens_at");
        }
        TestPeople.Person student = people.student();
        String examId = people.exam().toString();
        for (Object accepted : List.of(1, "true", 0.0)) {
            refused(
                    student.http()
                            .post(
                                    "/api/exam/start",
                                    Map.of("exam_id", examId, "consent", Map.of("version", "1", "accepted", accepted))),
                    400,
                    "invalid_request",
                    "consent.accepted");
        }
        refused(
                people.analyzer()
                        .post(
                                "/api/exam/analyze-batch",
                                Map.of("session_id", UUID.randomUUID(), "batches", List.of(Map.of("frames", "10")))),
                400,
                "invalid_request",
                "batches[0].frames");
        refused(
                admin.post("/api/profiles", Map.of("username", "someone", "display_name", "X", "roles", List.of(1))),
                400,
                "invalid_request",
                "roles[0]");
    }

    @Test
    void aFieldStandsOnceAndNothingFollowsTheBody() {
        String twice = "{\"name\": \"a\", \"name\": \"b\"}";
        for (String body : List.of(twice, "{\"name\": \"a\"} x", "{\"name\": \"a\"}{}")) {
            TestHttp.Answer answer = admin.send(
                    "POST",
                    "/api/service-tokens",
                    java.net.http.HttpRequest.BodyPublishers.ofString(body),
                    "application/json");
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid_request");
        }
    }

    @Test
    void everyTimeHasBoundsAndTheListGoesOn() {
        for (String time : List.of(
                "-100000-01-01T00:00:00Z",
                "1999-12-31T23:59:59.999Z",
                "2200-01-01T00:00:00Z",
                "+100000-01-01T00:00:00Z")) {
            refused(exam("opens_at", time), 422, "invalid_time", "opens_at");
            refused(exam("closes_at", time), 422, "invalid_time", "closes_at");
            TestHttp.Answer batch = people.analyzer()
                    .post(
                            "/api/exam/analyze-batch",
                            Map.of("session_id", UUID.randomUUID(), "batches", List.of(Map.of("started_at", time))));
            refused(batch, 422, "invalid_time", "batches[0].started_at");
        }
        assertThat(admin.get("/api/exams").status()).isEqualTo(200);
        TestHttp.Answer widest = admin.post(
                "/api/exams",
                with(
                        with(
                                TestPeople.examInput(Instant.parse("2026-03-01T09:00:00Z")),
                                "opens_at",
                                "2000-01-01T00:00:00Z"),
                        "closes_at",
                        "2199-12-31T23:59:59.999999999+00:00"));
        assertThat(widest.status()).isEqualTo(201);
        assertThat(widest.json().path("closes_at").asString()).isEqualTo("2199-12-31T23:59:59.999Z");
    }

    @Test
    void textThatCannotBeStoredIsRefusedByItsField() {
        for (String text : List.of("a\u0000b", "\ud800", "x\udc00y")) {
            refused(exam("title", text), 422, "invalid_text", "title");
            refused(exam("policy", Map.of(text, 1)), 400, "invalid_request", null);
            refused(people.nobody().signInAnyway(text, "whatever-it-is"), 422, "invalid_text", "username");
            refused(people.nobody().signInAnyway("someone", text), 422, "invalid_text", "password");
            refused(
                    admin.post(
                            "/api/profiles",
                            Map.of("username", "someone", "display_name", text, "roles", List.of("student"))),
                    422,
                    "invalid_text",
                    "display_name");
        }
        TestPeople.Person student = people.student();
        UUID session = people.start(student, people.exam());
        String question = student.http()
                .get("/api/exam/sessions/" + session)
                .json()
                .at("/questions/2/question_id")
                .asString();
        String path = "/api/exam/sessions/" + session + "/answers/" + question;
        refused(
                student.http().put(path, TestAnswer.body(UUID.randomUUID(), null, Map.of("text", "a\u0000b"))),
                422,
                "invalid_text",
                "value.text");
        assertThat(student.http()
                        .put(path, TestAnswer.body(UUID.randomUUID(), null, Map.of("text", "\ud83d\ude00")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anAddressThatIsNoTextIsRefused() {
        for (String address :
                List.of("/api/sessions?search=%FF", "/api/sessions?search=%00", "/api/sessions?search=%ED%A0%80")) {
            TestHttp.Answer answer = admin.get(address);
            assertThat(answer.status()).as(address).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid_request");
        }
        assertThat(admin.get("/api/sessions?search=%F0%9F%98%80").status()).isEqualTo(200);
    }

    private TestHttp.Answer exam(String field, Object value) {
        return admin.post(
                "/api/exams", with(TestPeople.examInput(Instant.parse("2026-03-01T09:00:00Z")), field, value));
    }

    private static Map<String, Object> with(Map<String, Object> input, String field, Object value) {
        Map<String, Object> changed = new HashMap<>(input);
        changed.put(field, value);
        return changed;
    }

    private static void refused(
            TestHttp.Answer answer, int status, String code, @org.jspecify.annotations.Nullable String field) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        if (field != null) {
            assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field);
            assertThat(answer.json().at("/errors/0/message").asString()).isNotBlank();
        }
    }
}
