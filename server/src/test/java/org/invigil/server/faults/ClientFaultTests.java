package org.invigil.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestFrames;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Browsers that misbehave, and clocks: none of it reaches another student, the log, or a score. */
@ServerTest
@ExtendWith(OutputCaptureExtension.class)
class ClientFaultTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    MeterRegistry meters;

    @Autowired
    ActorTransactions transactions;

    private Person student;
    private UUID session;
    private double lanes;

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        session = people.start(student, people.exam());
        lanes = lanes();
    }

    @Test
    void aClientThatStopsReadingIsLetGo(CapturedOutput output) throws IOException {
        double unsent = meters.counter("invigil.frames.unsent").count();
        Person other = people.student();
        try (Socket deaf = deafSocket();
                TestSocket socket = open(other, people.start(other, people.exam()))) {
            OutputStream out = deaf.getOutputStream();
            byte[] many = emptyMessages(500);
            await().atMost(PATIENCE).until(() -> {
                show(socket, 1); // the other student notices nothing
                try {
                    for (int i = 0; i < 40; i++) {
                        out.write(many); // each is answered by an error, which nobody reads
                    }
                    return false;
                } catch (IOException e) {
                    return true; // the server has closed
                }
            });
        }
        assertThat(meters.counter("invigil.frames.unsent").count())
                .as("answers that were dropped instead of kept")
                .isGreaterThan(unsent);
        await().atMost(PATIENCE).until(() -> lanes() <= lanes);
        assertQuiet(output);
        assertTheStudentGoesOn();
    }

    @Test
    void thousandFramesASecondHarmNobody(CapturedOutput output) {
        Person other = people.student();
        try (TestSocket fast = open(student, session);
                TestSocket socket = open(other, people.start(other, people.exam()))) {
            byte[] picture = TestFrames.jpeg(1);
            for (int i = 1; i <= 3_000; i++) {
                fast.send(TestFrames.message(i, picture));
                if (i % 500 == 0) {
                    show(socket, 1);
                }
            }
        }
        assertQuiet(output);
        assertTheStudentGoesOn();
    }

    @Test
    void halfFramesAreNeitherKeptNorCounted(CapturedOutput output) {
        byte[] message = TestFrames.message(1, TestFrames.jpeg(1));
        int third = message.length / 3;
        try (TestSocket socket = open(student, session)) {
            socket.sendPart(Arrays.copyOfRange(message, 0, third), false);
            socket.sendPart(Arrays.copyOfRange(message, third, 2 * third), false);
            socket.sendPart(new byte[0], false);
            socket.sendPart(Arrays.copyOfRange(message, 2 * third, message.length), true);
            awaitResult(socket, 1);
            socket.sendPart(Arrays.copyOfRange(TestFrames.message(2, TestFrames.jpeg(2)), 0, third), true);
            assertThat(socket.await(answer -> answer.path("type").asString().equals("error"))
                            .path("code")
                            .asString())
                    .isEqualTo("corrupt_jpeg");
            socket.sendPart(Arrays.copyOf(message, third), false);
        } // and the line breaks in the middle of a frame
        await().atMost(PATIENCE).until(() -> lanes() <= lanes);
        assertQuiet(output);
        assertTheStudentGoesOn();
    }

    @Test
    void aSocketEndsWithItsSignIn() {
        Person disabled = people.student();
        Person proctor = people.proctor();
        try (TestSocket signedOut = open(student, session);
                TestSocket barred = open(disabled, people.start(disabled, people.exam()));
                TestSocket board = TestSocket.open(people.port(), proctor.http(), "/live")) {
            show(signedOut, 1);
            show(barred, 1);
            board.next();
            student.http().post("/api/auth/sign-out", null);
            proctor.http().post("/api/auth/sign-out", null);
            people.admin().http().post("/api/profiles/" + disabled.id() + "/disable", null);
            assertThat(List.of(signedOut.closeCode(), barred.closeCode(), board.closeCode()))
                    .containsOnly(1008);
        }
    }

    @Test
    void clocksThatJumpAccuseNobodyAndStopNothing(CapturedOutput output) {
        int frames = 0;
        try (TestSocket socket = open(student, session)) {
            for (Duration jump : List.of(
                    Duration.ofMinutes(30), Duration.ofMinutes(-45), Duration.ofHours(-3), Duration.ofHours(3))) {
                // Two frames of an empty room are too few to be anything, whatever the clock says between them and the
                // next.
                for (int i = 0; i < 2; i++) {
                    clock.advance(Duration.ofMillis(33));
                    frames++;
                    socket.send(TestFrames.message(frames, TestFrames.jpeg(frames)));
                    assertThat(awaitResult(socket, frames).path("behaviors").size())
                            .isZero();
                }
                clock.advance(jump);
            }
        } finally {
            clock.advance(Duration.ofMinutes(15)); // what the jumps add up to, taken back
        }
        student.http().post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"));
        String stored = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("""
                                SELECT concat_ws(' ', sum(frames), bool_and(ended_at >= started_at),
                                  (SELECT count(*) FROM incidents i WHERE i.session_id = :session))
                                FROM cheat_scores WHERE session_id = :session
                                """)
                .param("session", session)
                .query(String.class)
                .single());
        assertThat(stored).isEqualTo(frames + " t 0");
        assertQuiet(output);
    }

    private double lanes() {
        return meters.get("invigil.analysis.sessions").gauge().value();
    }

    private TestSocket open(Person person, UUID sitting) {
        return TestSocket.open(people.port(), person.http(), "/analyze?session=" + sitting);
    }

    private long shown;

    private void show(TestSocket socket, int frames) {
        for (int i = 0; i < frames; i++) {
            shown++;
            socket.send(TestFrames.message(shown, TestFrames.jpeg(shown)));
            awaitResult(socket, shown);
        }
    }

    private static tools.jackson.databind.JsonNode awaitResult(TestSocket socket, long seq) {
        return socket.await(message -> message.path("type").asString().equals("result")
                && message.path("seq").asLong() == seq);
    }

    private void assertTheStudentGoesOn() {
        clock.advance(Duration.ofSeconds(5));
        try (TestSocket socket = open(student, session)) {
            show(socket, 1);
        }
    }

    private static void assertQuiet(CapturedOutput output) {
        assertThat(output.getAll().lines().filter(line -> line.contains(" WARN ") || line.contains(" ERROR ")))
                .hasSizeLessThan(3);
    }

    /** A frame socket with next to no room for answers, of a client that will never read one. */
    private Socket deafSocket() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("localhost", people.port()));
        String request = """
                GET /analyze?session=%s HTTP/1.1\r
                Host: localhost:%d\r
                Origin: http://localhost:%d\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Version: 13\r
                Cookie: INVIGIL_SESSION=%s\r
                \r
                """.formatted(
                        session, people.port(), people.port(), student.http().cookie("INVIGIL_SESSION"));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        byte[] status = in.readNBytes(12);
        assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101");
        return socket;
    }

    /** Binary messages of no bytes, masked as a client must. */
    private static byte[] emptyMessages(int count) {
        byte[] all = new byte[count * 6];
        for (int i = 0; i < count; i++) {
            all[i * 6] = (byte) 0x82;
            all[i * 6 + 1] = (byte) 0x80;
        }
        return all;
    }
}
