package org.invigil.server.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestFrames;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** A student who waits to be let in, and who lets in, through the real server. */
@ServerTest
class AdmissionTests {

    private static final byte[] PICTURE = TestFrames.jpeg(7);

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    WaitingFrames frames;

    @Autowired
    Admissions admissions;

    private Person student;
    private TestHttp proctor;
    private UUID session = UUID.randomUUID();
    private final List<TestSocket> open = new ArrayList<>();

    @BeforeEach
    void begin() {
        student = people.student();
        proctor = people.proctor().http();
    }

    @AfterEach
    void closePages() {
        open.forEach(TestSocket::close);
    }

    private void startWith(Map<String, Object> admission) {
        session = people.start(student, exam(admission));
    }

    private UUID exam(Map<String, Object> admission) {
        Map<String, Object> input =
                new HashMap<>(TestPeople.examInput(clock.instant().minusSeconds(60)));
        input.put("policy", Map.of("admission", admission));
        return UUID.fromString(people.admin()
                .http()
                .post("/api/exams", input)
                .json()
                .path("exam_id")
                .asString());
    }

    private JsonNode view() {
        return student.http().get("/api/exam/sessions/" + session).json();
    }

    private TestHttp.Answer ask() {
        return student.http().post("/api/exam/sessions/" + session + "/admission", null);
    }

    private TestHttp.Answer decide(Map<String, Object> decision) {
        return proctor.post("/api/sessions/" + session + "/admission", decision);
    }

    /** Lets the student in with the picture that the list tells of now. */
    private TestHttp.Answer admit() {
        return admit(pictureAt());
    }

    private TestHttp.Answer admit(@Nullable String pictureAt) {
        return decide(
                pictureAt == null ? Map.of("decision", "admit") : Map.of("decision", "admit", "picture_at", pictureAt));
    }

    private @Nullable String pictureAt() {
        return proctor.get("/api/admissions")
                .json()
                .path("students")
                .valueStream()
                .filter(one -> one.path("session_id").asString().equals(session.toString()))
                .map(one -> one.path("picture_at"))
                .filter(at -> !at.isNull())
                .map(JsonNode::asString)
                .findFirst()
                .orElse(null);
    }

    private void film() {
        frames.offer(session, PICTURE, clock.millis());
        frames.storeWhatIsAsked();
    }

    private List<String> waiting() {
        return proctor.get("/api/admissions")
                .json()
                .path("students")
                .valueStream()
                .filter(one -> one.path("session_id").asString().equals(session.toString()))
                .map(one -> one.path("has_picture") + " " + one.path("has_first_picture"))
                .toList();
    }

    private TestSocket page() {
        TestSocket page = TestSocket.open(
                people.port(), student.http(), "/events?session=" + session + "&window=" + UUID.randomUUID());
        open.add(page);
        return page;
    }

