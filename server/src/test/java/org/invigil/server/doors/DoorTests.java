package org.invigil.server.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClip;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a request may carry, asked of the whole server. */
@ServerTest
class DoorTests {

    private static final int KIB = 1024;
    /** What a browser without a session sends with a change, as the end of a head. */
    private static final String CSRF = "\r\nCookie: XSRF-TOKEN=a\r\nX-XSRF-TOKEN: a\r\n\r\n";

    @Autowired
    TestPeople people;

    @Autowired
    MeterRegistry meters;

    /** Only the head is ever sent: the answer cannot depend on the body. */
    @Test
    void aBodyThatIsAnnouncedTooLargeIsRefusedUnread() throws IOException {
        Map<String, Integer> bounds = Map.of(
                "/api/auth/sign-in", 16 * KIB,
                "/api/%61uth/sign-in", 16 * KIB,
                "/api/exam/submit", 256 * KIB,
                "/api/exam/analyze-batch", 1024 * KIB,
                "/api/exams", 8192 * KIB,
                "/api/profiles", 256 * KIB,
                "/api/nothing", 256 * KIB,
                "/", 256 * KIB);
        for (Map.Entry<String, Integer> bound : bounds.entrySet()) {
            assertThat(answerTo(head("POST", bound.getKey(), "application/json", bound.getValue() + 1)))
                    .as(bound.getKey())
                    .startsWith("HTTP/1.1 413")
                    .contains("payload_too_large", "application/problem+json");
            assertThat(answerTo(head("POST", bound.getKey(), "application/json", bound.getValue())))
                    .as(bound.getKey())
                    .startsWith("HTTP/1.1 40") // who does not say who they are is refused unread too
                    .doesNotContain("payload_too_large");
        }
    }

    @Test
    void aBodyThatIsNotAnnouncedIsBoundedToo() {
        TestHttp student = people.student().http();
        refuses(student, "/api/auth/sign-in", 16 * KIB);
        refuses(student, "/api/exam/submit", 256 * KIB);
        assertThat(held()).as("bytes of refused bodies").isZero();
    }

