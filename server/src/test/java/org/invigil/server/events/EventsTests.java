package org.invigil.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestAnswer;
import org.invigil.server.TestClock;
import org.invigil.server.TestEvents;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.StudentHeard;
import org.invigil.server.session.TestSittings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What the open pages of a student are told, and who may listen. */
@ServerTest
class EventsTests {

    private static final String PING = "{\"type\":\"ping\"}";

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    TestEvents events;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    TestSittings sittings;

    private final List<TestSocket> open = new ArrayList<>();
    private Person student;
    private UUID session;

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        session = people.start(student, people.exam());
    }

    @AfterEach
    void closePages() {
        open.forEach(TestSocket::close);
    }

    private String path(UUID window) {
        return "/events?session=" + session + "&window=" + window;
    }

    private TestSocket page(UUID window) {
        TestSocket page = TestSocket.open(people.port(), student.http(), path(window));
        open.add(page);
        return page;
    }

    private TestHttp.Answer claim(UUID window) {
        return student.http().post("/api/exam/sessions/" + session + "/window", Map.of("window_id", window.toString()));
    }

    private TestHttp.Answer submit() {
        return student.http().post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"));
    }

    private static boolean isSitting(JsonNode message) {
        return message.path("type").asString().equals("sitting");
    }

    private static JsonNode state(TestSocket page) {
        return page.await(EventsTests::isSitting);
    }

    private static JsonNode ruledBy(TestSocket page, UUID window) {
        return page.await(message -> message.path("window_id").asString("").equals(window.toString()));
    }

    private static JsonNode submitted(TestSocket page) {
        return page.await(message -> message.path("status").asString("").equals("submitted"));
    }

    private void setEnd(Instant endsAt) {
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("UPDATE exam_sessions SET ends_at = ? WHERE id = ?")
                .params(SqlTime.toSql(endsAt), session)
                .update());
    }

    @Test
    void aPageIsToldHowThingsStandWhenItOpens() {
        JsonNode sitting = student.http().get("/api/exam/sessions/" + session).json();

        JsonNode state = page(UUID.randomUUID()).next();

        assertThat(state.propertyNames())
                .containsExactlyInAnyOrder(
                        "type",
                        "server_time",
                        "status",
                        "status_since",
                        "started_at",
                        "ends_at",
                        "submitted_at",
                        "submit_reason",
                        "end_reason",
                        "window_id",
                        "window_since",
                        "device",
                        "answers_version",
                        "intervention",
                        "messages",
                        "hand",
                        "admission",
                        "unwatched");
        assertThat(state.path("type").asString()).isEqualTo("sitting");
        assertThat(state.path("status").asString()).isEqualTo("active");
        assertThat(state.path("started_at")).isEqualTo(sitting.path("started_at"));
        assertThat(state.path("ends_at")).isEqualTo(sitting.path("ends_at"));
        assertThat(state.path("submitted_at").isNull()).isTrue();
        assertThat(state.path("submit_reason").isNull()).isTrue();
        assertThat(state.path("window_id").isNull()).isTrue();
        assertThat(state.path("answers_version").asString()).isEqualTo("0:0");
    }

    @Test
    void aPingIsAnsweredAndTheStudentIsHeardAtMostOnceASecond() {
        TestSocket page = page(UUID.randomUUID());
        state(page);
        clock.advance(Duration.ofSeconds(2));
        page.send(PING);

        JsonNode pong = page.await(message -> message.path("type").asString().equals("pong"));
        assertThat(Instant.parse(pong.path("server_time").asString()))
                .isAfter(Instant.now().plusSeconds(1));
        clock.stop(); // what follows takes no time
        try {
            clock.advance(Duration.ofSeconds(1));
            long before = heard();
            for (String message : new String[] {PING, "no JSON", "[]", "{\"type\":5}", PING}) {
                page.send(message);
            }
            page.await(message -> message.path("type").asString().equals("pong"));
            page.await(message -> message.path("type").asString().equals("pong"));
            assertThat(heard()).as("once for five messages").isEqualTo(before + 1);
        } finally {
            clock.goOn();
        }
    }

    @Test
    void aLockedWindowDoesNotSpeakForTheStudent() {
        UUID laptop = UUID.randomUUID();
        UUID phone = UUID.randomUUID();
        TestSocket locked = page(laptop);
        TestSocket ruling = page(phone);
        claim(phone);
        ruledBy(locked, phone);
        ruledBy(ruling, phone);

        clock.advance(Duration.ofSeconds(2));
        long before = heard();
        locked.send(PING);
        locked.await(message -> message.path("type").asString().equals("pong"));
        assertThat(heard()).isEqualTo(before);
        ruling.send(PING);
        ruling.await(message -> message.path("type").asString().equals("pong"));
        assertThat(heard()).isEqualTo(before + 1);
    }

    private long heard() {
        return events.of(StudentHeard.class)
                .filter(event -> event.session().sessionId().equals(session))
                .count();
    }

    @Test
    void theWindowThatAskedLastRulesAndEveryPageIsTold() {
        UUID laptop = UUID.randomUUID();
        UUID phone = UUID.randomUUID();
        TestSocket first = page(laptop);
        TestSocket second = page(phone);

        TestHttp.Answer answer = claim(laptop);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().propertyNames())
                .as("the whole session")
                .containsExactlyElementsOf(student.http()
                        .get("/api/exam/sessions/" + session)
                        .json()
                        .propertyNames());
        Instant since =
                Instant.parse(ruledBy(first, laptop).path("window_since").asString());
        assertThat(since)
                .as("what ruled before the answer is what this window has replaced")
                .isAfterOrEqualTo(
                        Instant.parse(answer.json().path("server_time").asString())
                                .truncatedTo(ChronoUnit.MILLIS));
        ruledBy(second, laptop);

        claim(phone);
        ruledBy(first, phone);
        ruledBy(second, phone);
        claim(laptop);
        ruledBy(first, laptop);
        ruledBy(second, laptop);
        ruledBy(page(UUID.randomUUID()), laptop);
    }

    @Test
    void everyPageIsToldOfTheEndAndAWindowThatComesLateIsShownIt() {
        UUID window = UUID.randomUUID();
        TestSocket ruling = page(window);
        TestSocket other = page(UUID.randomUUID());
        claim(window);
        ruledBy(other, window);

        submit();

        JsonNode end = submitted(ruling);
        assertThat(end.path("submit_reason").asString()).isEqualTo("student");
        assertThat(end.path("submitted_at").asString()).endsWith("Z");
        submitted(other);
        TestHttp.Answer late = claim(UUID.randomUUID());
        assertThat(late.status()).isEqualTo(200);
        assertThat(late.json().path("status").asString()).isEqualTo("submitted");
        JsonNode opened = state(page(UUID.randomUUID()));
        assertThat(opened.path("status").asString()).isEqualTo("submitted");
        assertThat(opened.path("window_id").asString())
                .as("nobody rules anew in what is over")
                .isEqualTo(window.toString());
    }

    @Test
    void aPageIsToldThatItsTimeHasMovedAndThatItIsOver() {
        TestSocket page = page(UUID.randomUUID());
        state(page);
        Instant later = clock.instant().plus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);

        setEnd(later); // without a word to anybody
        JsonNode moved = state(page);
        assertThat(Instant.parse(moved.path("ends_at").asString())).isEqualTo(later);

        setEnd(clock.instant().minus(1, ChronoUnit.HOURS));
        assertThat(submitted(page).path("submit_reason").asString()).isEqualTo("time");
    }

    @Test
    void anAnswerThatIsSavedElsewhereHasAnotherVersion() {
        TestSocket page = page(UUID.randomUUID());
        String before = state(page).path("answers_version").asString();
        JsonNode questions =
                student.http().get("/api/exam/sessions/" + session).json().path("questions");
        TestAnswer text = new TestAnswer(
                student.http(), session, questions.at("/2/question_id").asString());
        for (String words : List.of("because", "because of this")) {
            String version = text.save(words).json().path("version").asString();
            String after = state(page).path("answers_version").asString();
            assertThat(after).as("told from the version").isEqualTo("1:" + Long.toHexString(leadingBits(version)));
            assertThat(after).isNotEqualTo(before);
            before = after;
        }
        String last = text.save("because of that").json().path("version").asString();
        state(page);
        String chosen = UUID.randomUUID().toString();
        student.http()
                .put(
                        "/api/exam/sessions/" + session + "/answers/"
                                + questions.at("/0/question_id").asString(),
                        TestAnswer.body(chosen, null, Map.of("option_ids", List.of("a"))));
        assertThat(state(page).path("answers_version").asString())
                .isEqualTo("2:" + Long.toHexString(leadingBits(last) ^ leadingBits(chosen)));
    }

    private static long leadingBits(String version) {
        return Long.parseLong(version.substring(0, 8), 16);
    }

    @Test
    void onlyTheStudentWhoseSessionItIsMayListen() {
        String own = path(UUID.randomUUID());
        String home = "http://localhost:" + people.port();
        assertThat(TestSocket.refusal(people.port(), people.nobody(), own, home))
                .isEqualTo(401);
        assertThat(TestSocket.refusal(people.port(), student.http(), own, "https://evil.example"))
                .isEqualTo(403);
        assertThat(TestSocket.refusal(people.port(), people.student().http(), own, home))
                .isEqualTo(404);
        assertThat(TestSocket.refusal(people.port(), people.proctor().http(), own, home))
                .isEqualTo(404);
        for (String wrong : new String[] {"", "&window=", "&window=1"}) {
            assertThat(TestSocket.refusal(people.port(), student.http(), "/events?session=" + session + wrong, home))
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void aPageThatSaysNothingIsClosedAndOneThatDoesIsNot() {
        TestSocket silent = page(UUID.randomUUID());
        TestSocket alive = page(UUID.randomUUID());
        state(silent);
        state(alive);
        clock.advance(Duration.ofMillis(EventPages.SILENT_MILLIS / 2));
        alive.send(PING);
        alive.await(message -> message.path("type").asString().equals("pong"));
        clock.advance(Duration.ofMillis(EventPages.SILENT_MILLIS / 2));

        assertThat(silent.closeCode()).isEqualTo(4002);
        alive.send(PING);
        alive.await(message -> message.path("type").asString().equals("pong"));
    }

    @Test
    void aPageThatComesBackReplacesItselfAndThereIsRoomForEight() {
        List<UUID> windows = new ArrayList<>();
        List<TestSocket> pages = new ArrayList<>();
        for (int i = 0; i < EventPages.MAX_PAGES_OF_A_SESSION; i++) {
            windows.add(UUID.randomUUID());
            pages.add(page(windows.getLast()));
            state(pages.getLast());
        }
        assertThat(page(UUID.randomUUID()).closeCode()).isEqualTo(1013);

        TestSocket again = page(windows.getFirst());
        assertThat(pages.getFirst().closeCode()).isEqualTo(4001);
        state(again);
        submit();
        submitted(again);
        submitted(pages.getLast());
    }

    @Test
    void signingOutEndsTheChannel() {
        TestSocket page = page(UUID.randomUUID());
        state(page);
        student.http().post("/api/auth/sign-out", null);
        assertThat(page.closeCode()).isEqualTo(1008);
    }

    @Test
    void everyStateIsToldWithWhatThePageHasToSay() {
        TestSocket page = page(UUID.randomUUID());
        Instant end = Instant.parse(state(page).path("ends_at").asString());
        sittings.pause(session);
        JsonNode paused = stands(page, "paused");
        assertThat(Instant.parse(paused.path("ends_at").asString())).isEqualTo(end);
        assertThat(claim(UUID.randomUUID()).json().path("status").asString())
                .as("a window can be opened meanwhile")
                .isEqualTo("paused");
        page.await(message -> !message.path("window_id").isNull());

        sittings.resume(session);
        JsonNode active = stands(page, "active");
        Duration pause = Duration.between(
                Instant.parse(paused.path("status_since").asString()),
                Instant.parse(active.path("status_since").asString()));
        assertThat(Instant.parse(active.path("ends_at").asString())).isEqualTo(end.plus(pause));

        sittings.end(session, "The fire alarm rang.");
        assertThat(stands(page, "ended").path("end_reason").asString()).isEqualTo("The fire alarm rang.");
        assertThat(page(UUID.randomUUID()).next().path("status").asString()).isEqualTo("ended");
    }

    private static JsonNode stands(TestSocket page, String status) {
        return page.await(message -> message.path("status").asString("").equals(status));
    }
}
