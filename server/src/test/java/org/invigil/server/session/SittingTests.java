package org.invigil.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.invigil.server.ServerTest;
import org.invigil.server.TestAnswer;
import org.invigil.server.TestClock;
import org.invigil.server.TestEvents;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ServerTest
class SittingTests {

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    DeadlineSweep sweep;

    @Autowired
    ExamSessions sessions;

    @Autowired
    TestEvents events;

    @Test
    void startingAsksForConsentThenGivesTheSameSessionAgain() {
        TestPeople.Person student = people.student();
        UUID exam = people.exam();
        TestHttp.Answer without = student.http().post("/api/exam/start", Map.of("exam_id", exam.toString()));
        assertThat(without.status()).isEqualTo(403);
        assertThat(without.code()).isEqualTo("consent_required");
        TestHttp.Answer old = start(student, exam, "0");
        assertThat(old.code()).isEqualTo("consent_required");

        TestHttp.Answer first = start(student, exam, "1");
        TestHttp.Answer second = start(student, exam, "1");
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        JsonNode session = first.json();
        assertThat(second.json().path("session_id")).isEqualTo(session.path("session_id"));
        assertThat(session.path("status").asString()).isEqualTo("active");
        assertThat(session.path("questions").size()).isEqualTo(3);
        assertThat(session.at("/capture/width").asInt()).isEqualTo(320);
        assertThat(session.at("/evidence/max_clip_bytes").asInt()).isEqualTo(10_485_760);
        assertThat(session.path("started_at").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        Instant startedAt = Instant.parse(session.path("started_at").asString());
        assertThat(Instant.parse(session.path("ends_at").asString())).isEqualTo(startedAt.plusSeconds(3600));
        assertThat(events.of(SessionStarted.class)
                        .filter(event -> event.session().studentId().equals(student.id())))
                .hasSize(1);
        JsonNode listed = find(student.http().get("/api/exams").json().path("exams"), exam);
        assertThat(listed.at("/session/status").asString()).isEqualTo("active");
        assertThat(listed.path("question_count").asInt()).isEqualTo(3);
    }

    @Test
    void twentyStartsAtTheSameMomentMakeOneSession() throws InterruptedException, ExecutionException {
        TestPeople.Person student = people.student();
        UUID exam = people.exam();
        CountDownLatch go = new CountDownLatch(1);
        Set<String> ids = new HashSet<>();
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<TestHttp.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(threads.submit(() -> {
                    go.await();
                    return start(student, exam, "1");
                }));
            }
            go.countDown();
            for (Future<TestHttp.Answer> answer : answers) {
                ids.add(answer.get().json().path("session_id").asString());
                statuses.add(answer.get().status());
            }
        }
        assertThat(ids).hasSize(1);
        assertThat(statuses).containsOnly(200, 201);
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
    }

    @Test
    void anExamThatIsNotOpenCannotBeStarted() {
        TestPeople.Person admin = people.admin();
        TestPeople.Person student = people.student();
        for (Instant opensAt :
                List.of(clock.instant().plusSeconds(60), clock.instant().minusSeconds(9 * 3600))) {
            UUID exam = UUID.fromString(admin.http()
                    .post("/api/exams", TestPeople.examInput(opensAt))
                    .json()
                    .path("exam_id")
                    .asString());
            TestHttp.Answer answer = start(student, exam, "1");
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("exam_not_open");
        }
    }

    @Test
    void submittingTwiceGivesTheSameAnswerAndClosesTheSession() {
        TestPeople.Person student = people.student();
        UUID exam = people.exam();
        UUID session = people.start(student, exam);
        Map<String, String> body = Map.of("session_id", session.toString(), "reason", "student");
        TestHttp.Answer first = student.http().post("/api/exam/submit", body);
        TestHttp.Answer second = student.http().post("/api/exam/submit", body);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("status").asString()).isEqualTo("submitted");
        assertThat(first.json().path("submit_reason").asString()).isEqualTo("student");
        assertThat(first.json().path("cheat_score").isNumber()).isTrue();
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(events.of(SessionSubmitted.class)
                        .filter(event -> event.session().sessionId().equals(session)))
                .hasSize(1);

        assertThat(start(student, exam, "1").code()).isEqualTo("session_closed");
        JsonNode view = student.http().get("/api/exam/sessions/" + session).json();
        assertThat(view.path("status").asString()).isEqualTo("submitted");
        TestHttp.Answer late = new TestAnswer(
                        student.http(),
                        session,
                        view.path("questions").path(2).path("question_id").asString())
                .save("x");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.code()).isEqualTo("session_closed");
    }

    @Test
    void theServerSubmitsWhenTimeAndGraceAreOver() {
        TestPeople.Person student = people.student();
        UUID session = people.start(student, people.exam());
        TestAnswer text = new TestAnswer(
                student.http(),
                session,
                student.http()
                        .get("/api/exam/sessions/" + session)
                        .json()
                        .at("/questions/2/question_id")
                        .asString());
        // The first sweep submits every session that other tests left open, which must not use up the grace.
        clock.stop();
        try {
            clock.advance(Duration.ofMinutes(60).plusSeconds(10));
            sweep.run();
            assertThat(sessions.find(session)).get().matches(ExamSession::isActive, "within the grace");
            assertThat(text.save("late, but in time").status()).isEqualTo(200);

            clock.advance(Duration.ofSeconds(10));
            assertThat(text.save("too late").code()).isEqualTo("session_closed");
            sweep.run();
            assertThat(sessions.find(session)).get().matches(found -> !found.isActive(), "submitted");
            assertThat(student.http()
                            .get("/api/exam/sessions/" + session)
                            .json()
                            .path("submit_reason")
                            .asString())
                    .isEqualTo("time");
            assertThat(sessions.findRecent())
                    .anyMatch(found -> found.sessionId().equals(session));
            clock.advance(Duration.ofMinutes(11));
            assertThat(sessions.findRecent())
                    .noneMatch(found -> found.sessionId().equals(session));
        } finally {
            clock.goOn();
        }
    }

    private static TestHttp.Answer start(TestPeople.Person student, UUID exam, String version) {
        return student.http()
                .post(
                        "/api/exam/start",
                        Map.of("exam_id", exam.toString(), "consent", Map.of("version", version, "accepted", true)));
    }

    private static JsonNode find(JsonNode exams, UUID examId) {
        return exams.valueStream()
                .filter(exam -> exam.path("exam_id").asString().equals(examId.toString()))
                .findFirst()
                .orElseThrow();
    }
}
