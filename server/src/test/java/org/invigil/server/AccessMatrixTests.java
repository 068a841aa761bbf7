package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every route by everybody who may ask, over HTTP. The columns are: the student whose session it is, another student, a
 * proctor, an admin, an analyser with a service token, nobody.
 *
 * <p>2xx means the call did its work; 4xx that is neither 401, 403 nor 404 means the caller got past every check of who
 * they are and the body was refused on its content.
 */
@ServerTest
@TestInstance(Lifecycle.PER_CLASS)
class AccessMatrixTests {

    private static final Map<String, ?> NOTHING = Map.of();

    /** A route, a body for it, and the status each caller gets. */
    record Row(String method, String path, Map<String, ?> body, List<Integer> expected) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static Row row(String method, String path, Map<String, ?> body, Integer... expected) {
        return new Row(method, path, body, List.of(expected));
    }

    /** Paths as the controllers declare them. Calls that would destroy what others need are given bodies they refuse. */
    static List<Row> routes() {
        String random = UUID.randomUUID().toString();
        return List.of(
                //                                                       own  other proctor admin analyzer nobody
                row("GET", "/api/auth/me", NOTHING, 200, 200, 200, 200, 401, 401),
                row("POST", "/api/auth/sign-in", NOTHING, 400, 400, 400, 400, 400, 400),
                row("GET", "/api/exams", NOTHING, 200, 200, 200, 200, 403, 401),
                row("POST", "/api/exams", NOTHING, 403, 403, 403, 400, 403, 401),
                row("GET", "/api/exams/{exam_id}", NOTHING, 200, 200, 200, 200, 403, 401),
                row("PUT", "/api/exams/{exam_id}", NOTHING, 403, 403, 403, 400, 403, 401),
                row("DELETE", "/api/exams/{exam_id}", NOTHING, 403, 403, 403, 409, 403, 401),
                row("GET", "/api/exams/{exam_id}/staff", NOTHING, 403, 403, 403, 200, 403, 401),
                row("POST", "/api/exams/{exam_id}/staff", NOTHING, 403, 403, 403, 400, 403, 401),
                row("DELETE", "/api/exams/{exam_id}/staff/{assignment_id}", NOTHING, 403, 403, 403, 404, 403, 401),
                row("GET", "/api/exams/{exam_id}/groups", NOTHING, 403, 403, 200, 200, 403, 401),
                row("POST", "/api/exams/{exam_id}/groups", NOTHING, 403, 403, 403, 400, 403, 401),
                row("PUT", "/api/exams/{exam_id}/groups/{group_id}/members", NOTHING, 403, 403, 403, 400, 403, 401),
                row("DELETE", "/api/exams/{exam_id}/groups/{group_id}", NOTHING, 403, 403, 403, 404, 403, 401),
                row("GET", "/api/profiles", NOTHING, 403, 403, 403, 200, 403, 401),
                row("POST", "/api/profiles", NOTHING, 403, 403, 403, 400, 403, 401),
                row(
                        "POST",
                        "/api/profiles/{profile_id}/password",
                        Map.of("password", "short"),
                        403,
                        403,
                        403,
                        422,
                        403,
                        401),
                row("POST", "/api/profiles/{profile_id}/disable", NOTHING, 403, 403, 403, 404, 403, 401),
                row("POST", "/api/profiles/{profile_id}/enable", NOTHING, 403, 403, 403, 404, 403, 401),
                row(
                        "PUT",
                        "/api/profiles/{profile_id}/roles",
                        Map.of("roles", List.of("student")),
                        403,
                        403,
                        403,
                        404,
                        403,
                        401),
                row("GET", "/api/service-tokens", NOTHING, 403, 403, 403, 200, 403, 401),
                row("POST", "/api/service-tokens", NOTHING, 403, 403, 403, 400, 403, 401),
                row("DELETE", "/api/service-tokens/{id}", NOTHING, 403, 403, 403, 404, 403, 401),
                row("POST", "/api/exam/camera-check", Map.of("frame", "AAAA"), 422, 422, 403, 403, 403, 401),
                row("POST", "/api/exam/start", Map.of("exam_id", random), 404, 404, 403, 403, 403, 401),
                row("POST", "/api/exam/analyze-batch", Map.of("session_id", random), 403, 403, 403, 403, 422, 401),
                row("GET", "/api/exam/sessions/{session_id}", NOTHING, 200, 404, 403, 403, 403, 401),
                row(
                        "PUT",
                        "/api/exam/sessions/{session_id}/answers/{question_id}",
                        TestAnswer.body(random, null, Map.of("option_ids", List.of("a"))),
                        200,
                        404,
                        403,
                        403,
                        403,
                        401),
                row(
                        "POST",
                        "/api/exam/sessions/{session_id}/window",
                        Map.of("window_id", random),
                        200,
                        404,
                        403,
                        403,
                        403,
                        401),
                row("POST", "/api/exam/upload-video", NOTHING, 415, 415, 403, 403, 403, 401),
                row(
                        "POST",
                        "/api/exam/submit",
                        Map.of("session_id", random, "reason", "student"),
                        404,
                        404,
                        403,
                        403,
                        403,
                        401),
                row("POST", "/api/exam/analyze-batch", NOTHING, 403, 403, 403, 403, 422, 401),
                row("GET", "/api/sessions", NOTHING, 200, 200, 200, 200, 403, 401),
                row("GET", "/api/sessions/{session_id}", NOTHING, 200, 404, 200, 200, 403, 401),
                row("GET", "/api/sessions/{session_id}/scores", NOTHING, 200, 404, 200, 200, 403, 401),
                row("GET", "/api/sessions/{session_id}/interventions", NOTHING, 200, 404, 200, 200, 403, 401),
                row(
                        "POST",
                        "/api/sessions/{session_id}/interventions",
                        // It goes on already: nobody may have the other rows meet a sitting that is paused.
                        Map.of("kind", "resume", "category", "organisation", "reason", "resolved"),
                        403,
                        403,
                        409,
                        409,
                        403,
                        401),
                row("GET", "/api/exams/{exam_id}/messages", NOTHING, 403, 403, 200, 200, 403, 401),
                row(
                        "POST",
                        "/api/exams/{exam_id}/messages",
                        Map.of("audience", "exam", "text", "Hello."),
                        403,
                        403,
                        201,
                        201,
                        403,
                        401),
                row("GET", "/api/exam/sessions/{session_id}/messages", NOTHING, 200, 404, 403, 403, 403, 401),
                row(
                        "POST",
                        "/api/exam/sessions/{session_id}/messages/{message_id}/acknowledge",
                        NOTHING,
                        404,
                        404,
                        403,
                        403,
                        403,
                        401),
                row(
                        "PUT",
                        "/api/exam/sessions/{session_id}/hand",
                        Map.of("kind", "question"),
                        200,
                        404,
                        403,
                        403,
                        403,
                        401),
                row("POST", "/api/exam/sessions/{session_id}/admission", NOTHING, 409, 404, 403, 403, 403, 401),
                row("GET", "/api/admissions", NOTHING, 403, 403, 200, 200, 403, 401),
                row(
                        "POST",
                        "/api/sessions/{session_id}/admission",
                        Map.of("decision", "admit"),
                        403,
                        403,
                        409,
                        409,
                        403,
                        401),
                row("GET", "/api/sessions/{session_id}/admission/picture", NOTHING, 404, 404, 404, 404, 403, 401),
                row("GET", "/api/sessions/{session_id}/admission/first-picture", NOTHING, 404, 404, 404, 404, 403, 401),
                row("GET", "/api/hands", NOTHING, 403, 403, 200, 200, 403, 401),
                row("POST", "/api/sessions/{session_id}/hand/answer", NOTHING, 403, 403, 204, 409, 403, 401),
                row("DELETE", "/api/exam/sessions/{session_id}/hand", NOTHING, 204, 404, 403, 403, 403, 401),
                row(
                        "PUT",
                        "/api/sessions/{session_id}/look",
                        Map.of("incident_count", 0),
                        403,
                        403,
                        200,
                        200,
                        403,
                        401),
                row("GET", "/api/exams/{exam_id}/room", NOTHING, 403, 403, 200, 200, 403, 401),
                row("GET", "/api/review/exams", NOTHING, 403, 403, 200, 200, 403, 401),
                row("GET", "/api/exams/{exam_id}/review", NOTHING, 403, 403, 200, 200, 403, 401),
                row("GET", "/api/exams/{exam_id}/review/statistics", NOTHING, 403, 403, 200, 200, 403, 401),
                row("GET", "/api/exams/{exam_id}/labels", NOTHING, 403, 403, 200, 200, 403, 401),
                row("GET", "/api/sessions/{session_id}/review", NOTHING, 200, 404, 200, 200, 403, 401),
                row("GET", "/api/sessions/{session_id}/review/reviewers", NOTHING, 403, 404, 200, 200, 403, 401),
                row("POST", "/api/sessions/{session_id}/review/presence", NOTHING, 403, 403, 200, 200, 403, 401),
                row("POST", "/api/sessions/{session_id}/review/comments", NOTHING, 403, 403, 400, 400, 403, 401),
                row("PUT", "/api/sessions/{session_id}/review/assignment", NOTHING, 403, 403, 400, 400, 403, 401),
                row("POST", "/api/sessions/{session_id}/decisions", NOTHING, 403, 403, 400, 400, 403, 401),
                row("GET", "/api/incidents/{incident_id}/sight", NOTHING, 403, 403, 404, 404, 403, 401),
                row(
                        "POST",
                        "/api/exam/sessions/{session_id}/clips/{clip_id}/lost",
                        Map.of("reason", "no_room"),
                        204,
                        204,
                        403,
                        403,
                        403,
                        401),
                row("POST", "/api/incidents/{incident_id}/decisions", NOTHING, 403, 403, 400, 400, 403, 401),
                row("GET", "/api/clips/{clip_id}/content", NOTHING, 200, 404, 200, 200, 403, 401),
                row("GET", "/api/exam/sessions/{session_id}/appeal", NOTHING, 409, 404, 403, 403, 403, 401),
                row(
                        "PUT",
                        "/api/exam/sessions/{session_id}/appeal",
                        Map.of("builds_on", 0, "statement", "x", "answers", List.of()),
                        409,
                        404,
                        403,
                        403,
                        403,
                        401),
                row(
                        "POST",
                        "/api/exam/sessions/{session_id}/appeal",
                        Map.of("builds_on", 1),
                        409,
                        404,
                        403,
                        403,
                        403,
                        401),
                row("POST", "/api/exam/sessions/{session_id}/appeal/withdraw", NOTHING, 409, 404, 403, 403, 403, 401),
                row("GET", "/api/appeals", NOTHING, 403, 403, 200, 200, 403, 401),
                row("GET", "/api/exams/{exam_id}/appeals", NOTHING, 403, 403, 200, 200, 403, 401),
                row("GET", "/api/appeals/{appeal_id}", NOTHING, 403, 403, 404, 404, 403, 401),
                row("POST", "/api/appeals/{appeal_id}/decision", NOTHING, 403, 403, 400, 400, 403, 401));
    }

