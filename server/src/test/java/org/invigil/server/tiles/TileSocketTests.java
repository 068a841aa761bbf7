package org.invigil.server.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestFrames;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.nodes.Nodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Tiles: who is sent whose pictures, from this node and from others, and that nothing of them stays. */
@ServerTest
class TileSocketTests {

    private static final byte[] PICTURE = TestFrames.jpeg(23);

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    Stills stills;

    @Autowired
    Nodes nodes;

    @Autowired
    ActorTransactions transactions;

    private Person student;
    private UUID session;

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        session = people.start(student, people.exam());
    }

    private TestSocket watch(UUID... sessions) {
        TestSocket socket = TestSocket.open(people.port(), people.proctor().http(), "/tiles");
        socket.send(asks(Arrays.asList(sessions)));
        return socket;
    }

    private static String asks(List<UUID> sessions) {
        return sessions.stream()
                .map(id -> '"' + id.toString() + '"')
                .collect(Collectors.joining(",", "{\"type\":\"watch\",\"sessions\":[", "]}"));
    }

    private static int watching(TestSocket socket) {
        return socket.await(message -> message.path("type").asString().equals("watching"))
                .path("sessions")
                .asInt();
    }

    private TestSocket camera() {
        return TestSocket.open(people.port(), student.http(), "/analyze?session=" + session);
    }

    /** Sends a frame and waits until it has been looked at. */
    private static void show(TestSocket camera, long seq) {
        camera.send(TestFrames.message(seq, PICTURE));
        camera.await(message -> message.path("seq").asLong() == seq);
    }

    private boolean isOfOwnSession(byte[] message) {
        ByteBuffer header = ByteBuffer.wrap(message);
        return new UUID(header.getLong(), header.getLong()).equals(session);
    }

    @Test
    void whoWatchesGetsTheFrameAsItWasSentAndNotMoreThanOneASecond() {
        try (TestSocket proctor = watch(session);
                TestSocket camera = camera()) {
            assertThat(watching(proctor)).isEqualTo(1);
            show(camera, 1);
            byte[] message = proctor.awaitBinary(this::isOfOwnSession);
            assertThat(Arrays.copyOfRange(message, Still.HEADER_BYTES, message.length))
                    .isEqualTo(PICTURE);

            show(camera, 2); // within the same second of the server's clock, or one later
            Still second = stills.find(session);
            assertThat(second).isNotNull();
            clock.advance(Duration.ofSeconds(2));
            show(camera, 3);
            long firstAt = ByteBuffer.wrap(message).getLong(16);
            byte[] later = proctor.awaitBinary(
                    next -> isOfOwnSession(next) && ByteBuffer.wrap(next).getLong(16) >= firstAt + 2_000);
            assertThat(later).hasSize(message.length);
        }
        await().untilAsserted(() -> assertThat(stills.find(session))
                .as("the last watcher is gone, and so is the still")
                .isNull());
    }

    @Test
    void whoWatchesSomethingElseGetsNothingMoreOfBefore() {
        try (TestSocket proctor = watch(session);
                TestSocket camera = camera()) {
            watching(proctor);
            show(camera, 1);
            proctor.awaitBinary(this::isOfOwnSession);
            proctor.send(asks(List.of()));
            assertThat(watching(proctor)).isZero();
            assertThat(stills.find(session)).isNull();
        }
    }

    @Test
    void sessionsThatAreOverOrDoNotExistAreNotWatched() {
        student.http().post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"));
        try (TestSocket proctor = watch(session, UUID.randomUUID())) {
            assertThat(watching(proctor)).isZero();
        }
    }

    @Test
    void whoWaitsToBeLetInIsNotWatchedBeforeTheTimeStarts() {
        session = people.start(student, people.exam(Map.of("admission", Map.of("asked", true))));
        try (TestSocket proctor = watch(session);
                TestSocket camera = camera()) {
            assertThat(watching(proctor)).isEqualTo(1);
            show(camera, 1);
            assertThat(stills.find(session))
                    .as("a camera check is the student's own")
                    .isNull();

            clock.advance(Duration.ofMillis(5)); // the frame is older than the question, and so no picture
            student.http().post("/api/exam/sessions/" + session + "/admission", null);
            assertThat(people.proctor()
                            .http()
                            .post("/api/sessions/" + session + "/admission", Map.of("decision", "admit"))
                            .status())
                    .isEqualTo(204);
            show(camera, 2);
            proctor.awaitBinary(this::isOfOwnSession);
        }
    }

    @Test
    void whatMakesNoSenseIsSaidAndChangesNothing() {
        try (TestSocket proctor = watch(session)) {
            watching(proctor);
            List<UUID> tooMany = IntStream.rangeClosed(0, TileSocketHandler.MAX_SESSIONS)
                    .mapToObj(i -> UUID.randomUUID())
                    .toList();
            for (String nonsense : List.of("{", "[]", "{\"type\":\"watch\",\"sessions\":[1]}", asks(tooMany))) {
                proctor.send(nonsense);
                JsonNode refusal =
                        proctor.await(message -> message.path("type").asString().equals("error"));
                assertThat(refusal.path("code").asString()).isEqualTo("invalid_request");
            }
            assertThat(stills.watchedHere()).contains(session);
        }
    }

    @Test
    void onlyStaffMayWatch() {
        String home = "http://localhost:" + people.port();
        assertThat(TestSocket.refusal(people.port(), people.nobody(), "/tiles", home))
                .isEqualTo(401);
        assertThat(TestSocket.refusal(people.port(), student.http(), "/tiles", home))
                .isEqualTo(403);
        assertThat(TestSocket.refusal(people.port(), people.proctor().http(), "/tiles", "https://evil.example"))
                .isEqualTo(403);
    }

    /** Another node, of which there is what it writes. */
    private final class OtherNode implements AutoCloseable {
        private final UUID id = UUID.randomUUID();

        OtherNode() {
            transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                            "INSERT INTO nodes (node_id, beat_at) VALUES (?, clock_timestamp() + interval '10 minutes')")
                    .param(id)
                    .update());
            await().atMost(Duration.ofSeconds(20)).until(() -> nodes.others().contains(id));
        }

        void watch(UUID... sessions) {
            transactions.run(Actor.SYSTEM, jdbc -> {
                jdbc.sql(
                                "INSERT INTO tile_watches VALUES (?, ?) ON CONFLICT (node_id) DO UPDATE SET session_ids = excluded.session_ids")
                        .params(id, sessions)
                        .update();
                return jdbc.sql("SELECT pg_notify('invigil_nodes', 'tiles')")
                        .query((row, number) -> 1)
                        .single();
            });
        }

        @Override
        public void close() {
            transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("DELETE FROM nodes WHERE node_id = ?")
                    .param(id)
                    .update());
        }
    }

    private int rows() {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT count(*) FROM tile_stills")
                .query(Integer.class)
                .single());
    }

    @Test
    void aStillGoesToAnotherNodeThroughOneRowThatGoesWithItsWatcher() {
        try (OtherNode other = new OtherNode();
                TestSocket camera = camera()) {
            other.watch(session);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                clock.advance(Duration.ofSeconds(1));
                show(camera, clock.millis() & 0x7fffffff);
                assertThat(rows()).isEqualTo(1);
            });
            other.watch();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(rows()).isZero();
                assertThat(stills.find(session)).isNull();
            });
        }
    }

    @Test
    void aStillComesFromAnotherNode() {
        try (OtherNode other = new OtherNode();
                TestSocket proctor = watch(session)) {
            watching(proctor);
            other.watch(UUID.randomUUID()); // it is there, and watches somebody else
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                                "INSERT INTO tile_stills VALUES (?, clock_timestamp(), ?) ON CONFLICT (session_id)"
                                        + " DO UPDATE SET taken_at = excluded.taken_at, written_at = clock_timestamp()")
                        .params(session, PICTURE)
                        .update());
                assertThat(stills.find(session)).isNotNull();
            });
            byte[] message = proctor.awaitBinary(this::isOfOwnSession);
            assertThat(Arrays.copyOfRange(message, Still.HEADER_BYTES, message.length))
                    .isEqualTo(PICTURE);
        }
    }
}
