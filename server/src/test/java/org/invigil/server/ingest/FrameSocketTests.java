package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestGate;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.invigil.server.session.TestSittings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The frame socket against the real server: who gets in, what each kind of message is answered, how it ends. */
@ServerTest
class FrameSocketTests {

    private static final byte[] JPEG = jpeg(320, 240, 1);

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    MeterRegistry meters;

    @Autowired
    TestSittings sittings;

    @Autowired
    HeartBeat heartBeat;

    @Autowired
    FrameSocketHandler sockets;

    private static byte[] jpeg(int width, int height, long seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, (x * 255 / width) << 16 | (y * 255 / height) << 8 | random.nextInt(8));
            }
        }
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "jpg", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] frame(long seq, byte[] jpeg) {
        return header(0x4956, 1, 0, seq, jpeg);
    }

    private static byte[] header(int magic, int version, int flags, long seq, byte[] jpeg) {
        return ByteBuffer.allocate(16 + jpeg.length)
                .putShort((short) magic)
                .put((byte) version)
                .put((byte) flags)
                .putInt((int) seq)
                .putLong(1_767_225_600_000L)
                .put(jpeg)
                .array();
    }

    private static String json(String fields, byte[] jpeg) {
        return "{" + fields + "\"frame\":\"" + Base64.getEncoder().encodeToString(jpeg) + "\"}";
    }

    private TestSocket sit(Person student) {
        return open(student, people.start(student, people.exam()));
    }

    private TestSocket open(Person student, UUID session) {
        return TestSocket.open(people.port(), student.http(), "/analyze?session=" + session);
    }

    private static JsonNode result(TestSocket socket, long seq) {
        return socket.await(message -> message.path("type").asString().equals("result")
                && message.path("seq").asLong() == seq);
    }

    private static JsonNode error(TestSocket socket) {
        return socket.await(message -> message.path("type").asString().equals("error"));
    }

    static Stream<Arguments> malformed() {
        byte[] large = new byte[600 << 10];
        System.arraycopy(JPEG, 0, large, 0, JPEG.length);
        byte[] justTooLarge = Arrays.copyOf(JPEG, (512 << 10) + 1);
        return Stream.of(
                Arguments.of("nothing", new byte[0], "bad_header", null),
                Arguments.of("half a header", new byte[] {0x49, 0x56, 1, 0, 0, 0, 0, 9}, "bad_header", null),
                Arguments.of("wrong magic", header(0x4957, 1, 0, 100, JPEG), "bad_header", null),
                Arguments.of("version 2", header(0x4956, 2, 0, 100, JPEG), "bad_header", null),
                Arguments.of("unknown flags", header(0x4956, 1, 1, 100, JPEG), "bad_header", null),
                Arguments.of("a bare JPEG", JPEG, "bad_header", null),
                Arguments.of("a header alone", frame(100, new byte[0]), "not_jpeg", 100L),
                Arguments.of(
                        "a text for a picture",
                        frame(100, "hello, world".getBytes(StandardCharsets.UTF_8)),
                        "not_jpeg",
                        100L),
                Arguments.of(
                        "a PNG",
                        frame(100, new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0}),
                        "not_jpeg",
                        100L),
                Arguments.of(
                        "a JPEG cut in half", frame(100, Arrays.copyOf(JPEG, JPEG.length / 2)), "corrupt_jpeg", 100L),
                Arguments.of("three bytes of a JPEG", frame(100, Arrays.copyOf(JPEG, 3)), "corrupt_jpeg", 100L),
                Arguments.of("a picture too wide", frame(100, jpeg(1_928, 1_080, 2)), "dimensions_too_large", 100L),
                Arguments.of(
                        "a picture with too many pixels",
                        frame(100, jpeg(1_600, 1_600, 2)),
                        "dimensions_too_large",
                        100L),
                Arguments.of("600 KiB", frame(100, large), "frame_too_large", 100L),
                Arguments.of("one byte more than 512 KiB", frame(100, justTooLarge), "frame_too_large", 100L),
                Arguments.of("an old seq", frame(1, JPEG), "stale_seq", 1L),
                Arguments.of("the same seq", frame(2, JPEG), "stale_seq", 2L),
                Arguments.of("no JSON", "{\"seq\": 100,", "bad_json", null),
                Arguments.of("an empty text", "", "bad_json", null),
                Arguments.of("a JSON list", "[1, 2]", "bad_json", null),
                Arguments.of("JSON and more", json("\"seq\":100,", JPEG) + "{}", "bad_json", null),
                Arguments.of("JSON without a frame", "{\"seq\": 100}", "bad_json", 100L),
                Arguments.of("a frame that is a number", "{\"seq\": 100, \"frame\": 1}", "bad_json", 100L),
                Arguments.of("a seq that is text", json("\"seq\":\"100\",", JPEG), "bad_json", null),
                Arguments.of("a seq with a fraction", json("\"seq\":1.5,", JPEG), "bad_json", null),
                Arguments.of("a negative seq", json("\"seq\":-5,", JPEG), "bad_json", -5L),
                Arguments.of(
                        "a time that is text",
                        json("\"seq\":100,\"capture_time_ms\":\"now\",", JPEG),
                        "bad_json",
                        100L),
                Arguments.of("no base64", "{\"seq\": 100, \"frame\": \"%%%\"}", "bad_base64", 100L),
                Arguments.of(
                        "a data URL without base64",
                        "{\"seq\": 100, \"frame\": \"data:image/jpeg,abc\"}",
                        "bad_base64",
                        100L),
                Arguments.of(
                        "base64 of a text",
                        json("\"seq\":100,", "hello, world".getBytes(StandardCharsets.UTF_8)),
                        "not_jpeg",
                        100L),
                Arguments.of("an old seq in JSON", json("\"seq\":1,", JPEG), "stale_seq", 1L),
                Arguments.of("a JSON frame of 600 KiB", json("\"seq\":100,", large), "frame_too_large", null));
    }

    @ParameterizedTest(name = "{0} is answered with {2}")
    @MethodSource("malformed")
    void whatIsNoFrameGetsATypedErrorAndTheSessionLivesOn(
            String what, Object message, String code, @Nullable Long seq) {
        double before = meters.counter("invigil.frames.rejected", "cause", code).count();
        try (TestSocket socket = sit(people.student())) {
            socket.send(frame(2, JPEG));
            result(socket, 2);

            if (message instanceof byte[] bytes) {
                socket.send(bytes);
            } else {
                socket.send((String) message);
            }

            JsonNode error = error(socket);
            assertThat(error.path("code").asString()).isEqualTo(code);
            assertThat(error.path("message").asString()).endsWith(".").hasSizeGreaterThan(20);
            assertThat(
                            error.path("seq").isNull()
                                    ? null
                                    : Long.valueOf(error.path("seq").asLong()))
                    .isEqualTo(seq);
            socket.send(frame(200, JPEG));
            result(socket, 200);
        }
        assertThat(meters.counter("invigil.frames.rejected", "cause", code).count())
                .isEqualTo(before + 1);
    }

    @Test
    void aFrameIsAnsweredAsDocumented() {
        try (TestSocket socket = sit(people.student())) {
            socket.send(frame(4_294_967_295L, JPEG));

            JsonNode result = result(socket, 4_294_967_295L);
            assertThat(result.propertyNames())
                    .containsExactlyInAnyOrder(
                            "type",
                            "seq",
                            "focus_score",
                            "presence",
                            "behaviors",
                            "alerts",
                            "record",
                            "clip",
                            "target_fps",
                            "dropped",
                            "faces",
                            "persons",
                            "gaze",
                            "yaw",
                            "pitch",
                            "roll");
            assertThat(result.path("focus_score").asDouble()).isEqualTo(100);
            assertThat(result.path("record").asBoolean()).isFalse();
            assertThat(result.path("clip").isNull()).isTrue();
            assertThat(result.path("target_fps").asDouble()).isBetween(5.0, 30.0);
        }
    }

    @Test
    void theJsonFormMayLeaveOutNumberAndTime() {
        try (TestSocket socket = sit(people.student())) {
            socket.send(json("", JPEG));
            result(socket, 0);
            socket.send("{\"frame\":\"data:image/jpeg;base64,"
                    + Base64.getEncoder().encodeToString(jpeg(320, 240, 3)) + "\"}");
            result(socket, 1);
        }
    }

    @Test
    void thousandFramesAtOnceAreThrottledAndSaidOnce() {
        try (TestSocket socket = sit(people.student())) {
            for (int i = 1; i <= 1_000; i++) {
                socket.send(frame(i, JPEG));
            }
            socket.send(new byte[0]); // its answer says that all before it were taken in
            int complaints = 0;
            JsonNode message = socket.next();
            while (!message.path("code").asString("").equals("bad_header")) {
                complaints += message.path("code").asString("").equals("rate_exceeded") ? 1 : 0;
                message = socket.next();
            }
            assertThat(complaints).as("said, but not a thousand times").isBetween(1, 60);

            clock.advance(Duration.ofSeconds(5));
            socket.send(frame(2_000, JPEG));
            result(socket, 2_000);
        }
    }

    @Test
    void whoMayNotSendIsRefusedAtTheHandshake() {
        Person student = people.student();
        UUID session = people.start(student, people.exam());
        String path = "/analyze?session=" + session;
        String home = "http://localhost:" + people.port();

        assertThat(TestSocket.refusal(people.port(), people.nobody(), path, home))
                .isEqualTo(401);
        assertThat(TestSocket.refusal(people.port(), student.http(), path, "https://evil.example"))
                .isEqualTo(403);
        assertThat(TestSocket.refusal(people.port(), people.student().http(), path, home))
                .isEqualTo(404);
        assertThat(TestSocket.refusal(people.port(), people.admin().http(), path, home))
                .isEqualTo(404);
        for (String wrong : new String[] {"", "?session=", "?session=1", "?session=" + UUID.randomUUID()}) {
            assertThat(TestSocket.refusal(people.port(), student.http(), "/analyze" + wrong, home))
                    .as(wrong)
                    .isEqualTo(404);
        }
        student.http().post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"));
        assertThat(TestSocket.refusal(people.port(), student.http(), path, home))
                .isEqualTo(409);
    }

    @Test
    void aPageThatSendsNothingHearsThatTheServerIsThere() {
        try (TestSocket socket = sit(people.student())) {
            assertThat(socket.awaitSignOfLife().propertyNames()).containsExactly("type");
            socket.awaitSignOfLife();
            assertThat(socket.hasMessages()).isFalse();
        }
    }

    @Test
    void aPageMaySayThatItIsThereWithoutAFrame() {
        try (TestSocket socket = sit(people.student())) {
            socket.send("{\"type\": \"alive\"}");
            socket.send(frame(1, JPEG));
            assertThat(socket.next().path("seq").asLong()).isEqualTo(1);
        }
    }

    @Test
    void aSocketFromWhichNothingComesIsClosed() {
        try (TestSocket socket = sit(people.student())) {
            socket.send(frame(1, JPEG));
            result(socket, 1);
            heartBeat.beat(System.nanoTime()
                    + Duration.ofMillis(FrameLimits.SILENCE_MILLIS - 1_000).toNanos());
            socket.send(frame(2, JPEG));
            result(socket, 2);
            heartBeat.beat(System.nanoTime()
                    + Duration.ofMillis(FrameLimits.SILENCE_MILLIS + 1_000).toNanos());
            assertThat(socket.closeCode()).isEqualTo(4500);
        }
    }

    @Test
    void aSocketBehindALineThatDiedWithoutAWordIsGoneForTheServer() {
        Person student = people.student();
        UUID session = people.start(student, people.exam());
        try (TestGate line = new TestGate(people.port());
                TestSocket socket = TestSocket.open(
                        line.port(),
                        student.http(),
                        "/analyze?session=" + session,
                        "http://localhost:" + line.port())) {
            socket.send(frame(1, JPEG));
            result(socket, 1);
            int before = sockets.socketCount();
            line.set(TestGate.Mode.SILENT);
            heartBeat.beat(System.nanoTime()
                    + Duration.ofMillis(FrameLimits.SILENCE_MILLIS + 1_000).toNanos());
            await().until(() -> sockets.socketCount() < before);
        }
    }

    @Test
    void aPlainRequestIsToldThatNothingSpeaksAgainstTheSocket() {
        Person student = people.student();
        UUID session = people.start(student, people.exam());
        try (TestSocket socket = open(student, session)) {
            for (int seq = 1; seq <= 3; seq++) {
                TestHttp.Answer answer = student.http().get("/analyze?session=" + session);
                assertThat(answer.status()).isEqualTo(426);
                assertThat(answer.code()).isEqualTo("upgrade_required");
                assertThat(answer.header("Upgrade")).isEqualTo("websocket");
                socket.send(frame(seq, JPEG));
                result(socket, seq);
            }
        }
    }

    @Test
    void whoAsksForShortAnswersIsToldInAFewBytesThatNothingHasChanged() {
        Person student = people.student();
        String path = "/analyze?answers=short&session=" + people.start(student, people.exam());
        try (TestSocket socket = TestSocket.open(people.port(), student.http(), path)) {
            assertThat(sendAndRead(socket, 1).path("type").asString()).isEqualTo("result");
            JsonNode answer = MissingNode.getInstance();
            // A machine that takes a second for each frame would get whole results.
            for (int seq = 2; seq <= 100 && !answer.path("type").asString("").equals("same"); seq++) {
                answer = sendAndRead(socket, seq);
            }
            assertThat(answer.propertyNames()).containsExactly("type", "seq");
        }
    }

    /** The answer to this very frame, whole or short. */
    private static JsonNode sendAndRead(TestSocket socket, long seq) {
        socket.send(frame(seq, JPEG));
        return socket.await(message -> message.path("seq").asLong(-1) == seq);
    }

    @Test
    void aNewerSocketReplacesTheOlder() {
        Person student = people.student();
        UUID session = people.start(student, people.exam());
        try (TestSocket older = open(student, session);
                TestSocket newer = open(student, session)) {
            assertThat(older.closeCode()).isEqualTo(4001);
            newer.send(frame(1, JPEG));
            result(newer, 1);
        }
    }

    @Test
    void submittingClosesTheSocketAndKeepsTheScore() {
        Person student = people.student();
        UUID session = people.start(student, people.exam());
        try (TestSocket socket = open(student, session)) {
            for (int i = 1; i <= 3; i++) {
                socket.send(frame(i, jpeg(320, 240, i)));
                result(socket, i);
            }
            JsonNode submitted = student.http()
                    .post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"))
                    .json();
            assertThat(submitted.path("status").asString()).isEqualTo("submitted");
            assertThat(submitted.path("cheat_score").asDouble()).isCloseTo(0, within(0.01));
            assertThat(socket.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void aCameraStaysInAPauseAndItsFramesCountNothing() {
        Person student = people.student();
        UUID session = people.start(student, people.exam());
        try (TestSocket socket = open(student, session)) {
            socket.send(frame(1, JPEG));
            result(socket, 1);
            sittings.pause(session);
            for (int i = 2; i <= 15; i++) {
                socket.send(frame(i, jpeg(320, 240, i)));
                JsonNode seen = result(socket, i);
                assertThat(seen.path("behaviors").size()).isZero();
                assertThat(seen.path("record").asBoolean(true)).isFalse();
            }
            sittings.resume(session);
            socket.send(frame(16, JPEG));
            result(socket, 16);
            sittings.end(session, "enough");
            assertThat(socket.closeCode()).isEqualTo(1000);
        }
        JsonNode points = student.http()
                .get("/api/sessions/" + session + "/scores")
                .json()
                .path("points");
        assertThat(points.size()).as("a row before the pause and one after it").isEqualTo(2);
        String home = "http://localhost:" + people.port();
        assertThat(TestSocket.refusal(people.port(), student.http(), "/analyze?session=" + session, home))
                .isEqualTo(409);
    }

    @Test
    void aCameraMayConnectWhileThePauseLasts() {
        Person student = people.student();
        UUID session = people.start(student, people.exam());
        sittings.pause(session);
        try (TestSocket socket = open(student, session)) {
            socket.send(frame(1, JPEG));
            assertThat(result(socket, 1).path("focus_score").asDouble()).isEqualTo(100);
            student.http().post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"));
            assertThat(socket.closeCode()).isEqualTo(1000);
        }
        assertThat(student.http()
                        .get("/api/sessions/" + session + "/scores")
                        .json()
                        .path("points")
                        .size())
                .isZero();
    }
}
