package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.Color;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestFrames;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestSocket;
import org.invigil.vision.testdata.TestPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Small faces against the real server: what a page is asked to send on the frame socket, and what the camera check says. */
@ServerTest
class CaptureTests {

    private static final String PORTRAIT = "node_modules/material-kit/assets/img/faces/marc.jpg";

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    /** A portrait that fills this share of a picture. */
    private static TestPicture portrait(int width, int height, double share) {
        return TestPicture.blank(width, height, new Color(90, 100, 110))
                .placed(TestPicture.load(PORTRAIT), 0.3, 0.3, share);
    }

    /** Sends a picture until this comes. Each is a little darker than the one before: no camera gives two alike. */
    private JsonNode sendUntil(TestSocket socket, long firstSeq, TestPicture picture, String type) {
        for (int i = 0; i < 120; i++) {
            clock.advance(Duration.ofMillis(100));
            long seq = firstSeq + i;
            socket.send(TestFrames.message(
                    seq, picture.darkened(1 - (i % 20) / 200.0).jpeg()));
            AtomicReference<JsonNode> asked = new AtomicReference<>();
            socket.await(message -> {
                if (message.path("type").asString("").equals(type)) {
                    asked.set(message);
                }
                return asked.get() != null || message.path("seq").asLong(-1) == seq;
            });
            if (asked.get() != null) {
                return asked.get();
            }
        }
        throw new AssertionError("No message of type " + type + " came");
    }

    @Test
    void aStudentFarFromTheCameraIsAskedForLargerPicturesAndNoLongerOnceNear() {
        TestPeople.Person student = people.student();
        try (TestSocket socket = TestSocket.open(
                people.port(), student.http(), "/analyze?session=" + people.start(student, people.exam()))) {
            JsonNode asked = sendUntil(socket, 1, portrait(320, 240, 0.25), "capture");
            assertThat(asked.path("width").asInt()).isEqualTo(640);
            assertThat(asked.path("height").asInt()).isEqualTo(480);
            assertThat(asked.path("max_fps").asDouble()).isBetween(6.0, 12.0);
            assertThat(asked.path("for_ms").asInt()).isEqualTo(10_000);

            long seq = 1_000;
            JsonNode back = sendUntil(socket, seq, portrait(640, 480, 0.6), "capture");
            while (back.path("for_ms").asInt() > 0) { // it may be renewed before
                back = sendUntil(socket, seq += 1_000, portrait(640, 480, 0.6), "capture");
            }
            assertThat(back.path("width").asInt()).isEqualTo(320);
        }
    }

    private TestHttp.Answer check(Object frame) {
        TestHttp http = people.student().http();
        AtomicReference<TestHttp.Answer> answer = new AtomicReference<>();
        // While other tests keep the server busy it has no time for looks, and says so.
        await().until(() -> {
            answer.set(http.post("/api/exam/camera-check", Map.of("frame", frame)));
            return answer.get().status() != 503;
        });
        return answer.get();
    }

    @ParameterizedTest
    @CsvSource({"0.6, good", "0.25, small"})
    void theCameraCheckTellsWhetherTheFaceIsLargeEnough(double share, String size) {
        String frame =
                Base64.getEncoder().encodeToString(portrait(320, 240, share).jpeg());
        TestHttp.Answer answer = check("data:image/jpeg;base64," + frame);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.json().path("presence").asString()).isEqualTo("present");
        assertThat(answer.json().path("persons").asInt()).isEqualTo(1);
        assertThat(answer.json().path("face_size").asString()).isEqualTo(size);
    }

    @Test
    void theCameraCheckSaysWhenThereIsNoFace() {
        TestHttp.Answer answer = check(Base64.getEncoder().encodeToString(TestFrames.jpeg(1)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("face_size").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"!!, bad_base64", "AAAA, not_jpeg", "/9j/, corrupt_jpeg"})
    void whatIsNoPictureIsRefusedByName(String frame, String code) {
        TestHttp.Answer answer = check(frame);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo(code);
    }
}
