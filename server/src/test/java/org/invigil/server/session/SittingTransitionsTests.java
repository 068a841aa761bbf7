package org.invigil.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.invigil.rules.sitting.SittingState;
import org.invigil.server.ServerTest;
import org.invigil.server.TestAnswer;
import org.invigil.server.TestClock;
import org.invigil.server.TestEvents;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import tools.jackson.databind.JsonNode;

/** Changes of a sitting's state against the real database: what is refused, what is kept, what the student is told. */
@ServerTest
class SittingTransitionsTests {

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    TestEvents events;

    @Autowired
    TestSittings sittings;

    @Autowired
    DeadlineSweep sweep;

    @Autowired
    ExamSessions sessions;

    @Autowired
    ActorTransactions transactions;

    private TestPeople.Person student;
    private UUID exam;
    private Duration advanced = Duration.ZERO;

    @BeforeEach
    void stopTheClock() {
        student = people.student();
        exam = people.exam();
        clock.stop();
    }

    @AfterEach
    void letTheClockGoOn() {
        clock.goOn();
        clock.advance(advanced.negated());
    }

    private JsonNode view(UUID session) {
        return student.http().get("/api/exam/sessions/" + session).json();
    }

    private TestAnswer answer(UUID session) {
        return new TestAnswer(
                student.http(),
                session,
                view(session).at("/questions/2/question_id").asString());
    }

    private TestHttp.Answer submit(UUID session) {
        return student.http().post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"));
    }

    private static Instant time(JsonNode node) {
        return Instant.parse(node.asString());
    }

    /** Who moved it, from where to where, and why. */
    private List<String> history(UUID session) {
        return transactions.run(
                Actor.SYSTEM,
                jdbc -> jdbc.sql("""
                        SELECT concat_ws(' ', seq, actor_role, CASE WHEN actor_id = student_id THEN 'own' END,
                                         coalesce(from_state, 'nothing'), to_state, '(' || reason || ')')
                        FROM session_state_changes WHERE session_id = ? ORDER BY seq""").param(session).query(String.class).list());
    }

    private <T extends SessionChanged> Stream<T> told(Class<T> type, UUID session) {
        return events.of(type).filter(event -> event.session().sessionId().equals(session));
    }

    private void advance(Duration by) {
        clock.advance(by);
        advanced = advanced.plus(by);
    }

    @Test
    void startingGoesAllTheWayInOneCallAndEveryStepIsKept() {
        UUID session = people.start(student, exam);

        assertThat(history(session))
                .containsExactly(
                        "1 student own nothing checking_in (agreed to be filmed)",
                        "2 system checking_in waiting (nothing to check)",
                        "3 system waiting active (nothing to wait for)");
        JsonNode view = view(session);
        assertThat(view.path("attempt").asInt()).isEqualTo(1);
        assertThat(view.path("clock_started_at")).isEqualTo(view.path("started_at"));
        assertThat(view.path("status_since")).isEqualTo(view.path("started_at"));
        assertThat(told(SessionStarted.class, session)).hasSize(1);
        assertThat(told(SessionMoved.class, session)).as("states that are past").isEmpty();
    }

    @Test
    void aSittingThatHasNotBegunShowsNoQuestionsTakesNothingAndBeginsByStarting() {
        UUID session = sittings.checkIn(student.actor(), exam);

        JsonNode view = view(session);
        assertThat(view.path("status").asString()).isEqualTo("checking_in");
        assertThat(view.path("clock_started_at").isNull()).isTrue();
        assertThat(view.path("questions").size()).isZero();
        assertThat(submit(session).code()).isEqualTo("session_not_active");
        assertThat(new TestAnswer(student.http(), session, UUID.randomUUID().toString())
                        .save("x")
                        .code())
                .isEqualTo("session_not_active");
        advance(Duration.ofMinutes(5));

        TestHttp.Answer started = student.http().post("/api/exam/start", Map.of("exam_id", exam.toString()));

        assertThat(started.status()).isEqualTo(200);
        JsonNode begun = started.json();
        assertThat(begun.path("status").asString()).isEqualTo("active");
        assertThat(begun.path("questions").size()).isEqualTo(3);
        assertThat(begun.path("started_at")).isEqualTo(view.path("started_at"));
        assertThat(time(begun.path("clock_started_at")))
                .isEqualTo(time(view.path("started_at")).plusSeconds(300));
        assertThat(time(begun.path("ends_at")))
                .isEqualTo(time(begun.path("clock_started_at")).plusSeconds(3600));
    }

