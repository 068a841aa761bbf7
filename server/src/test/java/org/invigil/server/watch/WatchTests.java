package org.invigil.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.watch.WatchedTime;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestFrames;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.StudentHeard;
import org.invigil.server.store.ScoreSinkThread;
import org.invigil.server.store.ScoreUpdate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import tools.jackson.databind.JsonNode;

/**
 * Sittings that are not watched, with real sockets against the real server: what the student, a proctor and a reviewer are told, and
 * that an honest page is told nothing. Time goes on as the test says.
 */
@ServerTest
class WatchTests {

    private static final String SLOW_LINK =
            "{\"type\":\"link\",\"buffered_bytes\":180000,\"could_fps\":2,\"dropped\":90,\"camera\":\"live\",\"camera_label\":\"Camera\",\"hidden\":false}";

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    Watches watches;

    @Autowired
    WatchSweep sweep;

    @Autowired
    ExamSessions sessions;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    ScoreSinkThread sinkThread;

    @Autowired
    CameraStart start;

    @Autowired
    ApplicationEventPublisher events;

    private final List<TestSocket> sockets = new ArrayList<>();
    private final List<JsonNode> told = new ArrayList<>();
    private Person student;
    private UUID session;
    private long seq;

    @BeforeEach
    void sitAnExam() {
        clock.stop();
        student = people.student();
        session = people.start(student, people.exam());
    }

    @AfterEach
    void letGo() {
        sockets.forEach(TestSocket::close);
        clock.goOn();
    }

    private TestSocket camera() {
        return open("/analyze?session=" + session);
    }

    private TestSocket page() {
        return open("/events?session=" + session + "&window=" + UUID.randomUUID());
    }

    private TestSocket open(String path) {
        TestSocket socket = TestSocket.open(people.port(), student.http(), path);
        sockets.add(socket);
        return socket;
    }

    /** Time goes on; each second is counted. */
    private void pass(int seconds, @Nullable TestSocket page) {
        for (int i = 0; i < seconds; i++) {
            if (page != null && i % 2 == 0) {
                ping(page);
            }
            watches.write();
            clock.advance(Duration.ofSeconds(1));
            watches.tick();
        }
        watches.write();
    }

    /** The page is heard; what it is told meanwhile is kept. */
    private void ping(TestSocket page) {
        page.send("{\"type\":\"ping\"}");
        page.await(message -> {
            told.add(message);
            return message.path("type").asString().equals("pong");
        });
    }

    private JsonNode awaitTold(TestSocket page, Predicate<JsonNode> wanted) {
        return told.stream().filter(wanted).findFirst().orElseGet(() -> page.await(wanted));
    }

    /** Sends a picture and gives what was said of it. */
    private JsonNode frame(TestSocket camera, byte[] jpeg) {
        long sent = ++seq;
        camera.send(ByteBuffer.allocate(16 + jpeg.length)
                .putShort((short) 0x4956)
                .put((byte) 1)
                .put((byte) 0)
                .putInt((int) sent)
                .putLong(clock.millis())
                .put(jpeg)
                .array());
        return camera.await(message -> message.path("seq").asLong() == sent);
    }

    private JsonNode frames(TestSocket camera, byte[] jpeg, int seconds, @Nullable TestSocket page) {
        JsonNode last = frame(camera, jpeg);
        for (int i = 0; i < seconds; i++) {
            for (int part = 0; part < 4; part++) {
                clock.advance(Duration.ofMillis(250));
                last = frame(camera, jpeg);
            }
            if (page != null && i % 2 == 0) {
                ping(page);
            }
            watches.write();
            watches.tick();
        }
        watches.write();
        return last;
    }

