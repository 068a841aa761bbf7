package org.invigil.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClip;
import org.invigil.server.TestClock;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.SittingSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What a reviewer reads of the clip of an incident, for everything that can come of a request for one. */
@ServerTest
class ClipFateTests {

    private static final byte[] FILE = TestClip.webm("a clip");
    private static final Duration PAST_THE_UPLOADS = ClipRequests.UPLOADS_AFTER_END.plusMinutes(1);

    private final TestPeople people;
    private final TestClock clock;
    private final ActorTransactions transactions;
    private final ClipRequests requests;
    private final SittingSettings settings;
    private final ExamSession session;
    private final Person student;
    private final Instant at;
    private final UUID incident;

    /** Each test has a sitting with an incident of eight seconds. */
    ClipFateTests(
            @Autowired TestPeople people,
            @Autowired TestClock clock,
            @Autowired ActorTransactions transactions,
            @Autowired ExamSessions sessions,
            @Autowired ClipRequests requests,
            @Autowired SittingSettings settings) {
        this.people = people;
        this.clock = clock;
        this.transactions = transactions;
        this.requests = requests;
        this.settings = settings;
        this.student = people.student();
        this.session = sessions.find(people.start(student, people.exam())).orElseThrow();
        this.at = session.startedAt().plusSeconds(60);
        this.incident = incident("absent", at);
    }

    private UUID incident(String behavior, Instant from) {
        UUID id = UUID.randomUUID();
        transactions.run(Actor.ANALYZER, jdbc -> jdbc.sql("INSERT INTO incidents VALUES (?, ?, ?, ?, ?, ?, 1, 0)")
                .params(
                        id,
                        session.sessionId(),
                        student.id(),
                        behavior,
                        SqlTime.toSql(from),
                        SqlTime.toSql(from.plusSeconds(8)))
                .update());
        return id;
    }

    /** The server asks for a clip of this moment, as it does in the answer to a frame. */
    private UUID ask(Instant moment) {
        UUID clip = UUID.randomUUID();
        requests.clipAsked(session, clip, "absent", moment, moment, moment);
        requests.flush();
        return clip;
    }

    private TestHttp.Answer send(UUID clip, byte[] file, Map<String, String> changes) {
        return TestClip.upload(student.http(), session.sessionId().toString(), clip.toString(), file, changes);
    }

    private TestHttp.Answer lose(TestHttp who, UUID clip, String why) {
        return who.post(
                "/api/exam/sessions/" + session.sessionId() + "/clips/" + clip + "/lost", Map.of("reason", why));
    }

    private void submit() {
        student.http().post("/api/exam/submit", Map.of("session_id", session.sessionId(), "reason", "student"));
    }

    /** The fate, and the reason if there is one, of the clip of an incident. */
    private String read(UUID ofIncident) {
        return people.proctor()
                .http()
                .get("/api/sessions/" + session.sessionId())
                .json()
                .path("incidents")
                .valueStream()
                .filter(seen -> seen.path("id").asString().equals(ofIncident.toString()))
                .map(seen -> words(seen.path("clip")))
                .findFirst()
                .orElseThrow();
    }

    private static String words(JsonNode clip) {
        String fate = clip.path("fate").asString();
        return clip.path("reason").isNull()
                ? fate
                : fate + " " + clip.path("reason").asString();
    }

    @Test
    void whatWasAskedForIsAwaitedUntilUploadsCloseAndNeverSentFromThenOn() {
        UUID clip = ask(at);
        assertThat(read(incident)).isEqualTo("awaited");
        submit();
        assertThat(read(incident)).as("it may still come").isEqualTo("awaited");
        clock.advance(PAST_THE_UPLOADS);
        try {
            assertThat(read(incident)).isEqualTo("never_sent");

            assertThat(send(clip, FILE, Map.of()).code()).isEqualTo("uploads_closed");
            assertThat(read(incident)).as("it came too late").isEqualTo("refused uploads_closed");
        } finally {
            clock.advance(PAST_THE_UPLOADS.negated());
        }
    }

    @Test
    void aClipThatIsStoredWasSentAndStaysSent() {
        UUID clip = ask(at);
        assertThat(send(clip, FILE, Map.of()).status()).isEqualTo(201);
        assertThat(read(incident)).isEqualTo("sent");
        assertThat(lose(student.http(), clip, "no_room").status()).isEqualTo(204);
        assertThat(read(incident)).as("it is there, whatever the page says").isEqualTo("sent");
    }

    @Test
    void aClipThatIsFasterThanItsRequestIsSent() {
        UUID clip = UUID.randomUUID();
        send(clip, FILE, Map.of());
        requests.clipAsked(session, clip, "absent", at, at, at);
        requests.flush();
        assertThat(read(incident)).isEqualTo("sent");
    }