    private void refuses(TestHttp http, String path, int bound) {
        byte[] large = ("{\"username\": \"" + "x".repeat(bound) + "\"}").getBytes(StandardCharsets.UTF_8);
        for (var body : List.of(
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)),
                BodyPublishers.ofByteArray(large))) {
            TestHttp.Answer answer = http.send("POST", path, body, "application/json");
            assertThat(answer.status()).as(answer.text()).isEqualTo(413);
            assertThat(answer.code()).isEqualTo("payload_too_large");
        }
    }

    @Test
    void whatARouteNeedsItTakes() {
        TestHttp admin = people.admin().http();
        Map<String, Object> exam = new HashMap<>(TestPeople.examInput(Instant.parse("2026-03-01T09:00:00Z")));
        exam.put(
                "questions",
                Collections.nCopies(200, Map.of("kind", "text", "prompt", "Why? ".repeat(1500), "options", List.of())));
        TestHttp.Answer saved = admin.post("/api/exams", exam);
        assertThat(saved.status()).as(saved.code()).isEqualTo(201);
        assertThat(admin.delete("/api/exams/" + saved.json().path("exam_id").asString())
                        .status())
                .isEqualTo(204);
        TestHttp student = people.student().http();
        // Wrong in itself, but taken in to its end and looked at.
        TestHttp.Answer looked = student.post("/api/exam/submit", Map.of("session_id", "x".repeat(255 * KIB)));
        assertThat(looked.status()).isEqualTo(400);
        assertThat(held()).isZero();
    }

    /** A form is parsed for uploads alone, and only when it is known whose it is. */
    @Test
    void aStrangersFormIsNotTakenIn() throws IOException {
        assertThat(answerTo(head("POST", "/api/exam/upload-video", TestClip.CONTENT_TYPE, 10_000_000)))
                .startsWith("HTTP/1.1 403");
        assertThat(answerTo(head("POST", "/api/exams", TestClip.CONTENT_TYPE, 10_000_000)))
                .startsWith("HTTP/1.1 413");
        assertThat(answerTo(head("POST", "/api/exams", TestClip.CONTENT_TYPE, 1000)))
                .startsWith("HTTP/1.1 415")
                .contains("unsupported_media_type");
        assertThat(answerTo(head("PUT", "/api/exams/1", "application/x-www-form-urlencoded", 1000)))
                .as("no filter waits for the fields of a stranger")
                .startsWith("HTTP/1.1 40");
    }

    /** Nothing is wrong with it, so a page that meets this sends it again. */
    @Test
    void aBodyThatBreaksOffIsNoWrongRequest() throws IOException {
        try (Socket socket = connect()) {
            send(
                    socket,
                    head("POST", "/api/auth/sign-in", "application/json", 100).replace("\r\n\r\n", CSRF) + "{\"user");
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 408")
                    .contains("request_timeout");
        }
        assertThat(held()).isZero();
    }

    /** None of these bodies ever ends; the next sign-in is one of many, and answered. */
    @Test
    void sixtyBodiesThatNeverEndHoldNextToNothing() throws IOException {
        TestPeople.Person student = people.student();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                Socket socket = connect();
                sockets.add(socket);
                int announced = i % 2 == 0 ? 8 * KIB * KIB : 16 * KIB;
                send(
                        socket,
                        head("POST", "/api/auth/sign-in", "application/json", announced)
                                        .replace("\r\n\r\n", CSRF) + "{\"username\": \"" + "x".repeat(15 * KIB));
            }
            new TestHttp(people.port()).signIn(student.profile().username(), TestPeople.PASSWORD);
            assertThat(held()).isLessThanOrEqualTo(30.0 * 16 * KIB);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** They leave out the last byte; sixty-four of them are as much as all students together may hold. */
    @Test
    void oneStudentsBodiesThatNeverEndLeaveRoomForOthers() throws IOException {
        TestHttp greedy = people.student().http();
        TestHttp other = people.student().http();
        String head = head("POST", "/api/exam/submit", "application/json", 256 * KIB)
                .replace(
                        "\r\n\r\n",
                        "\r\nCookie: INVIGIL_SESSION=" + greedy.cookie("INVIGIL_SESSION") + "; XSRF-TOKEN="
                                + greedy.cookie("XSRF-TOKEN") + "\r\nX-XSRF-TOKEN: " + greedy.cookie("XSRF-TOKEN")
                                + "\r\n\r\n");
        List<Socket> sockets = new ArrayList<>();
        try {
            sendUntilOneIsRefused(sockets, 80, head + "{\"a\": \"" + "x".repeat(256 * KIB - 8));
            TestHttp.Answer saved = other.post("/api/exam/submit", Map.of("session_id", "x".repeat(200 * KIB)));
            assertThat(saved.status()).as(saved.text()).isEqualTo(400); // wrong in itself, but taken in
            TestHttp.Answer small = greedy.post("/api/exam/submit", Map.of("session_id", "x".repeat(KIB)));
            assertThat(small.status()).as(small.text()).isEqualTo(400);
        } finally {
            closeAll(sockets);
        }
    }

    private void sendUntilOneIsRefused(List<Socket> sockets, int bodies, String request) throws IOException {
        for (int i = 0; i < bodies; i++) {
            Socket socket = connect();
            sockets.add(socket);
            send(socket, request);
        }
        await().until(() -> {
            for (Socket socket : sockets) {
                if (socket.getInputStream().available() > 0) {
                    return true;
                }
            }
            return false;
        });
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private double held() {
        return meters.get("invigil.doors.body.bytes").gauge().value();
    }

    private static String head(String method, String path, String contentType, int contentLength) {
        return String.join(
                "\r\n",
                method + " " + path + " HTTP/1.1",
                "Host: localhost",
                "Content-Type: " + contentType,
                "Content-Length: " + contentLength,
                "",
                "");
    }

    private String answerTo(String head) throws IOException {
        try (Socket socket = connect()) {
            send(socket, head);
            byte[] first = new byte[4 * KIB];
            int length = 0;
            for (int read = 0; read >= 0 && !text(first, length).contains("}"); length += Math.max(0, read)) {
                read = socket.getInputStream().read(first, length, first.length - length);
            }
            return text(first, length);
        }
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), people.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
