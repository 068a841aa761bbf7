package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/**
 * No row that can be stored can break a page: writes extremes of every field of every route that writes, then reads
 * every list and every detail as everybody. The values are drawn with a fixed seed, which a failure names.
 */
@ServerTest
@TestInstance(Lifecycle.PER_CLASS)
class ExtremeValuesTests {

    private static final long SEED = 20260301;
    private static final int ROUNDS = 40;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "a\u0000b",
            "\u0000",
            "\ud800",
            "\udfff x",
            "\ud83d\ude00".repeat(50),
            "\u202eabc\u202c",
            "\u0007\u001b[31m",
            "\r\n\t",
            "<script>alert(1)</script>",
            "'; DROP TABLE exams; --",
            "%_\\",
            "\u0130\u0131\u00df",
            "e\u0301".repeat(40),
            "\ufffe\uffff",
            "\u2028\u2029",
            "null",
            "x".repeat(64),
            "y".repeat(120),
            "z".repeat(200),
            "w".repeat(4_000),
            "v".repeat(8_000),
            "u".repeat(20_000),
            "\ud83d\ude00".repeat(50_000),
            "t".repeat(100_000),
            "s".repeat(100_001),
            "{\"text\": 1}",
            "\"\\");

    private static final List<String> TIMES = List.of(
            "-100000-01-01T00:00:00Z",
            "-999999999-01-01T00:00:00Z",
            "-4713-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "1999-12-31T23:59:59.999999999Z",
            "2000-01-01T00:00:00Z",
            "2026-03-01T09:00:00.123456789Z",
            "2026-03-01T09:00:00+18:00",
            "2199-12-31T23:59:59.999999999Z",
            "2200-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "+10000-01-01T00:00:00Z",
            "+294277-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "infinity",
            "",
            "2026-02-30T00:00:00Z",
            "2026-03-01");

    private static final List<Object> NUMBERS = List.of(
            0,
            -1,
            1,
            2,
            50,
            100,
            1000,
            1001,
            1440,
            1441,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            new java.math.BigInteger("9".repeat(400)),
            new java.math.BigDecimal("1e9999"),
            0.005,
            99.999,
            -0.0,
            1e-300,
            1e300,
            1.7,
            "1",
            true);

    @Autowired
    TestPeople people;

    private final Random random = new Random(SEED);
    private TestPeople.Person admin = Nobody.PERSON;
    private TestPeople.Person proctor = Nobody.PERSON;
    private TestPeople.Person student = Nobody.PERSON;
    private TestHttp analyzer = new TestHttp(0);
    private String session = "";
    private List<String> questions = List.of();
    private final List<String> exams = new ArrayList<>();
    private final List<String> clips = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    /** By question: what a next write builds on. */
    private final Map<String, String> versions = new HashMap<>();

    private String appealed = "";
    private String appeal = "";
    private long appealVersion;

    private int stored;

    /** Stands in the fields until the people are made. */
    private static final class Nobody {
        static final TestPeople.Person PERSON = new TestPeople.Person(
                new org.invigil.server.identity.Profile(new UUID(0, 0), "", "", Set.of(), Set.of(), Instant.MIN, null),
                new TestHttp(0));
    }

    @BeforeAll
    void begin() {
        admin = people.admin();
        proctor = people.proctor();
        student = people.student();
        analyzer = people.analyzer();
        UUID exam = people.exam();
        session = people.start(student, exam).toString();
        questions = student.http()
                .get("/api/exam/sessions/" + session)
                .json()
                .path("questions")
                .valueStream()
                .map(question -> question.path("question_id").asString())
                .toList();
        exams.add(exam.toString());
        appealed = people.start(student, people.exam()).toString();
        student.http().post("/api/exam/submit", Map.of("session_id", appealed, "reason", "student"));
        Map<String, String> concern =
                Map.of("id", UUID.randomUUID().toString(), "outcome", "concern", "comment", "Look at this.");
        assertThat(proctor.http()
                        .post("/api/sessions/" + appealed + "/decisions", concern)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatCanBeWrittenCanBeReadByEverybody() {
        for (int round = 0; round < ROUNDS; round++) {
            writeExam();
            writeAnswers();
            writeScores();
            writeClip();
            writeAppeal();
            if (round % 4 == 0) {
                writePeople();
            }
        }
        assertThat(stored).as("extremes that were taken in, seed " + SEED).isGreaterThan(ROUNDS);
        decideAppeal();
        for (TestPeople.Person reader : List.of(admin, proctor, student)) {
            readAll(reader);
        }
        assertThat(failed).as("seed " + SEED).isEmpty();
        admin.http().get("/api/exams").json().path("exams").forEach(exam -> {
            inBounds(exam.path("opens_at"));
            inBounds(exam.path("closes_at"));
        });
    }

    private static void inBounds(JsonNode time) {
        assertThat(time.asString()).matches("2[01]\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    private void writeExam() {
        Map<String, Object> input = new HashMap<>(TestPeople.examInput(Instant.parse("2026-03-01T09:00:00Z")));
        // One or two strange fields: more at once, and nothing would ever be stored.
        for (int i = 0; i <= random.nextInt(2); i++) {
            switch (random.nextInt(9)) {
                case 0 -> input.put("title", any(TEXTS));
                case 1 -> input.put("description", any(TEXTS));
                case 2 -> input.put("opens_at", any(TIMES));
                case 3 -> input.put("closes_at", any(TIMES));
                case 4 -> input.put("duration_minutes", any(NUMBERS));
                case 5 -> input.put("policy", anyPolicy());
                case 6 -> input.put("questions", List.of(question("text", any(TEXTS), List.of())));
                case 7 ->
                    input.put(
                            "questions",
                            List.of(question(
                                    "single_choice", "?", List.of(option("a", any(TEXTS)), option("b", any(TEXTS))))));
                default ->
                    input.put(
                            "questions",
                            List.of(question(
                                    "single_choice", "?", List.of(option(any(TEXTS), "A"), option(any(TEXTS), "B")))));
            }
        }
        TestHttp.Answer made = admin.http().post("/api/exams", input);
        note("POST /api/exams " + shortened(input), made);
        if (made.status() == 201) {
            String id = made.json().path("exam_id").asString();
            exams.add(id);
            note("PUT /api/exams", admin.http().put("/api/exams/" + id, input));
            Map<String, Object> start =
                    Map.of("exam_id", id, "consent", Map.of("version", any(TEXTS), "accepted", true));
            note("POST /api/exam/start", student.http().post("/api/exam/start", start));
        }
    }

    private Object anyPolicy() {
        Object value = random.nextBoolean() ? any(NUMBERS) : any(TEXTS);
        return switch (random.nextInt(4)) {
            case 0 -> Map.of(any(TEXTS), value);
            case 1 -> Map.of("may_look_down", value);
            case 2 -> {
                Object deep = value;
                for (int i = 0; i < 400; i++) {
                    deep = Map.of("a", deep);
                }
                yield deep;
            }
            default -> Map.of("away_after_ms", value);
        };
    }

    private static Map<String, Object> question(String kind, String prompt, List<?> options) {
        return Map.of("kind", kind, "prompt", prompt, "options", options);
    }

    private static Map<String, String> option(String id, String text) {
        return Map.of("option_id", id, "text", text);
    }

    private void writeAnswers() {
        Map<String, Object> value =
                random.nextInt(3) == 0 ? Map.of("option_ids", List.of(any(TEXTS))) : Map.of("text", any(TEXTS));
        for (String question : questions) {
            Map<String, Object> body = TestAnswer.body(UUID.randomUUID(), versions.get(question), value);
            TestHttp.Answer saved = student.http().put("/api/exam/sessions/" + session + "/answers/" + question, body);
            note("PUT answers", saved);
            if (saved.status() == 200) {
                versions.put(question, saved.json().path("version").asString());
            }
        }
    }

    private void writeScores() {
        Map<String, Object> batch = new HashMap<>(Map.of(
                "batch_seq",
                random.nextInt(1_000_000),
                "started_at",
                "2026-03-01T09:00:00Z",
                "ended_at",
                "2026-03-01T09:00:01Z",
                "frames",
                10,
                "focus_score",
                90,
                "focus_score_min",
                80,
                "cheat_score",
                1.5,
                "presence",
                "present",
                "detected_behavior",
                Map.of("absent", Map.of("frames", 3, "confidence", 0.5)),
                "signals",
                Map.of()));
        switch (random.nextInt(8)) {
            case 0 -> batch.put("batch_seq", any(NUMBERS));
            case 1 -> batch.put("started_at", any(TIMES));
            case 2 -> batch.put("ended_at", any(TIMES));
            case 3 -> batch.put("focus_score", any(NUMBERS));
            case 4 -> batch.put("presence", any(TEXTS));
            case 5 ->
                batch.put("detected_behavior", Map.of("absent", random.nextBoolean() ? any(TEXTS) : any(NUMBERS)));
            case 6 -> batch.put("signals", Map.of(any(TEXTS), any(TEXTS), "n", any(NUMBERS)));
            default -> batch.put("frames", any(NUMBERS));
        }
        note(
                "POST analyze-batch " + shortened(batch),
                analyzer.post("/api/exam/analyze-batch", Map.of("session_id", session, "batches", List.of(batch))));
    }

    private void writeClip() {
        String id = UUID.randomUUID().toString();
        Map<String, String> parts =
                switch (random.nextInt(3)) {
                    case 0 -> Map.of("recorded_at", any(TIMES));
                    case 1 -> Map.of("duration_ms", any(NUMBERS).toString());
                    default -> Map.of("behavior", "away");
                };
        TestHttp.Answer sent = TestClip.upload(student.http(), session, id, TestClip.webm("extreme " + id), parts);
        note("POST upload-video " + parts, sent);
        if (sent.status() == 201) {
            clips.add(id);
        }
    }

    private void writeAppeal() {
        Map<String, Object> body =
                new HashMap<>(Map.of("builds_on", appealVersion, "statement", "", "answers", List.of()));
        switch (random.nextInt(4)) {
            case 0 -> body.put("builds_on", any(NUMBERS));
            case 1 -> body.put("answers", List.of(Map.of("incident_id", any(TEXTS), "text", any(TEXTS))));
            default -> body.put("statement", any(TEXTS));
        }
        TestHttp.Answer saved = student.http().put("/api/exam/sessions/" + appealed + "/appeal", body);
        note("PUT appeal " + shortened(body), saved);
        if (saved.status() == 200) {
            appealVersion = saved.json().at("/appeal/version").asLong();
        }
    }

    /** Tries extremes until one is taken: an appeal is decided once. */
    private void decideAppeal() {
        String path = "/api/exam/sessions/" + appealed + "/appeal";
        Map<String, Object> words = Map.of("builds_on", appealVersion, "statement", "Please.", "answers", List.of());
        long version =
                student.http().put(path, words).json().at("/appeal/version").asLong();
        TestHttp.Answer sent = student.http().post(path, Map.of("builds_on", version));
        note("POST appeal", sent);
        appeal = sent.json().at("/appeal/appeal_id").asString();
        for (int i = 0; i < ROUNDS; i++) {
            Map<String, Object> decision = Map.of("outcome", "granted", "reason", any(TEXTS), "incidents", List.of());
            note("POST appeal decision", admin.http().post("/api/appeals/" + appeal + "/decision", decision));
        }
    }

    private void writePeople() {
        Map<String, Object> person = new HashMap<>(Map.of(
                "username",
                "x" + random.nextInt(1_000_000),
                "display_name",
                any(TEXTS),
                "roles",
                List.of("student"),
                "password",
                "long-enough-" + any(TEXTS)));
        if (random.nextInt(3) == 0) {
            person.put("username", any(TEXTS));
        }
        note("POST profiles", admin.http().post("/api/profiles", person));
        note("POST service-tokens", admin.http().post("/api/service-tokens", Map.of("name", any(TEXTS))));
        note("POST sign-in", people.nobody().signInAnyway(any(TEXTS), any(TEXTS)));
    }

    private void readAll(TestPeople.Person reader) {
        List<String> paths = new ArrayList<>(List.of(
                "/api/exams",
                "/api/auth/me",
                "/api/sessions?limit=500",
                "/api/sessions?order=cheat_score&search=x",
                "/api/sessions?status=active",
                "/api/profiles",
                "/api/service-tokens",
                "/api/appeals?limit=500",
                "/api/appeals?status=decided&limit=500",
                "/api/appeals/" + appeal,
                "/api/exam/sessions/" + appealed + "/appeal"));
        exams.forEach(exam -> paths.add("/api/exams/" + exam));
        TreeSet<String> sessions = new TreeSet<>(List.of(session));
        student.http()
                .get("/api/sessions?limit=500")
                .json()
                .path("sessions")
                .forEach(row -> sessions.add(row.path("session_id").asString()));
        for (String one : sessions) {
            paths.addAll(List.of(
                    "/api/sessions/" + one,
                    "/api/sessions/" + one + "/scores?max_points=10",
                    "/api/exam/sessions/" + one));
        }
        clips.forEach(clip -> paths.add("/api/clips/" + clip + "/content"));
        for (String path : paths) {
            TestHttp.Answer answer = reader.http().get(path);
            if (answer.status() >= 400
                    && !(answer.status() == 403 && !reader.equals(admin))
                    && !path.startsWith("/api/exam/")) {
                failed.add("GET " + path + " as " + reader.profile().roles() + " -> " + answer.status());
            }
            if (answer.status() >= 500) {
                failed.add("GET " + path + " as " + reader.profile().roles() + " -> " + answer.status());
            }
        }
    }

    private void note(String what, TestHttp.Answer answer) {
        if (answer.status() >= 500) {
            failed.add(what + " -> " + answer.status());
        } else if (answer.status() < 300) {
            stored++;
        } else {
            assertThat(answer.code()).as(what + " " + answer.text()).isNotBlank();
        }
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String shortened(Object value) {
        String text = value.toString();
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }
}
