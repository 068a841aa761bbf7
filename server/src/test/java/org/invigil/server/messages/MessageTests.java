package org.invigil.server.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.invigil.server.identity.ActorTransactions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What staff and students say to each other through the real server. */
@ServerTest
class MessageTests {

    @Autowired
    TestPeople people;

    @Autowired
    ActorTransactions transactions;

    private UUID exam;
    private TestHttp proctor;
    private Person student;
    private UUID session;
    private final List<TestSocket> open = new ArrayList<>();

    @BeforeEach
    void sitAnExam() {
        exam = people.exam();
        proctor = people.proctor().http();
        student = people.student();
        session = people.start(student, exam);
    }

    @AfterEach
    void closePages() {
        open.forEach(TestSocket::close);
    }

    private TestSocket page(Person whose, UUID sitting) {
        TestSocket page = TestSocket.open(
                people.port(), whose.http(), "/events?session=" + sitting + "&window=" + UUID.randomUUID());
        open.add(page);
        return page;
    }

    private TestHttp.Answer send(String audience, @Nullable UUID recipient, String text) {
        Map<String, Object> body = new HashMap<>(Map.of("audience", audience, "text", text));
        if (recipient != null) {
            body.put("recipient_id", recipient.toString());
        }
        return proctor.post("/api/exams/" + exam + "/messages", body);
    }

    private static JsonNode received(Person whose, UUID sitting) {
        return whose.http()
                .get("/api/exam/sessions/" + sitting + "/messages")
                .json()
                .path("messages");
    }

    private static JsonNode box(TestSocket page, int count, int unacknowledged) {
        return page.await(message -> message.at("/messages/count").asInt(-1) == count
                && message.at("/messages/unacknowledged").asInt(-1) == unacknowledged);
    }

    private TestHttp.Answer raise(String kind) {
        return student.http()
                .put("/api/exam/sessions/" + session + "/hand", Map.of("kind", kind, "note", "Please come."));
    }

    private List<String> waiting() {
        return proctor.get("/api/hands?exam_id=" + exam)
                .json()
                .path("hands")
                .valueStream()
                .map(raised -> raised.path("session_id").asString())
                .toList();
    }

    @Test
    void aMessageToAllReachesOpenPagesAndThoseWhoBeginLater() {
        TestSocket page = page(student, session);
        box(page, 0, 0);

        assertThat(send("exam", null, "  Question 2 has a misprint. ").status()).isEqualTo(201);

        box(page, 1, 1);
        Person late = people.student();
        UUID lateSession = people.start(late, exam);
        for (JsonNode messages : List.of(received(student, session), received(late, lateSession))) {
            assertThat(messages).hasSize(1);
            assertThat(messages.at("/0/text").asString()).isEqualTo("Question 2 has a misprint.");
            assertThat(messages.at("/0/acknowledged_at").isNull()).isTrue();
        }
        box(page(late, lateSession), 1, 1);
        Person elsewhere = people.student();
        assertThat(received(elsewhere, people.start(elsewhere, people.exam()))).isEmpty();
    }

    @Test
    void aMessageToOneIsForThatOneAlone() {
        Person other = people.student();
        UUID otherSession = people.start(other, exam);

        JsonNode sent = send("session", session, "Please sit up.").json();

        assertThat(sent.path("reached").asInt()).isEqualTo(1);
        assertThat(received(student, session)).hasSize(1);
        assertThat(received(other, otherSession)).isEmpty();
        assertThat(other.http()
                        .get("/api/exam/sessions/" + session + "/messages")
                        .status())
                .as("another's sitting")
                .isEqualTo(404);
        String acknowledge =
                "/api/exam/sessions/%s/messages/" + sent.path("message_id").asString() + "/acknowledge";
        assertThat(other.http().post(acknowledge.formatted(otherSession), null).status())
                .isEqualTo(404);
        assertThat(other.http().post(acknowledge.formatted(session), null).status())
                .isEqualTo(404);
    }