    @Test
    void aPauseCostsNoTimeAndTakesNoAnswers() {
        UUID session = people.start(student, exam);
        TestAnswer text = answer(session);
        assertThat(text.save("before").status()).isEqualTo(200);
        Instant end = time(view(session).path("ends_at"));
        advance(Duration.ofMinutes(50));
        sittings.pause(session);

        assertThat(view(session).path("status").asString()).isEqualTo("paused");
        TestHttp.Answer refused = text.save("meanwhile");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("session_not_active");
        advance(Duration.ofMinutes(30));
        sweep.run();
        assertThat(view(session).path("status").asString())
                .as("past the old end")
                .isEqualTo("paused");
        assertThat(text.save("meanwhile").code()).isEqualTo("session_not_active");
        sittings.resume(session);

        assertThat(time(view(session).path("ends_at"))).isEqualTo(end.plus(Duration.ofMinutes(30)));
        assertThat(text.save("after").status()).isEqualTo(200);
        advance(Duration.ofMinutes(10).plusSeconds(16));
        sweep.run();
        assertThat(view(session).path("submit_reason").asString()).isEqualTo("time");
        assertThat(history(session).subList(3, 6))
                .containsExactly(
                        "4 system active paused (a break)",
                        "5 system paused active (the break is over)",
                        "6 system active submitted (time)");
        assertThat(told(SessionStarted.class, session))
                .as("going on is no start")
                .hasSize(1);
        assertThat(told(SessionSubmitted.class, session)).hasSize(1);
    }

    @Test
    void aPauseOutlastsTheExamsCloseAndTakesNothingFromTheStudent() {
        UUID session = people.start(student, exam);
        Instant close = time(student.http().get("/api/exams/" + exam).json().path("closes_at"));
        advance(Duration.ofMinutes(40));
        sittings.pause(session);
        advance(Duration.between(clock.instant(), close).plusSeconds(60));
        sweep.run();
        assertThat(view(session).path("status").asString()).isEqualTo("paused");
        sittings.resume(session);

        assertThat(time(view(session).path("ends_at")))
                .as("twenty minutes were left")
                .isEqualTo(clock.instant().plus(Duration.ofMinutes(20)).truncatedTo(ChronoUnit.MILLIS));
        advance(Duration.ofMinutes(20).plusSeconds(16));
        sweep.run();
        assertThat(view(session).path("submit_reason").asString()).isEqualTo("time");
    }

    @Test
    void aPauseThatEverybodyForgotEndsADayAfterTheExamsClose() {
        UUID session = people.start(student, exam);
        Instant close = time(student.http().get("/api/exams/" + exam).json().path("closes_at"));
        sittings.pause(session);
        advance(Duration.between(clock.instant(), close).plus(Submission.FORGOTTEN));
        sweep.run();
        assertThat(view(session).path("status").asString())
                .as("within the grace")
                .isEqualTo("paused");
        advance(Duration.ofSeconds(16));
        sweep.run();
        assertThat(view(session).path("submit_reason").asString()).isEqualTo("time");
    }

    @Test
    void aStudentMaySubmitAPausedExam() {
        UUID session = people.start(student, exam);
        sittings.pause(session);
        assertThat(submit(session).json().path("submit_reason").asString()).isEqualTo("student");
        assertThat(history(session)).last().asString().isEqualTo("5 student own paused submitted (student)");
    }

    @Test
    void whatWasEndedTellsWhyAndStaysSo() {
        UUID session = people.start(student, exam);
        TestAnswer text = answer(session);
        TestPeople.Person proctor = people.proctor();
        assertThat(sittings.move(session, SittingState.ENDED, proctor.actor(), "You left the room."))
                .isTrue();

        JsonNode view = view(session);
        assertThat(view.path("status").asString()).isEqualTo("ended");
        assertThat(view.path("end_reason").asString()).isEqualTo("You left the room.");
        assertThat(view.path("submitted_at").isNull()).isTrue();
        assertThat(view.path("cheat_score").isNumber()).isTrue();
        assertThat(text.save("late").code()).isEqualTo("session_closed");
        assertThat(submit(session).code()).isEqualTo("session_closed");
        assertThat(student.http()
                        .post("/api/exam/start", Map.of("exam_id", exam.toString()))
                        .code())
                .isEqualTo("session_closed");
        JsonNode listed = proctor.http().get("/api/sessions/" + session).json();
        assertThat(listed.path("status").asString()).isEqualTo("ended");
        assertThat(listed.path("end_reason").asString()).isEqualTo("You left the room.");
        assertThat(told(SessionEnded.class, session)).hasSize(1);
        for (SittingState next : SittingState.values()) {
            assertThat(sittings.move(session, next, Actor.SYSTEM, "time"))
                    .as(next.name())
                    .isFalse();
        }
        assertThat(history(session)).hasSize(4);
    }

