package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.database.SqlTime;
import org.invigil.server.hints.HintKind;
import org.invigil.server.hints.Hints;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Whatever a browser says of itself is refused or changes nothing: times, scores, whose sitting it is, that there is time left. */
@ServerTest
class WhatABrowserTellsTests {

    private static final long IN_2099 = Instant.parse("2099-07-01T00:00:00Z").toEpochMilli();
    private static final byte[] EMPTY_ROOM = TestFrames.jpeg(1);

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    Hints hints;

    @Autowired
    MeterRegistry meters;

    private Person student;
    private UUID session;

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        // A machine that is busy may take its time for a frame: that is no lost network here.
        session = people.start(student, people.exam(Map.of("evidence", Map.of("max_gap_ms", 30_000))));
    }

    private TestSocket camera() {
        return TestSocket.open(people.port(), student.http(), "/analyze?session=" + session);
    }

    private static JsonNode frame(TestSocket socket, long seq, long capturedAtMillis) {
        socket.send(ByteBuffer.allocate(16 + EMPTY_ROOM.length)
                .putShort((short) 0x4956)
                .put((byte) 1)
                .put((byte) 0)
                .putInt((int) seq)
                .putLong(capturedAtMillis)
                .put(EMPTY_ROOM)
                .array());
        return socket.await(message -> message.path("seq").asLong(-1) == seq);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 4_086_547_200_000L})
    void theTimeOfAPictureOnlyTellsThePageOfItsOwnPictures(long toldMillis) {
        Instant before = clock.instant().minusSeconds(1);
        try (TestSocket socket = camera()) {
            JsonNode clip = frame(socket, 1, toldMillis).path("clip");
            for (long seq = 2; seq < 60 && clip.isNull(); seq++) {
                clock.advance(Duration.ofMillis(500));
                clip = frame(socket, seq, toldMillis - seq).path("clip");
            }
            assertThat(Instant.parse(clip.path("event_at").asString()))
                    .as("when it happened is the server's to say")
                    .isBetween(before, clock.instant());
            UUID asked = UUID.fromString(clip.path("clip_id").asString());
            await().untilAsserted(() ->
                    assertThat(isNoted(asked)).as("that it was asked for").isTrue());
        }
        student.http().post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"));
        JsonNode seen = people.admin().http().get("/api/sessions/" + session).json();
        assertThat(Instant.parse(seen.at("/incidents/0/started_at").asString())).isBetween(before, clock.instant());
        JsonNode points = student.http()
                .get("/api/sessions/" + session + "/scores")
                .json()
                .path("points");
        assertThat(points.size()).isPositive();
        for (JsonNode point : points) {
            assertThat(Instant.parse(point.path("at").asString())).isBetween(before, clock.instant());
        }
    }

    private boolean isNoted(UUID clip) {
        return transactions.run(
                Actor.SYSTEM, jdbc -> jdbc.sql("SELECT EXISTS (SELECT 1 FROM clip_requests WHERE id = ?)")
                        .param(clip)
                        .query(Boolean.class)
                        .single());
    }

    /** Frames for more than five minutes, one in ten seconds. */
    private void film(long pageMillisBetween, long firstMillis) {
        try (TestSocket socket = camera()) {
            for (int i = 0; i < 33; i++) {
                clock.advance(Duration.ofSeconds(10));
                frame(socket, i + 1, firstMillis + i * pageMillisBetween);
            }
        }
    }

    private JsonNode hintsWithAMark() {
        hints.note(session, HintKind.CLIP_DIFFERS, "", clock.instant());
        try (TestDashboard board =
                new TestDashboard(people.port(), people.proctor().http())) {
            board.await(session, row -> row.path("hints").toString().contains("clip_differs"));
        }
        return people.admin().http().get("/api/sessions/" + session).json().path("hints");
    }

    @Test
    void aRecordingThatIsFedFasterThanTimeIsAHintAndNothingElse() {
        film(15_000, clock.millis());

        JsonNode hint = hintsWithAMark().path(0);
        assertThat(hint.path("kind").asString()).isEqualTo("time_told_wrong");
        assertThat(hint.path("detail").asString()).isEqualTo("fast");
    }

    @Test
    void aClockThatIsWrongByYearsAndRunsRightIsNoHint() {
        film(10_000, IN_2099);

        assertThat(hintsWithAMark().size()).as("the mark alone").isEqualTo(1);
    }

    @Test
    void noMessageOfAPageIsAScoreOrARecordSignal() {
        double before = rejected();
        List<String> forged = List.of(
                "{\"type\":\"result\",\"seq\":1,\"focus_score\":100,\"behaviors\":[],\"record\":false}",
                "{\"type\":\"record\",\"record\":true}",
                "{\"type\":\"capture\",\"max_fps\":1,\"for_ms\":100000}",
                "{\"focus_score\":100,\"presence\":\"present\"}");
        try (TestSocket socket = camera()) {
            double unforged = frame(socket, 1, 0).path("target_fps").asDouble();
            for (String message : forged) {
                socket.send(message);
                JsonNode error =
                        socket.await(answer -> answer.path("type").asString().equals("error"));
                assertThat(error.path("code").asString()).as(message).isEqualTo("bad_json");
            }
            JsonNode after = frame(socket, 2, 0);
            assertThat(after.path("presence").asString()).isNotEqualTo("present");
            assertThat(after.path("target_fps").asDouble()).isGreaterThanOrEqualTo(unforged / 2);
        }
        assertThat(rejected()).isGreaterThanOrEqualTo(before + forged.size());
    }

    private double rejected() {
        return meters.counter("invigil.frames.rejected", "cause", "bad_json").count();
    }

    @Test
    void noRouteOfAStudentTakesAScore() {
        Map<String, Object> batch = Map.of("session_id", session.toString(), "batches", List.of());
        assertThat(student.http().post("/api/exam/analyze-batch", batch).status())
                .isEqualTo(403);
        for (String field : List.of("cheat_score", "focus_score", "submitted_at", "status", "submit_reason")) {
            Map<String, Object> forged = new HashMap<>(Map.of("session_id", session.toString(), "reason", "student"));
            forged.put(field, 0);
            TestHttp.Answer answer = student.http().post("/api/exam/submit", forged);
            assertThat(answer.status()).as(field).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid_request");
        }
        assertThat(student.http()
                        .get("/api/exam/sessions/" + session)
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("active");
    }

    @Test
    void nothingThatIsSentReachesTheSittingOfSomebodyElse() {
        Person other = people.student();
        people.start(other, people.exam());
        JsonNode questions =
                student.http().get("/api/exam/sessions/" + session).json().path("questions");
        String own = "/api/exam/sessions/" + session;
        Map<String, Integer> answers = new HashMap<>();
        answers.put("view", other.http().get(own).status());
        answers.put(
                "window",
                other.http()
                        .post(own + "/window", Map.of("window_id", UUID.randomUUID()))
                        .status());
        answers.put(
                "answer",
                other.http()
                        .put(
                                own + "/answers/"
                                        + questions.at("/2/question_id").asString(),
                                TestAnswer.body(UUID.randomUUID(), null, Map.of("text", "Not yours")))
                        .status());
        answers.put(
                "hand",
                other.http().put(own + "/hand", Map.of("kind", "question")).status());
        answers.put("hand down", other.http().delete(own + "/hand").status());
        answers.put("messages", other.http().get(own + "/messages").status());
        answers.put(
                "submit",
                other.http()
                        .post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"))
                        .status());
        answers.put("session", other.http().get("/api/sessions/" + session).status());
        answers.put(
                "scores",
                other.http().get("/api/sessions/" + session + "/scores").status());
        assertThat(answers.values()).as(answers.toString()).containsOnly(404);
        String home = "http://localhost:" + people.port();
        for (String socket :
                List.of("/analyze?session=" + session, "/events?window=" + UUID.randomUUID() + "&session=" + session)) {
            assertThat(TestSocket.refusal(people.port(), other.http(), socket, home))
                    .as(socket)
                    .isEqualTo(404);
            assertThat(TestSocket.refusal(people.port(), student.http(), socket, "https://evil.example"))
                    .as(socket)
                    .isEqualTo(403);
        }
    }

    @Test
    void anEventChannelTakesNoOrders() {
        String path = "/events?window=" + UUID.randomUUID() + "&session=" + session;
        try (TestSocket page = TestSocket.open(people.port(), student.http(), path)) {
            page.next();
            page.send("{\"type\":\"sitting\",\"status\":\"submitted\",\"ends_at\":\"2099-01-01T00:00:00Z\"}");
            page.send("{\"type\":\"ping\",\"session\":\"" + UUID.randomUUID() + "\"}");
            page.await(message -> message.path("type").asString().equals("pong"));
            page.send("x".repeat(100_000));
            assertThat(page.closeCode()).isEqualTo(1009);
        }
        try (TestSocket page = TestSocket.open(people.port(), student.http(), path)) {
            assertThat(page.next().path("status").asString()).isEqualTo("active");
            page.send(new byte[] {1, 2, 3});
            assertThat(page.closeCode()).isEqualTo(1003);
        }
    }

    private TestHttp.Answer save(Person somebody, UUID sitting) {
        JsonNode questions =
                somebody.http().get("/api/exam/sessions/" + sitting).json().path("questions");
        return new TestAnswer(
                        somebody.http(), sitting, questions.at("/2/question_id").asString())
                .save("a text");
    }

    private void setEnd(Instant endsAt) {
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("UPDATE exam_sessions SET ends_at = ? WHERE id = ?")
                .params(SqlTime.toSql(endsAt), session)
                .update());
    }

    @Test
    void anAnswerIsTakenInTheGraceAndNotAfterItWhateverThePagesClockSays() {
        setEnd(clock.instant().minusSeconds(2));
        TestHttp.Answer inGrace = save(student, session);
        assertThat(inGrace.status()).as(inGrace.text()).isEqualTo(200);

        setEnd(clock.instant().minusSeconds(16));
        TestHttp.Answer late = save(student, session);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.code()).isEqualTo("session_closed");
    }
}