    @Test
    void aMessageToAGroupIsForItsStudentsAlone() {
        Person other = people.student();
        UUID otherSession = people.start(other, exam);
        UUID group = people.group(exam, student);
        TestSocket page = page(student, session);
        TestSocket otherPage = page(other, otherSession);
        box(page, 0, 0);

        JsonNode sent =
                send("group", group, "The bell rings early in your room.").json();

        box(page, 1, 1);
        assertThat(sent.path("reached").asInt()).isEqualTo(1);
        assertThat(received(student, session)).hasSize(1);
        assertThat(received(other, otherSession)).isEmpty();
        String acknowledge = "/messages/" + sent.path("message_id").asString() + "/acknowledge";
        assertThat(student.http()
                        .post("/api/exam/sessions/" + session + acknowledge, null)
                        .status())
                .isEqualTo(204);
        assertThat(other.http()
                        .post("/api/exam/sessions/" + otherSession + acknowledge, null)
                        .status())
                .isEqualTo(404);
        box(page, 1, 0);
        box(otherPage, 0, 0);
        assertThat(send("group", UUID.randomUUID(), "Anybody?").status()).isEqualTo(404);
    }

    @Test
    void aStudentAcknowledgesOnceEveryWindowKnowsAndStaffSeeIt() {
        TestSocket page = page(student, session);
        String id = send("exam", null, "Ten minutes left.")
                .json()
                .path("message_id")
                .asString();
        box(page, 1, 1);
        String path = "/api/exam/sessions/" + session + "/messages/" + id + "/acknowledge";

        assertThat(student.http().post(path, null).status()).isEqualTo(204);
        String first = received(student, session).at("/0/acknowledged_at").asString();
        assertThat(student.http().post(path, null).status()).as("again").isEqualTo(204);

        box(page, 1, 0);
        assertThat(received(student, session).at("/0/acknowledged_at").asString())
                .isEqualTo(first);
        people.start(people.student(), exam);
        JsonNode listed = proctor.get("/api/exams/" + exam + "/messages").json().at("/messages/0");
        assertThat(listed.path("reached").asInt()).isEqualTo(2);
        assertThat(listed.path("acknowledged").asInt()).isEqualTo(1);
        assertThat(listed.path("sent_by").asString()).startsWith("Test proctor");
    }

