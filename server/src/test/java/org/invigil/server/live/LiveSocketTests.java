package org.invigil.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.Presence;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestGate;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.invigil.server.evidence.ClipStored;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.TestSittings;
import org.invigil.server.streams.SessionScore;
import org.invigil.server.streams.SessionScores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import tools.jackson.databind.JsonNode;

/** What a proctor's dashboard is sent. */
@ServerTest
class LiveSocketTests {

    private static final FrameAnalysis ABSENT = new FrameAnalysis(
            320, 240, Presence.ABSENT, 0.95, 0, 0, 0, List.of(), null, null, Gaze.UNKNOWN, null, false);

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    ExamSessions sessions;

    @Autowired
    SessionScores scores;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    TestSittings sittings;

    @Autowired
    Looks looks;

    private Person student;
    private UUID session;

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        session = people.start(student, people.exam());
    }

    private TestSocket watch() {
        return TestSocket.open(people.port(), people.proctor().http(), "/live");
    }

    private Optional<JsonNode> own(JsonNode message) {
        for (JsonNode live : message.path("sessions")) {
            if (live.path("session_id").asString().equals(session.toString())) {
                return Optional.of(live);
            }
        }
        return Optional.empty();
    }

    private void leaveTheSeat() {
        ExamSession own = sessions.find(session).orElseThrow();
        SessionScore score = scores.prepare(own);
        scores.connected(own);
        long at = clock.millis();
        for (int i = 0; i < 30; i++) {
            at += 100;
            score.score(ABSENT, at, at, null, false, false);
            score.store();
        }
    }

    @Test
    void aSnapshotComesFirstWithEveryFieldOfTheContract() {
        try (TestSocket proctor = watch()) {
            JsonNode snapshot = proctor.next();

            assertThat(snapshot.path("type").asString()).isEqualTo("snapshot");
            assertThat(snapshot.path("seq").asLong()).isEqualTo(1);
            assertThat(snapshot.path("server_time").asString()).endsWith("Z");
            JsonNode live = own(snapshot).orElseThrow();
            assertThat(live.propertyNames())
                    .containsExactlyInAnyOrder(
                            "session_id",
                            "exam_id",
                            "exam_title",
                            "student",
                            "status",
                            "status_since",
                            "connected",
                            "presence",
                            "focus_score",
                            "cheat_score",
                            "behaviors",
                            "open_incidents",
                            "incident_count",
                            "clip_count",
                            "looked_incident_count",
                            "hints",
                            "fps",
                            "started_at",
                            "ends_at",
                            "last_frame_at",
                            "silent_since",
                            "watching",
                            "face_size");
            assertThat(live.path("student").path("id").asString())
                    .isEqualTo(student.id().toString());
            assertThat(live.path("status").asString()).isEqualTo("active");
            assertThat(live.path("connected").asBoolean()).isFalse();
            assertThat(live.path("focus_score").isNull()).isTrue();
        }
    }

    @Test
    void changesArePushedWithoutAGap() {
        try (TestSocket proctor = watch()) {
            long[] seq = {proctor.next().path("seq").asLong()};
            leaveTheSeat();
            JsonNode delta = proctor.await(message -> {
                assertThat(message.path("seq").asLong()).isEqualTo(++seq[0]);
                return own(message)
                        .filter(live -> !live.path("open_incidents").isEmpty())
                        .isPresent();
            });

            JsonNode live = own(delta).orElseThrow();
            assertThat(delta.path("type").asString()).isEqualTo("delta");
            assertThat(live.path("connected").asBoolean()).isTrue();
            assertThat(live.path("presence").asString()).isEqualTo("absent");
            assertThat(live.path("behaviors").path(0).asString()).isEqualTo("absent");
            assertThat(live.path("open_incidents").path(0).path("behavior").asString())
                    .isEqualTo("absent");
            assertThat(live.path("incident_count").asInt()).isEqualTo(1);
            assertThat(live.path("focus_score").asDouble()).isLessThan(100);
            assertThat(live.path("fps").asDouble()).isPositive();
        }
    }

    @Test
    void nothingOfAStudentWhoWaitsIsShownBeforeTheirTimeStarts() {
        session = people.start(student, people.exam(Map.of("admission", Map.of("asked", true))));
        try (TestSocket proctor = watch()) {
            leaveTheSeat();
            JsonNode waiting = own(proctor.await(message -> own(message)
                            .filter(live -> !live.path("last_frame_at").isNull())
                            .isPresent()))
                    .orElseThrow();
            assertThat(waiting.path("status").asString()).isEqualTo("waiting");
            assertThat(waiting.path("presence").asString()).isEqualTo("unknown");
            assertThat(waiting.path("focus_score").isNull()).isTrue();
            assertThat(waiting.path("incident_count").asInt()).isZero();
        }
    }

    @Test
    void clipsAndSubmissionArePushedAndTheSessionLeavesAfterTenMinutes() {
        try (TestSocket proctor = watch()) {
            leaveTheSeat();
            events.publishEvent(new ClipStored(sessions.find(session).orElseThrow(), UUID.randomUUID(), "absent", 1));
            proctor.await(message -> own(message)
                    .filter(live -> live.path("clip_count").asInt() == 1)
                    .isPresent());

            student.http().post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"));
            JsonNode submitted = proctor.await(message -> own(message)
                    .filter(live -> live.path("status").asString().equals("submitted"))
                    .isPresent());
            assertThat(own(submitted).orElseThrow().path("cheat_score").asDouble())
                    .isPositive();

            clock.advance(Duration.ofMinutes(10));
            proctor.await(message -> message.path("removed").toString().contains(session.toString()));
        }
    }

    @Test
    void everyStateIsPushedAndAnEndedSessionLeavesAfterTenMinutes() {
        try (TestSocket proctor = watch()) {
            leaveTheSeat();
            sittings.pause(session);
            JsonNode paused = stands(proctor, "paused");
            assertThat(paused.path("connected").asBoolean()).isTrue();
            assertThat(Instant.parse(paused.path("status_since").asString()))
                    .isEqualTo(sessions.find(session).orElseThrow().statusSince());
            try (TestSocket late = watch()) {
                assertThat(own(late.next()).orElseThrow().path("status").asString())
                        .isEqualTo("paused");
            }
            sittings.resume(session);
            stands(proctor, "active");
            sittings.end(session, "enough");
            assertThat(stands(proctor, "ended").path("connected").asBoolean()).isFalse();
            clock.advance(Duration.ofMinutes(10));
            proctor.await(message -> message.path("removed").toString().contains(session.toString()));
        }
    }

    private JsonNode stands(TestSocket proctor, String status) {
        return own(proctor.await(message -> own(message)
                        .filter(live -> live.path("status").asString().equals(status))
                        .isPresent()))
                .orElseThrow();
    }

    @Test
    void aNewViewerSeesWhatHappenedBefore() {
        leaveTheSeat();
        try (TestSocket proctor = watch()) {
            assertThat(own(proctor.next()).orElseThrow().path("incident_count").asInt())
                    .isEqualTo(1);
        }
    }

    private JsonNode awaitOwn(TestSocket proctor, Predicate<JsonNode> wanted) {
        return own(proctor.await(message -> own(message).filter(wanted).isPresent()))
                .orElseThrow();
    }

    private static boolean isSilent(JsonNode live) {
        return live.path("silent_since").isString();
    }

    private static boolean isHeard(JsonNode live) {
        return live.path("silent_since").isNull();
    }

    private TestSocket sit(int port) {
        return TestSocket.open(port, student.http(), "/analyze?session=" + session, "http://localhost:" + port);
    }

    @Test
    void aStudentFromWhomNothingIsHeardIsSaidToBeSilentAndSinceWhen() {
        try (TestSocket proctor = watch();
                TestSocket page = sit(people.port())) {
            page.send(new byte[0]);
            awaitOwn(proctor, live -> isHeard(live) && live.path("connected").asBoolean());
            Instant lastWord = clock.instant();

            clock.advance(LiveEntry.SILENT_AFTER);
            JsonNode silent = awaitOwn(proctor, LiveSocketTests::isSilent);
            assertThat(Instant.parse(silent.path("silent_since").asString()))
                    .isBetween(lastWord.minusSeconds(30), clock.instant().minus(LiveEntry.SILENT_AFTER));

            page.send(new byte[0]);
            awaitOwn(proctor, LiveSocketTests::isHeard);
        }
    }

    @Test
    void aStudentBehindALineThatDiedWithoutAWordIsSaidToBeSilentWhileTheSocketIsStillOpen() {
        try (TestGate line = new TestGate(people.port());
                TestSocket proctor = watch();
                TestSocket page = sit(line.port())) {
            page.send(new byte[0]);
            awaitOwn(proctor, live -> isHeard(live) && live.path("connected").asBoolean());

            line.set(TestGate.Mode.SILENT);
            page.send(new byte[0]); // nobody gets it for now
            clock.advance(LiveEntry.SILENT_AFTER);
            JsonNode silent = awaitOwn(proctor, LiveSocketTests::isSilent);
            assertThat(silent.path("connected").asBoolean()).isTrue();

            line.set(TestGate.Mode.OPEN);
            awaitOwn(proctor, LiveSocketTests::isHeard);
        }
    }

    @Test
    void whoHasSubmittedIsNotMissed() {
        try (TestSocket proctor = watch()) {
            clock.advance(LiveEntry.SILENT_AFTER);
            awaitOwn(proctor, LiveSocketTests::isSilent);
            student.http().post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"));
            assertThat(isHeard(awaitOwn(
                            proctor, live -> live.path("status").asString().equals("submitted"))))
                    .isTrue();
        }
    }

    @Test
    void whatSomebodyHasLookedAtNeedsNoLookOnAnybodysBoard() {
        leaveTheSeat();
        Person looking = people.proctor();
        try (TestSocket other = watch()) {
            assertThat(own(other.next())
                            .orElseThrow()
                            .path("looked_incident_count")
                            .asInt())
                    .isZero();
            TestHttp.Answer looked = look(looking, 1);
            assertThat(looked.status()).isEqualTo(200);
            assertThat(looked.json().path("looked_incident_count").asInt()).isEqualTo(1);
            awaitOwn(other, live -> live.path("looked_incident_count").asInt() == 1);
        }
        assertThat(looks.counts(List.of(session))).containsEntry(session, 1);
        look(looking, 0); // an older page of the same proctor
        assertThat(looks.counts(List.of(session))).containsEntry(session, 1);
    }

    @Test
    void nobodyHasLookedAtWhatHasNotHappenedYet() {
        leaveTheSeat();
        assertThat(look(people.proctor(), 7)
                        .json()
                        .path("looked_incident_count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aLookThatMakesNoSenseIsRefusedInWords() {
        Person proctor = people.proctor();
        assertThat(look(proctor, -1).status()).isEqualTo(400);
        assertThat(proctor.http()
                        .put("/api/sessions/" + UUID.randomUUID() + "/look", Map.of("incident_count", 1))
                        .status())
                .isEqualTo(404);
        assertThat(look(student, 1).status()).isEqualTo(403);
    }

    private TestHttp.Answer look(Person person, int incidents) {
        return person.http().put("/api/sessions/" + session + "/look", Map.of("incident_count", incidents));
    }

    @Test
    void onlyStaffMayWatch() {
        String home = "http://localhost:" + people.port();
        assertThat(TestSocket.refusal(people.port(), people.nobody(), "/live", home))
                .isEqualTo(401);
        assertThat(TestSocket.refusal(people.port(), student.http(), "/live", home))
                .isEqualTo(403);
        assertThat(TestSocket.refusal(people.port(), people.proctor().http(), "/live", "https://evil.example"))
                .isEqualTo(403);
    }
}