    @Autowired
    TestPeople people;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private List<TestHttp> callers = List.of();
    private String examId = "";
    private String sessionId = "";
    private String questionId = "";
    private String clipId = "";

    @BeforeAll
    void makePeople() {
        TestPeople.Person own = people.student();
        callers = new ArrayList<>(List.of(
                own.http(),
                people.student().http(),
                people.proctor().http(),
                people.admin().http(),
                people.analyzer(),
                people.nobody()));
        UUID exam = people.exam();
        examId = exam.toString();
        sessionId = people.start(own, exam).toString();
        questionId = own.http()
                .get("/api/exam/sessions/" + sessionId)
                .json()
                .at("/questions/0/question_id")
                .asString();
        clipId = UUID.randomUUID().toString();
        TestClip.upload(own.http(), sessionId, clipId, TestClip.webm("matrix"), Map.of());
        callers.getLast().get("/api/auth/me"); // even nobody has a CSRF token
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyCallerGetsWhatTheMatrixSays(Row row) {
        assertThat(statuses(row))
                .as("own, other, proctor, admin, analyzer, nobody")
                .isEqualTo(row.expected());
    }

    private List<Integer> statuses(Row row) {
        String path = row.path()
                .replace("{exam_id}", examId)
                .replace("{session_id}", sessionId)
                .replace("{question_id}", questionId)
                .replace("{clip_id}", clipId)
                .replace(
                        "{profile_id}",
                        row.path().endsWith("/password")
                                ? ownProfile()
                                : UUID.randomUUID().toString())
                .replace("{incident_id}", clipId)
                .replace("{appeal_id}", UUID.randomUUID().toString())
                .replace("{assignment_id}", UUID.randomUUID().toString())
                .replace("{group_id}", UUID.randomUUID().toString())
                .replace("{message_id}", UUID.randomUUID().toString())
                .replace("{id}", UUID.randomUUID().toString());
        List<Integer> statuses = new ArrayList<>();
        for (TestHttp caller : callers) {
            TestHttp.Answer answer =
                    switch (row.method()) {
                        case "GET" -> caller.get(path);
                        case "DELETE" -> caller.delete(path);
                        case "PUT" -> caller.put(path, row.body());
                        default -> caller.post(path, row.body());
                    };
            statuses.add(answer.status());
            if (answer.status() >= 400) {
                assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
                assertThat(answer.code()).isNotBlank();
            }
        }
        return statuses;
    }

    private String ownProfile() {
        return callers.getFirst().get("/api/auth/me").json().path("id").asString();
    }

    @Test
    void noRouteIsMissingFromTheMatrix() {
        Set<String> declared = new TreeSet<>();
        for (RequestMappingInfo info : mappings.getHandlerMethods().keySet()) {
            info.getPatternValues().stream()
                    .filter(path -> path.startsWith("/api/"))
                    .forEach(path -> info.getMethodsCondition()
                            .getMethods()
                            .forEach(method -> declared.add(method + " " + path)));
        }
        Set<String> listed = new TreeSet<>(Set.of("POST /api/auth/sign-out")); // has a test of its own below
        routes().forEach(row -> listed.add(row.toString()));
        assertThat(listed).as("the matrix names every route and no other").isEqualTo(declared);
    }

    @Test
    void signingOutIsOpenToAll() {
        assertThat(people.student().http().post("/api/auth/sign-out", null).status())
                .isEqualTo(204);
        TestHttp nobody = people.nobody();
        nobody.get("/api/auth/me");
        assertThat(nobody.post("/api/auth/sign-out", null).status()).isEqualTo(204);
    }

    @Test
    void withoutTheCsrfHeaderNothingIsChanged() {
        TestPeople.Person admin = people.admin();
        TestHttp foreign = admin.http().withoutCsrfHeader();
        for (TestHttp.Answer answer : List.of(
                foreign.post("/api/service-tokens", Map.of("name", "x")),
                foreign.put("/api/exams/" + examId, NOTHING),
                foreign.delete("/api/exams/" + examId),
                foreign.post("/api/auth/sign-out", null))) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("csrf");
        }
        assertThat(admin.http().get("/api/auth/me").status()).isEqualTo(200);
    }

    @Test
    void aWrongServiceTokenIsRefusedWhateverTheCookie() {
        TestHttp wrong = new TestHttp(people.port(), "ivg_wrong");
        assertThat(wrong.get("/api/exams").status()).isEqualTo(401);
        assertThat(wrong.get("/api/auth/me").status()).isEqualTo(401);
    }
}