    @Test
    void ofManyChangesAtOneMomentOneIsMade() throws Exception {
        UUID session = people.start(student, exam);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> moved = Stream.generate(() -> threads.submit(() -> {
                        go.await();
                        return sittings.move(session, SittingState.PAUSED, Actor.SYSTEM, "a break");
                    }))
                    .limit(8)
                    .toList();
            go.countDown();
            int made = 0;
            for (Future<Boolean> one : moved) {
                made += one.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        }
        assertThat(history(session)).hasSize(4);
    }

    /** Past the application: the table of the database is the one of the enum. */
    @Test
    void theDatabaseKnowsTheSameTransitions() {
        int attempt = 0;
        for (SittingState from : SittingState.values()) {
            for (SittingState to : SittingState.values()) {
                UUID session = insert(++attempt);
                way(from).forEach(step -> set(session, step));
                if (from == to || from.canBecome(to)) {
                    set(session, to);
                } else {
                    assertThatThrownBy(() -> set(session, to))
                            .isInstanceOf(DataIntegrityViolationException.class)
                            .hasMessageContaining(
                                    "a sitting cannot go from " + from.wireName() + " to " + to.wireName());
                }
            }
        }
    }

    private UUID insert(int attempt) {
        UUID session = UUID.randomUUID();
        transactions.run(student.actor(), jdbc -> jdbc.sql("""
                        INSERT INTO exam_sessions (id, exam_id, student_id, attempt, status, status_since, started_at, ends_at,
                                                   duration_ms, closes_at, consent_version, consented_at, policy)
                        VALUES (?, ?, ?, ?, 'checking_in', now(), now(), now(), 1, now(), '1', now(), '{}')""")
                .params(session, exam, student.id(), attempt)
                .update());
        return session;
    }

    private static List<SittingState> way(SittingState to) {
        return switch (to) {
            case CHECKING_IN -> List.of();
            case WAITING -> List.of(SittingState.WAITING);
            case ACTIVE -> List.of(SittingState.WAITING, SittingState.ACTIVE);
            case PAUSED, SUBMITTED, ENDED -> List.of(SittingState.WAITING, SittingState.ACTIVE, to);
        };
    }

    private void set(UUID session, SittingState state) {
        int rows = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("""
                        UPDATE exam_sessions
                        SET status = :status, clock_started_at = CASE WHEN :before THEN NULL ELSE now() END,
                            submitted_at = CASE WHEN :status = 'submitted' THEN now() END,
                            submit_reason = CASE WHEN :status = 'submitted' THEN 'time' END,
                            end_reason = CASE WHEN :status = 'ended' THEN 'why' END,
                            cheat_score = CASE WHEN :over THEN 0 END
                        WHERE id = :id""")
                .param("status", state.wireName())
                .param("before", state.isBeforeStart())
                .param("over", state.isOver())
                .param("id", session)
                .update());
        assertThat(rows).isEqualTo(1);
    }

    @Test
    void anExamIsSatOnceForEachAttempt() {
        UUID session = people.start(student, exam);
        assertThatThrownBy(() -> insert(1)).hasMessageContaining("exam_sessions_attempts");
        UUID second = insert(2);

        JsonNode listed = student.http().get("/api/exams/" + exam).json();
        assertThat(listed.at("/session/session_id").asString())
                .as("the last attempt stands on the cover")
                .isEqualTo(second.toString());
        assertThat(listed.at("/session/status").asString()).isEqualTo("checking_in");
        assertThat(student.http()
                        .get("/api/exams")
                        .json()
                        .path("exams")
                        .valueStream()
                        .filter(entry -> entry.path("exam_id").asString().equals(exam.toString())))
                .hasSize(1);
        assertThat(sessions.find(session)).isPresent();
    }

    @Test
    void theListOfSessionsCanBeNarrowedToEveryState() {
        UUID session = people.start(student, exam);
        sittings.pause(session);
        TestHttp proctor = people.proctor().http();
        String list = "/api/sessions?exam_id=" + exam + "&status=";
        assertThat(proctor.get(list + "paused").json().at("/sessions/0/status").asString())
                .isEqualTo("paused");
        assertThat(proctor.get(list + "active").json().path("total").asInt()).isZero();
        assertThat(proctor.get(list + "stopped").status()).isEqualTo(400);
        JsonNode byScore = proctor.get("/api/sessions?exam_id=" + exam + "&order=cheat_score")
                .json();
        assertThat(byScore.at("/sessions/0/session_id").asString()).isEqualTo(session.toString());
        sittings.end(session, "why");
        byScore = proctor.get("/api/sessions?exam_id=" + exam + "&order=cheat_score")
                .json();
        assertThat(byScore.at("/sessions/0/status").asString()).isEqualTo("ended");
    }
}
