package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.invigil.server.identity.PersonRole;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every route to an exam, a sitting or a clip by staff who are assigned to one thing, over HTTP. The sitting is by a student
 * who is in a group of the exam. The columns: a proctor of the exam, of that group, of another group, of another exam; a
 * reviewer of each of these; an author of the exam, of another one.
 *
 * <p>{@link AccessMatrixTests} has everybody else.
 */
@ServerTest
@TestInstance(Lifecycle.PER_CLASS)
class AssignmentMatrixTests {

    private static final Map<String, ?> NOTHING = Map.of();
    private static final Map<String, ?> NOBODY = Map.of("name", "Room", "usernames", List.of("nobody.at.all"));

    /** A route, a body for it, and what each caller gets. */
    record Row(String method, String path, Map<String, ?> body, String expected) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Row> routes() {
        Map<String, ?> exam = TestPeople.examInput(Instant.now());
        Map<String, ?> assignment = Map.of("profile_id", UUID.randomUUID(), "role", "proctor");
        String noStaff = "403 403 403 403 403 403 403 403 403 403";
        return List.of(
                //                                                  proctor         reviewer        author
                row("GET", "/api/exams/{exam_id}", NOTHING, "200 200 200 404 200 200 200 404 200 404"),
                row("PUT", "/api/exams/{exam_id}", exam, "403 403 403 403 403 403 403 403 409 404"),
                row("DELETE", "/api/exams/{exam_id}", NOTHING, "403 403 403 403 403 403 403 403 409 404"),
                row("GET", "/api/exams/{exam_id}/staff", NOTHING, noStaff),
                row("POST", "/api/exams/{exam_id}/staff", assignment, noStaff),
                row("DELETE", "/api/exams/{exam_id}/staff/{assignment_id}", NOTHING, noStaff),
                row("GET", "/api/exams/{exam_id}/groups", NOTHING, "200 200 200 404 200 200 200 404 200 404"),
                row("POST", "/api/exams/{exam_id}/groups", NOBODY, "403 403 403 403 403 403 403 403 400 404"),
                row(
                        "PUT",
                        "/api/exams/{exam_id}/groups/{group_id}/members",
                        Map.of("usernames", List.of("nobody.at.all")),
                        "403 403 403 403 403 403 403 403 400 404"),
                row(
                        "DELETE",
                        "/api/exams/{exam_id}/groups/{unknown}",
                        NOTHING,
                        "403 403 403 403 403 403 403 403 404 404"),
                row("GET", "/api/sessions/{session_id}", NOTHING, "200 200 404 404 200 200 404 404 403 403"),
                row("GET", "/api/sessions/{session_id}/scores", NOTHING, "200 200 404 404 200 200 404 404 403 403"),
                row(
                        "GET",
                        "/api/sessions/{session_id}/interventions",
                        NOTHING,
                        "200 200 404 404 200 200 404 404 403 403"),
                row(
                        "POST",
                        "/api/sessions/{session_id}/interventions",
                        Map.of("kind", "resume", "category", "organisation", "reason", "resolved"),
                        "409 409 404 404 403 403 403 403 403 403"),
                row(
                        "POST",
                        "/api/sessions/{session_id}/hand/answer",
                        NOTHING,
                        "409 409 409 409 403 403 403 403 403 403"),
                row(
                        "POST",
                        "/api/sessions/{session_id}/admission",
                        Map.of("decision", "admit"),
                        "409 409 404 404 403 403 403 403 403 403"),
                row(
                        "GET",
                        "/api/sessions/{session_id}/admission/picture",
                        NOTHING,
                        "404 404 404 404 404 404 404 404 403 403"),
                row(
                        "GET",
                        "/api/sessions/{session_id}/admission/first-picture",
                        NOTHING,
                        "404 404 404 404 404 404 404 404 403 403"),
                // Who watches a group writes to that group, and not to everybody.
                row(
                        "POST",
                        "/api/exams/{exam_id}/messages",
                        Map.of("audience", "exam", "text", "Hello."),
                        "201 404 404 404 403 403 403 403 403 403"),
                row("GET", "/api/exams/{exam_id}/messages", NOTHING, "200 200 200 200 200 200 200 200 403 403"),
                row("GET", "/api/clips/{clip_id}/content", NOTHING, "200 200 404 404 200 200 404 404 403 403"),
                row(
                        "PUT",
                        "/api/sessions/{session_id}/look",
                        Map.of("incident_count", 0),
                        "200 200 404 404 200 200 404 404 403 403"),
                row("GET", "/api/exams/{exam_id}/room", NOTHING, "200 200 200 404 200 200 200 404 200 404"),
                // What people decide is reviewers' to write, and whoever sees the sitting reads it; the sitting still
                // runs.
                row("GET", "/api/sessions/{session_id}/review", NOTHING, "200 200 404 404 200 200 404 404 403 403"),
                row(
                        "GET",
                        "/api/sessions/{session_id}/review/reviewers",
                        NOTHING,
                        "403 403 404 404 200 200 404 404 403 403"),
                row(
                        "POST",
                        "/api/sessions/{session_id}/review/presence",
                        NOTHING,
                        "403 403 403 403 200 200 404 404 403 403"),
                row(
                        "POST",
                        "/api/sessions/{session_id}/review/comments",
                        Map.of("id", UUID.randomUUID(), "body", "Look at the left."),
                        "403 403 403 403 200 200 404 404 403 403"),
                // The first reviewer takes it, and the second is told so.
                row(
                        "PUT",
                        "/api/sessions/{session_id}/review/assignment",
                        Map.of("builds_on", 0),
                        "403 403 403 403 200 409 404 404 403 403"),
                row(
                        "POST",
                        "/api/sessions/{session_id}/decisions",
                        Map.of("id", UUID.randomUUID(), "outcome", "no_concern"),
                        "403 403 403 403 409 409 404 404 403 403"),
                row("GET", "/api/exams/{exam_id}/review", NOTHING, "403 403 403 403 200 200 200 404 403 403"),
                row(
                        "GET",
                        "/api/exams/{exam_id}/review/statistics",
                        NOTHING,
                        "403 403 403 403 200 200 200 404 403 403"),
                row("GET", "/api/exams/{exam_id}/labels", NOTHING, "403 403 403 403 200 200 200 404 403 403"),
                row("GET", "/api/exams/{exam_id}/appeals", NOTHING, "403 403 403 403 200 200 200 200 403 403"));
    }