    @Test
    void theStudentWaitsWithoutQuestionsUntilAProctorHasComparedAndLetsIn() {
        startWith(Map.of("asked", true));
        assertThat(view().path("status").asString()).isEqualTo("waiting");
        assertThat(view().path("questions").size()).isZero();
        assertThat(admit().code()).isEqualTo("admission_not_asked");
        TestSocket page = page();
        assertThat(ask().status()).isEqualTo(204);
        page.await(state -> state.path("admission").isObject()
                && !state.at("/admission/has_picture").asBoolean());
        film();

        page.await(state -> state.at("/admission/has_picture").asBoolean());
        assertThat(waiting()).containsExactly("true false");
        TestHttp.Answer picture = proctor.get("/api/sessions/" + session + "/admission/picture");
        assertThat(picture.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(picture.header("Cache-Control")).contains("no-store");
        assertThat(picture.response().body()).isEqualTo(PICTURE);
        Instant before = clock.instant();
        assertThat(admit().status()).isEqualTo(204);

        page.await(state -> state.path("status").asString("").equals("active"));
        assertThat(Instant.parse(view().path("clock_started_at").asString()).plusMillis(1))
                .as("the time starts when the student is let in")
                .isAfter(before);
        assertThat(view().path("questions").size()).isEqualTo(3);
        assertThat(proctor.get("/api/sessions/" + session + "/admission/picture")
                        .status())
                .as("nothing is kept")
                .isEqualTo(404);
        assertThat(admit().code()).as("twice").isEqualTo("admission_not_asked");
    }

    @Test
    void anotherPictureIsAskedForWithASentenceThatTheStudentReads() {
        startWith(Map.of("asked", true));
        ask();
        film();
        assertThat(decide(Map.of("decision", "ask_again")).status()).isEqualTo(422);
        TestSocket page = page();

        assertThat(decide(Map.of("decision", "ask_again", "sentence", "Please turn on a light."))
                        .status())
                .isEqualTo(204);

        JsonNode state = page.await(
                message -> !message.at("/admission/sentence").asString("").isEmpty());
        assertThat(state.at("/admission/sentence").asString()).isEqualTo("Please turn on a light.");
        assertThat(state.at("/admission/asked_at").isNull()).isTrue();
        assertThat(waiting()).isEmpty();
        assertThat(proctor.get("/api/sessions/" + session + "/admission/picture")
                        .status())
                .isEqualTo(404);
        ask();
        assertThat(waiting()).containsExactly("false false");
    }

    @Test
    void theFirstPictureIsKeptOnlyWhereThePolicySaysSoAndForAsLong() {
        startWith(Map.of("asked", true, "keep_first_picture", true, "keep_days", 10));
        ask();
        film();
        admit();
        assertThat(student.http()
                        .get("/api/exams")
                        .json()
                        .path("exams")
                        .valueStream()
                        .filter(exam ->
                                exam.at("/session/session_id").asString().equals(session.toString()))
                        .map(exam -> exam.at("/admission/kept_days").asInt())
                        .toList())
                .as("known before the exam is begun")
                .containsExactly(10);
        session = people.start(student, exam(Map.of("asked", true)));
        ask();

        assertThat(waiting()).containsExactly("false true");
        assertThat(proctor.get("/api/sessions/" + session + "/admission/first-picture")
                        .response()
                        .body())
                .isEqualTo(PICTURE);
        admissions.deleteWhatIsOver();
        assertThat(waiting()).as("within its days").containsExactly("false true");
        clock.advance(Duration.ofDays(11));
        try {
            assertThat(admissions.deleteWhatIsOver()).isPositive();
        } finally {
            clock.advance(Duration.ofDays(-11));
        }
        assertThat(waiting()).containsExactly("false false");
    }

    @Test
    void onlyWhoeverWatchesThisStudentSeesThePictures() {
        startWith(Map.of("asked", true));
        ask();
        film();
        String picture = "/api/sessions/" + session + "/admission/picture";
        assertThat(people.student().http().get(picture).status()).isEqualTo(404);
        assertThat(student.http().get(picture).status()).as("who decides alone").isEqualTo(404);
        assertThat(people.student()
                        .http()
                        .post("/api/exam/sessions/" + session + "/admission", null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whoeverLooksAtOnePictureLetsNoOtherIn() {
        startWith(Map.of("asked", true));
        ask();
        film();
        String first = pictureAt();
        assertThat(admit(null).code()).as("none was looked at").isEqualTo("admission_picture_changed");
        decide(Map.of("decision", "ask_again", "sentence", "Please turn on a light."));
        ask();
        assertThat(admit(first).code()).as("it is gone").isEqualTo("admission_picture_changed");
        clock.advance(Duration.ofMillis(5)); // no two pictures in one millisecond
        film();

        TestHttp.Answer refused = admit(first);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("admission_picture_changed");
        assertThat(view().path("status").asString()).isEqualTo("waiting");
        assertThat(admit().status()).isEqualTo(204);
    }

    @Test
    void whoHasNoCameraIsLetInWithoutAPicture() {
        startWith(Map.of("asked", true));
        ask();
        assertThat(admit(null).status()).isEqualTo(204);
    }

    @Test
    void aFrameFromBeforeTheQuestionIsNotThePicture() {
        startWith(Map.of("asked", true));
        long before = clock.millis() - 1_000;
        ask();
        frames.offer(session, PICTURE, before);
        frames.storeWhatIsAsked();
        assertThat(waiting()).containsExactly("false false");
        film();
        assertThat(waiting()).containsExactly("true false");
    }

    @Test
    void nothingIsLeftOfASittingThatIsOver() {
        startWith(Map.of("asked", true));
        ask();
        film();
        // As if the node had stopped between the end of the sitting and what follows it.
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("""
                        UPDATE exam_sessions SET status = 'ended', end_reason = 'it never began', cheat_score = 0
                         WHERE id = ?""").param(session).update());
        assertThat(left()).isOne();

        admissions.deleteWhatIsOver();

        assertThat(left()).isZero();
    }

    private int left() {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT count(*) FROM admissions WHERE session_id = ?")
                .param(session)
                .query(Integer.class)
                .single());
    }

    /** The whole way of the picture: from the socket, not from this test. */
    @Test
    void thePictureIsTheCamerasFrame() {
        startWith(Map.of("asked", true));
        try (TestSocket camera = TestSocket.open(people.port(), student.http(), "/analyze?session=" + session)) {
            ask();
            camera.send(TestFrames.message(1, PICTURE));
            camera.await(answer -> answer.path("type").asString().equals("result"));
            await().atMost(Duration.ofSeconds(20)).until(() -> waiting().equals(List.of("true false")));
        }
        assertThat(proctor.get("/api/sessions/" + session + "/admission/picture")
                        .response()
                        .body())
                .isEqualTo(PICTURE);
    }
}