    private static byte[] dark() {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "jpg", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a proctor and a reviewer read it. */
    private JsonNode read() {
        return people.admin().http().get("/api/sessions/" + session).json();
    }

    private List<JsonNode> incidents(String behavior) {
        List<JsonNode> found = new ArrayList<>();
        read().path("incidents").forEach(incident -> {
            if (incident.path("behavior").asString().equals(behavior)) {
                found.add(incident);
            }
        });
        return found;
    }

    private JsonNode onTheBoard() {
        try (TestSocket board = TestSocket.open(people.port(), people.proctor().http(), "/live")) {
            for (JsonNode live : board.next().path("sessions")) {
                if (live.path("session_id").asString().equals(session.toString())) {
                    return live;
                }
            }
        }
        throw new AssertionError("The sitting is not on the board");
    }

    private static boolean isUnwatched(JsonNode sitting) {
        return sitting.path("type").asString().equals("sitting")
                && !sitting.path("unwatched").isNull();
    }

    @Test
    void aPageWhoseCameraNeverComesIsToldAndEverybodySeesIt() {
        TestSocket page = page();
        pass(25, page);

        assertThat(awaitTold(page, WatchTests::isUnwatched)
                        .path("unwatched")
                        .path("message")
                        .asString())
                .contains("camera is on, allowed in the browser and not covered");
        await().untilAsserted(
                        () -> assertThat(incidents("unwatched")).singleElement().satisfies(incident -> {
                            assertThat(incident.path("ended_at").isNull()).isTrue();
                            assertThat(incident.path("must_be_decided").asBoolean())
                                    .isFalse();
                        }));
        JsonNode live = onTheBoard();
        assertThat(live.path("watching").path("unwatched_cause").asString()).isEqualTo("no_picture");
        assertThat(live.path("open_incidents").findValuesAsString("behavior")).containsExactly("unwatched");
        assertThat(live.path("incident_count").asInt()).isEqualTo(1);
        assertThat(live.path("focus_score").isNull()).isTrue();
        JsonNode watching = read().path("watching");
        assertThat(watching.path("watched_seconds").asLong()).isZero();
        assertThat(watching.path("watched_share").asDouble()).isZero();
        assertThat(watching.path("unwatched_seconds").path("no_picture").asLong())
                .isGreaterThan(10);
        assertThat(watching.path("is_unwatched").asBoolean()).isTrue();
        assertThat(student.http()
                        .get("/api/sessions/" + session)
                        .json()
                        .path("watching")
                        .path("is_unwatched")
                        .asBoolean())
                .as("the student reads it too")
                .isTrue();

        told.clear();
        frames(camera(), TestFrames.jpeg(1), 8, page);
        awaitTold(
                page,
                message -> message.path("type").asString().equals("sitting")
                        && message.path("unwatched").isNull());
        await().untilAsserted(() -> assertThat(
                        incidents("unwatched").getFirst().path("ended_at").isNull())
                .isFalse());
    }

    @Test
    void oneFrameInThreeSecondsOverAnEmptyRoomIsTold() {
        TestSocket camera = camera();
        JsonNode last = frame(camera, TestFrames.jpeg(1));
        for (int i = 0; i < 25; i++) {
            pass(3, null);
            last = frame(camera, TestFrames.jpeg(i));
        }

        assertThat(last.path("behaviors").toString()).contains("\"away\"", "\"unwatched\"");
        assertThat(last.path("focus_score").asDouble()).isLessThan(50);
        assertThat(last.path("alerts").findValuesAsString("code")).contains("away", "unwatched");
        await().untilAsserted(() -> {
            assertThat(incidents("away")).hasSize(1);
            assertThat(incidents("unwatched")).hasSize(1);
        });
        assertThat(read().path("cheat_score").asDouble()).isGreaterThan(10);
    }

    @Test
    void theSameOverASlowLinkThatSaysSoIsNothing() {
        TestSocket camera = camera();
        JsonNode last = frame(camera, TestFrames.jpeg(1));
        for (int i = 0; i < 25; i++) {
            camera.send(SLOW_LINK);
            pass(3, null);
            last = frame(camera, TestFrames.jpeg(i));
        }

        assertThat(last.path("behaviors").toString()).isEqualTo("[]");
        assertThat(last.path("focus_score").asDouble()).isEqualTo(100);
        assertThat(read().path("incidents").size()).isZero();
        pass(5, null);
        assertThat(read().path("watching")
                        .path("unwatched_seconds")
                        .path("slow_link")
                        .asLong())
                .isGreaterThan(40);
    }

    @Test
    void darkForLongIsOneIncidentThatGrows() {
        TestSocket page = page();
        TestSocket camera = camera();
        frames(camera, TestFrames.jpeg(1), 3, page);
        frames(camera, dark(), 4, page);
        await().untilAsserted(() -> assertThat(incidents("camera_unusable")).hasSize(1));
        String id = incidents("camera_unusable").getFirst().path("id").asString();

        JsonNode last = frames(camera, dark(), 14, page);

        await().untilAsserted(() -> assertThat(incidents("unwatched")).hasSize(1));
        assertThat(incidents("camera_unusable")).isEmpty();
        assertThat(incidents("unwatched").getFirst().path("id").asString()).isEqualTo(id);
        assertThat(last.path("alerts").findValuesAsString("code"))
                .as("one thing is said once")
                .containsExactly("unwatched");
        assertThat(onTheBoard().path("open_incidents").findValuesAsString("behavior"))
                .containsExactly("unwatched");

        frames(camera, TestFrames.jpeg(2), 6, page);
        await().untilAsserted(() -> assertThat(
                        incidents("unwatched").getFirst().path("ended_at").isNull())
                .isFalse());
        assertThat(incidents("camera_unusable")).isEmpty();
    }

    @Test
    void anExamThatAsksForItBeginsWithAPicture() {
        session = people.start(student, people.exam(Map.of("camera_required", true)));
        assertThat(status()).isEqualTo("waiting");
        assertThat(student.http()
                        .get("/api/exam/sessions/" + session)
                        .json()
                        .path("camera_required")
                        .asBoolean())
                .isTrue();

        TestSocket camera = camera();
        frame(camera, dark());
        watches.write();
        assertThat(status()).as("a dark picture is none").isEqualTo("waiting");

        frame(camera, TestFrames.jpeg(1));
        await().untilAsserted(() -> assertThat(status()).isEqualTo("active"));
        assertThat(counted()).as("what came before counts nothing").isLessThan(2);
    }

    @Test
    void aServerWithoutRoomKeepsNobodyFromAnExamThatAsksForAPicture() {
        session = people.start(student, people.exam(Map.of("camera_required", true)));

        watches.noRoom(own());
        await().untilAsserted(() -> assertThat(status()).isEqualTo("active"));
    }

    @Test
    void aServerWithoutRoomIsNotTheStudents() {
        TestSocket page = page();
        watches.noRoom(own());
        pass(25, page);

        assertThat(read().path("incidents").size()).isZero();
        JsonNode unwatched = read().path("watching").path("unwatched_seconds");
        assertThat(unwatched.path("server_full").asLong()).isGreaterThan(15);
        assertThat(unwatched.path("no_picture").asLong()).isZero();
    }

    @Test
    void anOutageOfTwoMinutesIsNothing() {
        TestSocket camera = camera();
        frames(camera, TestFrames.jpeg(1), 3, null);
        pass(15, null);
        camera.close();
        await().untilAsserted(() ->
                assertThat(onTheBoard().path("connected").asBoolean()).isFalse());
        pass(105, null);
        sweep.run();

        assertThat(incidents("unwatched")).isEmpty();
        assertThat(read().path("watching")
                        .path("unwatched_seconds")
                        .path("outage")
                        .asLong())
                .isBetween(110L, 125L);
    }

    @Test
    void aPauseCountsNothing() {
        TestSocket page = page();
        pass(3, page);
        people.admin()
                .http()
                .post(
                        "/api/sessions/" + session + "/interventions",
                        Map.of("kind", "pause", "category", "technical", "reason", "camera"));
        pass(12, page);
        assertThat(status()).isEqualTo("paused");
        long before = counted();
        pass(60, page);

        assertThat(read().path("incidents").size()).isZero();
        assertThat(counted()).isEqualTo(before).isLessThan(10);
    }

    @Test
    void whatIsNotALinkIsRefused() {
        TestSocket camera = camera();
        camera.send("{\"type\":\"link\",\"buffered_bytes\":-1}");

        assertThat(camera.await(message -> message.path("type").asString().equals("error"))
                        .path("code")
                        .asString())
                .isEqualTo("bad_link");
        assertThat(frame(camera, TestFrames.jpeg(1)).path("type").asString()).isEqualTo("result");
    }

    @Test
    void aSittingOfWhichNobodyHearsIsAnOutage() {
        sweep.run();
        clock.advance(Duration.ofSeconds(30));
        sweep.run();
        clock.advance(Duration.ofSeconds(30));
        sweep.run();

        assertThat(read().path("watching")
                        .path("unwatched_seconds")
                        .path("outage")
                        .asLong())
                .isBetween(58L, 62L);
        assertThat(read().path("incidents").size()).isZero();
    }

    @Test
    void whatADeadNodeHasLeftOpenEndsThereWhileTheSittingGoesOn() {
        UUID dead = UUID.randomUUID();
        UUID incident = UUID.randomUUID();
        Instant left = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        transactions.run(Actor.SYSTEM, jdbc -> {
            WatchRows.take(jdbc, List.of(own()), dead, true, left);
            return WatchRows.count(
                    jdbc,
                    dead,
                    List.of(new WatchRows.Counted(session, WatchedTime.NONE, left, false, true, incident, left, 1)));
        });
        for (int i = 0; i < 9; i++) {
            clock.advance(Duration.ofSeconds(10));
            sweep.run();
        }

        assertThat(read().path("watching").path("is_unwatched").asBoolean()).isFalse();
        assertThat(read().path("watching")
                        .path("unwatched_seconds")
                        .path("outage")
                        .asLong())
                .as("none of it is lost")
                .isBetween(88L, 92L);
        await().untilAsserted(
                        () -> assertThat(incidents("unwatched")).singleElement().satisfies(row -> assertThat(
                                        Instant.parse(row.path("ended_at").asString()))
                                .isEqualTo(left)));
    }

    @Test
    void whoComesBackJustWhenItIsLetGoOfIsWatched() throws Exception {
        watches.connected(own());
        watches.write();
        watches.disconnected(session);
        CompletableFuture<Void> writing = transactions.run(Actor.SYSTEM, jdbc -> {
            jdbc.sql("SELECT 1 FROM session_watches WHERE session_id = ? FOR UPDATE")
                    .param(session)
                    .query(Integer.class)
                    .single();
            clock.advance(Duration.ofSeconds(40));
            CompletableFuture<Void> writer = CompletableFuture.runAsync(watches::write);
            await().until(() -> jdbc.sql("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
                    .query(Boolean.class)
                    .single());
            watches.connected(own());
            return writer;
        });
        writing.get(20, TimeUnit.SECONDS);
        isWatched(10);
    }

    @Test
    void theEndOfTheSocketBeforeMayBeToldLate() {
        watches.connected(own());
        watches.connected(own());
        watches.disconnected(session);
        isWatched(10);
    }

    /** Frames come in, whatever was told of sockets. */
    private void isWatched(int seconds) {
        for (int i = 0; i < seconds; i++) {
            for (int part = 0; part < 4; part++) {
                clock.advance(Duration.ofMillis(250));
                watches.arrived(session, clock.millis(), clock.millis(), 4);
                watches.scored(
                        own(),
                        new ScoreUpdate(
                                session, clock.instant(), Presence.PRESENT, 100, 0, List.of(), List.of(), 0, false));
            }
            watches.tick();
            watches.write();
        }
        clock.advance(Duration.ofSeconds(11)); // each row is written so often
        watches.write();
        assertThat(read().path("watching").path("watched_seconds").asLong()).isGreaterThanOrEqualTo(seconds - 3);
    }

    /** A balancer may send the page's events and the camera to different nodes. */
    @Test
    void aCameraThatGoesOnAnotherNodeThanThePageIsNoOutage() {
        Watches other = new Watches(sessions, transactions, UUID.randomUUID(), sinkThread, start, events, clock);
        other.connected(own());
        for (int i = 0; i < 30; i++) {
            if (i == 4) {
                other.disconnected(session);
            }
            if (i % 2 == 0) {
                watches.heard(new StudentHeard(own(), clock.instant(), false));
            }
            other.write();
            watches.write();
            clock.advance(Duration.ofSeconds(1));
            other.tick();
            watches.tick();
        }
        other.write();
        watches.write();

        await().untilAsserted(() -> assertThat(incidents("unwatched")).hasSize(1));
        assertThat(read().path("watching")
                        .path("unwatched_seconds")
                        .path("no_picture")
                        .asLong())
                .isGreaterThan(9);
    }

    @Test
    void aSittingOfWhichNobodyHearsAnyMoreHasNoCauseOnTheBoard() {
        TestSocket page = page();
        pass(15, page);
        assertThat(onTheBoard().path("watching").path("unwatched_cause").asString())
                .isEqualTo("no_picture");
        page.close();
        pass(40, null);

        assertThat(onTheBoard().path("watching").path("unwatched_cause").isNull())
                .isTrue();
    }

    @Test
    void picturesThatAreNoneAreUnwatched() {
        TestSocket camera = camera();
        frames(camera, TestFrames.jpeg(1), 3, null);
        byte[] junk = "no picture at all, whatever it says".getBytes(StandardCharsets.US_ASCII);
        assertThat(frames(camera, junk, 15, null).path("type").asString()).isEqualTo("error");

        await().untilAsserted(() -> assertThat(incidents("unwatched")).hasSize(1));
    }

    /** As {@link #oneFrameInThreeSecondsOverAnEmptyRoomIsTold}, with a frame that is none before each. */
    @Test
    void aFrameThatIsNoneHidesNoSilence() {
        TestSocket camera = camera();
        byte[] junk = "no picture at all, whatever it says".getBytes(StandardCharsets.US_ASCII);
        JsonNode last = frame(camera, TestFrames.jpeg(1));
        for (int i = 0; i < 25; i++) {
            pass(3, null);
            frame(camera, junk);
            clock.advance(Duration.ofMillis(200));
            last = frame(camera, TestFrames.jpeg(i));
        }

        assertThat(last.path("behaviors").toString()).contains("\"away\"", "\"unwatched\"");
    }

    private ExamSession own() {
        return sessions.find(session).orElseThrow();
    }

    private String status() {
        return read().path("status").asString();
    }

    private long counted() {
        JsonNode watching = read().path("watching");
        JsonNode unwatched = watching.path("unwatched_seconds");
        return watching.path("watched_seconds").asLong()
                + unwatched.path("no_picture").asLong()
                + unwatched.path("slow_link").asLong()
                + unwatched.path("outage").asLong()
                + unwatched.path("server_full").asLong();
    }
}