    private static Row row(String method, String path, Map<String, ?> body, String expected) {
        return new Row(method, path, body, expected);
    }

    @Autowired
    TestPeople people;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private List<TestHttp> callers = List.of();
    private UUID exam = new UUID(0, 0);
    private UUID group = new UUID(0, 0);
    private UUID session = new UUID(0, 0);
    private final String clip = UUID.randomUUID().toString();

    @BeforeAll
    void makePeople() {
        TestPeople.Person student = people.student();
        exam = people.exam();
        UUID otherExam = people.exam();
        group = people.group(exam, student);
        UUID otherGroup = people.group(exam, people.student());
        session = people.start(student, exam);
        TestClip.upload(student.http(), session.toString(), clip, TestClip.webm("assigned"), Map.of());
        callers = new ArrayList<>();
        for (PersonRole role : List.of(PersonRole.PROCTOR, PersonRole.REVIEWER)) {
            callers.add(people.staff(role, exam, null).http());
            callers.add(people.staff(role, exam, group).http());
            callers.add(people.staff(role, exam, otherGroup).http());
            callers.add(people.staff(role, otherExam, null).http());
        }
        callers.add(people.staff(PersonRole.AUTHOR, exam, null).http());
        callers.add(people.staff(PersonRole.AUTHOR, otherExam, null).http());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyCallerGetsWhatTheMatrixSays(Row row) {
        String path = row.path()
                .replace("{exam_id}", exam.toString())
                .replace("{group_id}", group.toString())
                .replace("{session_id}", session.toString())
                .replace("{clip_id}", clip)
                .replaceAll("\\{\\w+}", UUID.randomUUID().toString());
        String statuses = callers.stream()
                .map(caller -> switch (row.method()) {
                    case "GET" -> caller.get(path);
                    case "DELETE" -> caller.delete(path);
                    case "PUT" -> caller.put(path, row.body());
                    default -> caller.post(path, row.body());
                })
                .map(answer -> String.valueOf(answer.status()))
                .collect(Collectors.joining(" "));
        assertThat(statuses)
                .as("proctor: exam, group, other group, other exam; reviewer: the same; author: exam, other exam")
                .isEqualTo(row.expected());
    }

    @Test
    void answersAreForReviewers() {
        List<Boolean> told = List.of(0, 1, 4, 5).stream()
                .map(caller ->
                        callers.get(caller).get("/api/sessions/" + session).json())
                .map(detail -> {
                    assertThat(detail.path("questions").size()).isPositive();
                    return detail.path("may_read_answers").asBoolean();
                })
                .toList();
        assertThat(told).containsExactly(false, false, true, true);
    }

    @Test
    void theListOfSessionsHoldsWhatOneAttends() {
        String seen = callers.stream()
                .map(caller -> caller.get("/api/sessions?exam_id=" + exam))
                .map(answer -> answer.text().contains(session.toString()) ? "y" : "-")
                .collect(Collectors.joining());
        assertThat(seen).isEqualTo("yy--yy----");
        String exams = callers.stream()
                .map(caller -> caller.get("/api/exams"))
                .map(answer -> answer.text().contains(exam.toString()) ? "y" : "-")
                .collect(Collectors.joining());
        assertThat(exams).isEqualTo("yyy-yyy-y-");
    }

    @Test
    void noRouteToAnExamASittingOrAClipIsMissing() {
        Set<String> declared = new TreeSet<>();
        mappings.getHandlerMethods().keySet().forEach(info -> info.getPatternValues().stream()
                .filter(path -> path.matches("/api/(exams|sessions|clips)/\\{.*"))
                .forEach(path ->
                        info.getMethodsCondition().getMethods().forEach(method -> declared.add(method + " " + path))));
        assertThat(routes().stream().map(row -> row.toString().replace("{unknown}", "{group_id}")))
                .as("the matrix names every such route and no other")
                .containsExactlyInAnyOrderElementsOf(declared);
    }
}
