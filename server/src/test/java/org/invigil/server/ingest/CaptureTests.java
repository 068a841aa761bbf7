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
import org.invigil.server.analysis.FrameAnalyzer;
import org.invigil.vision.testdata.TestPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.util.ReflectionTestUtils;
import tools.jackson.databind.JsonNode;

/** Small faces against the real server: what a page is asked to send on the frame socket, and what the camera check says. */
@ServerTest
class CaptureTests {

    private static final String PORTRAIT = "node_modules/material-kit/assets/img/faces/marc.jpg";
    private static final String OTHER_PORTRAIT = "node_modules/material-kit/assets/img/faces/christian.jpg";

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    FrameAnalyzer analyzer;

    /** A portrait that fills this share of a picture. */
    private static TestPicture portrait(int width, int height, double share) {
        return TestPicture.blank(width, height, new Color(90, 100, 110))
                .placed(TestPicture.load(PORTRAIT), 0.3, 0.3, share);
    }

    /** However busy the machine is on which this runs: whether the server has time to spare is not asked here. */
    private void giveTimeToSpare() {
        ReflectionTestUtils.setField(analyzer, "targetFps", 30.0);
    }

    /** Sends a picture, by turns a little darker because no camera gives two alike, until something is asked of the page. */
    private JsonNode sendUntilAsked(TestSocket socket, long firstSeq, TestPicture picture) {
        byte[][] jpegs = {picture.jpeg(), picture.darkened(0.98).jpeg()};
        for (int i = 0; i < 60; i++) {
            clock.advance(Duration.ofMillis(1_600)); // slower than the slowest rate, so that each frame is answered
            giveTimeToSpare();
            long seq = firstSeq + i;
            socket.send(TestFrames.message(seq, jpegs[i % 2]));
            JsonNode told = socket.await(
                    message -> isAsked(message) || message.path("seq").asLong(-1) == seq);
            if (isAsked(told)) {
                return told;
            }
        }
        throw new AssertionError("The page was asked for nothing");
    }

    private static boolean isAsked(JsonNode message) {
        return message.path("type").asString("").equals("capture");
    }

    @Test
    void aStudentFarFromTheCameraIsAskedForLargerPicturesAndNoLongerOnceNear() {
        TestPeople.Person student = people.student();
        try (TestSocket socket = TestSocket.open(
                people.port(), student.http(), "/analyze?session=" + people.start(student, people.exam()))) {
            JsonNode asked = sendUntilAsked(socket, 1, portrait(320, 240, 0.25));
            assertThat(asked.path("width").asInt()).isEqualTo(640);
            assertThat(asked.path("height").asInt()).isEqualTo(480);
            assertThat(asked.path("max_fps").asDouble()).isBetween(6.0, 12.0);
            assertThat(asked.path("for_ms").asInt()).isEqualTo(10_000);

            TestPicture near = TestPicture.load(PORTRAIT).framed(640, 480);
            JsonNode told = asked;
            for (int round = 1; round <= 10 && told.path("for_ms").asInt() > 0; round++) { // renewed before it ends
                told = sendUntilAsked(socket, 1_000L * round, near);
            }
            assertThat(told.path("for_ms").asInt()).isZero();
            assertThat(told.path("width").asInt()).isEqualTo(320);
        }
    }

    private TestHttp.Answer check(Object frame) {
        TestHttp http = people.student().http();
        AtomicReference<TestHttp.Answer> answer = new AtomicReference<>();
        // Another test's student may be looked at just now; one thread looks at one picture.
        await().until(() -> {
            giveTimeToSpare();
            clock.advance(Duration.ofSeconds(1));
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
    void theCameraCheckCountsSomebodyElseInThePicture() {
        TestPicture two = TestPicture.load(PORTRAIT).beside(TestPicture.load(OTHER_PORTRAIT), 320, 240);
        TestHttp.Answer answer = check(Base64.getEncoder().encodeToString(two.jpeg()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("persons").asInt()).isEqualTo(2);
    }

    @Test
    void theCameraCheckSaysWhenThereIsNoFace() {
        TestHttp.Answer answer = check(Base64.getEncoder().encodeToString(TestFrames.jpeg(1)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("face_size").isNull()).isTrue();
    }

    @Test
    void oneStudentsPicturesAreLookedAtOnceASecond() {
        TestHttp http = people.student().http();
        clock.stop();
        try {
            Map<String, String> noPicture = Map.of("frame", "AAAA");
            assertThat(http.post("/api/exam/camera-check", noPicture).status()).isEqualTo(422);
            TestHttp.Answer tooSoon = http.post("/api/exam/camera-check", noPicture);
            assertThat(tooSoon.status()).isEqualTo(429);
            assertThat(tooSoon.code()).isEqualTo("too_many_looks");
            assertThat(tooSoon.header("Retry-After")).contains("1");
            assertThat(people.student()
                            .http()
                            .post("/api/exam/camera-check", noPicture)
                            .status())
                    .as("somebody else's")
                    .isEqualTo(422);
            clock.advance(Duration.ofSeconds(1));
            assertThat(http.post("/api/exam/camera-check", noPicture).status()).isEqualTo(422);
        } finally {
            clock.goOn();
        }
    }

    @ParameterizedTest
    @CsvSource({"!!, bad_base64", "AAAA, not_jpeg", "/9j/, corrupt_jpeg"})
    void whatIsNoPictureIsRefusedByName(String frame, String code) {
        TestHttp.Answer answer = check(frame);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo(code);
    }
}