    @Test
    void aMessageThatIsTooLongEmptyOrForNobodyIsRefusedAndSaysWhatToDo() {
        TestHttp.Answer long100k = send("exam", null, "x".repeat(100_000));
        assertThat(long100k.status()).isEqualTo(400);
        assertThat(long100k.json().at("/errors/0/field").asString()).isEqualTo("text");
        assertThat(send("exam", null, "x".repeat(2_000)).status()).isEqualTo(201);
        assertThat(send("exam", null, "x".repeat(2_001)).status()).isEqualTo(400);
        assertThat(send("exam", null, " \u200b ").status()).as("nothing to see").isEqualTo(400);
        assertThat(send("session", null, "To whom?").status()).isEqualTo(422);
        assertThat(send("exam", session, "To whom?").status()).isEqualTo(422);
        TestHttp.Answer foreign = send("session", UUID.randomUUID(), "Anybody?");
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.json().path("detail").asString()).contains("Choose whom the message is for again");
        assertThat(proctor.post(
                                "/api/exams/" + UUID.randomUUID() + "/messages",
                                Map.of("audience", "exam", "text", "Anybody?"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whoIsLockedOutComesBeforeEveryQuestionHoweverLongItWaits() {
        TestSocket page = page(student, session);
        Person stuck = people.student();
        UUID stuckSession = people.start(stuck, exam);
        assertThat(raise("question").status()).isEqualTo(200);
        stuck.http().put("/api/exam/sessions/" + stuckSession + "/hand", Map.of("kind", "locked_out"));

        assertThat(waiting()).containsExactly(stuckSession.toString(), session.toString());
        JsonNode told =
                page.await(message -> message.at("/hand/kind").asString("").equals("question"));
        assertThat(told.at("/hand/answered_at").isNull()).isTrue();
        assertThat(proctor.get("/api/hands").json().path("hands").size()).isGreaterThanOrEqualTo(2);

        assertThat(student.http()
                        .delete("/api/exam/sessions/" + session + "/hand")
                        .status())
                .isEqualTo(204);
        assertThat(waiting()).containsExactly(stuckSession.toString());
        page.await(message -> message.path("hand").isNull());
    }

    /** More than are listed, all older than the new one, in sittings that ended with the hand up. */
    @Test
    void handsOfSittingsThatAreOverHideNobody() {
        Person gone = people.student();
        transactions.runThenAsSystem(
                gone.actor(),
                jdbc -> {
                    jdbc.sql("""
                                    INSERT INTO exam_sessions (id, exam_id, student_id, attempt, status, status_since, started_at,
                                                               ends_at, duration_ms, closes_at, consent_version, consented_at, policy)
                                    SELECT gen_random_uuid(), :exam, :student, n, 'checking_in', now(), now(), now(), 1, now(), '1', now(), '{}'
                                      FROM generate_series(1, 501) AS n""")
                            .param("exam", exam)
                            .param("student", gone.id())
                            .update();
                    return jdbc.sql("""
                                    INSERT INTO hands (session_id, student_id, kind, raised_at)
                                    SELECT id, student_id, 'locked_out', now() - interval '3 days'
                                      FROM exam_sessions WHERE student_id = ?""").param(gone.id()).update();
                },
                (jdbc, raised) -> jdbc.sql("""
                                UPDATE exam_sessions SET status = 'ended', end_reason = 'it never began', cheat_score = 0
                                 WHERE student_id = ?""").param(gone.id()).update());

        raise("question");

        assertThat(waiting()).containsExactly(session.toString());
        assertThat(proctor.get("/api/hands").text()).contains(session.toString());
    }

    @Test
    void howManyAreKeptIsCountedForEachRecipient() {
        UUID group = people.group(exam, student);
        Person sender = people.proctor();
        transactions.run(sender.actor(), jdbc -> jdbc.sql("""
                        INSERT INTO messages (id, exam_id, audience, session_id, sent_by, sent_at, text)
                        SELECT gen_random_uuid(), :exam, 'session', :session, :by, now(), 'Please sit up.'
                          FROM generate_series(1, :most)""")
                .param("exam", exam)
                .param("session", session)
                .param("by", sender.id())
                .param("most", Messages.MOST)
                .update());

        TestHttp.Answer refused = send("session", session, "And now?");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("too_many_messages");
        assertThat(send("exam", null, "Ten minutes left.").status()).isEqualTo(201);
        assertThat(send("group", group, "The bell rings early in your room.").status())
                .isEqualTo(201);
    }

    @Test
    void aHandIsAnsweredOnceWithWordsThatAreKept() {
        raise("technical");
        String answer = "/api/sessions/" + session + "/hand/answer";

        assertThat(proctor.post(answer, Map.of("text", "Load the page again.")).status())
                .isEqualTo(204);

        assertThat(waiting()).isEmpty();
        assertThat(received(student, session).at("/0/text").asString()).isEqualTo("Load the page again.");
        TestHttp.Answer second = proctor.post(answer, Map.of("text", "Me too."));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.code()).isEqualTo("hand_gone");
        assertThat(received(student, session)).as("nothing was sent").hasSize(1);
        raise("question");
        assertThat(waiting()).as("raised again").containsExactly(session.toString());
    }

    @Test
    void inAnExamThatIsOverNoHandIsRaisedAndNoneWaits() {
        raise("question");
        student.http().post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"));
        assertThat(waiting()).isEmpty();
        assertThat(raise("question").code()).isEqualTo("session_closed");
        assertThat(people.student()
                        .http()
                        .put("/api/exam/sessions/" + session + "/hand", Map.of("kind", "question"))
                        .status())
                .isEqualTo(404);
    }
}