    @Test
    void aClipThatIsRefusedSaysWhyUntilAGoodOneComes() {
        UUID clip = ask(at);
        assertThat(send(clip, "RIFF".getBytes(StandardCharsets.UTF_8), Map.of()).status())
                .isEqualTo(415);
        assertThat(read(incident)).isEqualTo("refused not_webm");
        assertThat(send(clip, FILE, Map.of("sha256", "0".repeat(64))).status()).isEqualTo(422);
        assertThat(read(incident)).isEqualTo("refused checksum_mismatch");
        assertThat(send(clip, FILE, Map.of()).status()).isEqualTo(201);
        assertThat(read(incident)).isEqualTo("sent");
    }

    @Test
    void aClipBeyondTheNumberOfASessionIsRefusedForThat() {
        assertThat(send(UUID.randomUUID(), TestClip.webm("junk"), Map.of()).status())
                .isEqualTo(201);
        fill(settings.clip().maxPerSession() - 1);
        assertThat(send(ask(at), FILE, Map.of()).status())
                .as("what nobody has asked for takes no room")
                .isEqualTo(201);
        UUID beyond = ask(at.plusSeconds(30));
        UUID later = incident("absent", at.plusSeconds(30));
        assertThat(send(beyond, TestClip.webm("beyond"), Map.of()).status()).isEqualTo(429);
        assertThat(read(later)).isEqualTo("refused too_many_clips");
    }

    /** Clips that were asked for and are there already, without their files: nobody plays them. */
    private void fill(int clips) {
        transactions.run(student.actor(), jdbc -> jdbc.sql("""
                        INSERT INTO video_metadata (id, session_id, student_id, storage_path, file_size_bytes, sha256, content_type,
                                                    behavior, recorded_at, duration_ms, uploaded_at)
                        SELECT gen_random_uuid(), :session, :student,
                               'exam-recordings/' || :student || '/' || :session || '/' || n || '.webm',
                               1, repeat('a', 64), 'video/webm', 'absent', :at, 10, :at
                          FROM generate_series(1, :clips) n""")
                .param("session", session.sessionId())
                .param("student", student.id())
                .param("at", SqlTime.toSql(at))
                .param("clips", clips)
                .update());
        transactions.run(
                Actor.SYSTEM, jdbc -> jdbc.sql("""
                        INSERT INTO clip_requests (id, session_id, student_id, behavior, event_at, asked_at, fate, decided_at)
                        SELECT id, session_id, student_id, behavior, recorded_at, recorded_at, 'sent', uploaded_at
                          FROM video_metadata WHERE session_id = ? AND sha256 = repeat('a', 64)""").param(session.sessionId()).update());
    }

    @ParameterizedTest
    @ValueSource(strings = {"not_recorded", "too_large", "no_room"})
    void aClipThatThePageLostSaysWhy(String why) {
        UUID clip = ask(at);
        Person other = people.student();
        lose(other.http(), clip, why);
        assertThat(read(incident)).as("somebody else's word").isEqualTo("awaited");

        assertThat(lose(student.http(), clip, why).status()).isEqualTo(204);
        assertThat(read(incident)).isEqualTo("lost " + why);
        submit();
        clock.advance(PAST_THE_UPLOADS);
        try {
            assertThat(read(incident)).as("known, so not never sent").isEqualTo("lost " + why);
        } finally {
            clock.advance(PAST_THE_UPLOADS.negated());
        }
    }

    @Test
    void aReasonThatDoesNotExistChangesNothing() {
        UUID clip = ask(at);
        assertThat(lose(student.http(), clip, "bored").code()).isEqualTo("invalid_request");
        assertThat(read(incident)).isEqualTo("awaited");
    }

    @Test
    void whatWasNotAskedForSaysWhetherThePolicyOrAnotherClipIsWhy() {
        UUID down = incident("looking_down", at.plusSeconds(20));
        assertThat(read(down)).isEqualTo("not_asked by_policy");
        assertThat(read(incident)).isEqualTo("not_asked another_clip");
        lose(student.http(), UUID.randomUUID(), "no_room");
        assertThat(read(incident)).as("nobody asked for it").isEqualTo("not_asked another_clip");
    }

    @Test
    void ofSeveralRequestsForOneIncidentTheBestCountsAndNoneOfAnotherMoment() {
        lose(student.http(), ask(at.plusSeconds(2)), "too_large");
        UUID good = ask(at.plusSeconds(6));
        ask(at.plusSeconds(30));
        assertThat(read(incident)).isEqualTo("lost too_large");
        send(good, FILE, Map.of());
        assertThat(read(incident)).isEqualTo("sent");
    }
}
