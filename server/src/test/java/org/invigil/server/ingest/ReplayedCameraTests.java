package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestFrames;
import org.invigil.server.TestPeople;
import org.invigil.server.TestSocket;
import org.invigil.server.analysis.FrameAnalyzer;
import org.invigil.vision.testdata.TestPicture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.util.ReflectionTestUtils;
import tools.jackson.databind.JsonNode;

/** A camera that shows a photo, by the real engine: what its student, a proctor and a reviewer see. */
@ServerTest
class ReplayedCameraTests {

    private static final String PORTRAIT = "node_modules/material-kit/assets/img/faces/marc.jpg";

    /** A frame every 200 ms, as far as a photo may go at most. */
    private static final int MOST_FRAMES = 400;

    private static final List<byte[]> PHOTO = photo();

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    FrameAnalyzer analyzer;

    private TestPeople.Person student;

    @BeforeEach
    void aStudent() {
        student = people.student();
    }

    /** The same photo under the noise of a cheap camera. */
    private static List<byte[]> photo() {
        BufferedImage picture = TestPicture.load(PORTRAIT).framed(320, 240).image();
        Random random = new Random(3);
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            BufferedImage noisy = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < 240; y++) {
                for (int x = 0; x < 320; x++) {
                    int level = (int) Math.round(4 * random.nextGaussian());
                    int rgb = picture.getRGB(x, y);
                    noisy.setRGB(x, y, grey(rgb >> 16, level) << 16 | grey(rgb >> 8, level) << 8 | grey(rgb, level));
                }
            }
            frames.add(TestPicture.of(noisy).jpeg());
        }
        return frames;
    }

    private static int grey(int channel, int level) {
        return Math.clamp((channel & 0xFF) + level, 0, 255);
    }

    /** Shows the photo until the page is told what is waited for. */
    private Optional<JsonNode> show(TestSocket socket, String wanted) {
        return show(socket, wanted, 1, MOST_FRAMES);
    }

    private Optional<JsonNode> show(TestSocket socket, String wanted, int first, int last) {
        Random random = new Random(first + 3L);
        for (int seq = first; seq <= last; seq++) {
            clock.advance(Duration.ofMillis(200));
            // However busy the machine is on which this runs.
            ReflectionTestUtils.setField(analyzer, "targetFps", 30.0);
            long own = seq;
            socket.send(TestFrames.message(seq, PHOTO.get(random.nextInt(PHOTO.size()))));
            JsonNode told = socket.await(message ->
                    message.toString().contains(wanted) || message.path("seq").asLong(-1) == own);
            if (told.toString().contains(wanted)) {
                return Optional.of(told);
            }
        }
        return Optional.empty();
    }

    private TestSocket camera(UUID session) {
        return TestSocket.open(people.port(), student.http(), "/analyze?session=" + session);
    }

    @Test
    void aPhotoIsToldToItsStudentAtOnceAndShownToStaff() {
        UUID session = people.start(student, people.exam());
        TestPeople.Person proctor = people.proctor();
        try (TestSocket socket = camera(session)) {
            JsonNode told = show(socket, "\"camera_replayed\"").orElseThrow();
            assertThat(told.path("alerts").toString()).contains("could not tell that your camera's picture is live");
            try (TestSocket board = TestSocket.open(people.port(), proctor.http(), "/live")) {
                board.await(message -> message.toString().contains(session.toString())
                        && message.toString().contains("camera_replayed"));
            }
        }
        await().untilAsserted(() -> {
            JsonNode incidents =
                    proctor.http().get("/api/sessions/" + session).json().path("incidents");
            assertThat(incidents.toString()).contains("camera_replayed", "Possible recording");
        });
    }

    /** Twenty seconds a socket: what was seen in one counts in the next. */
    @Test
    void aPhotoIsToldToWhoOpensTheSocketAnewAllTheTime() {
        UUID session = people.start(student, people.exam());
        Optional<JsonNode> told = Optional.empty();
        for (int first = 1; told.isEmpty() && first < MOST_FRAMES; first += 100) {
            try (TestSocket socket = camera(session)) {
                told = show(socket, "\"camera_replayed\"", first, first + 99);
            }
        }
        assertThat(told).isPresent();
    }

    /** Where the check may not say so by itself, it is in doubt for good: the photo is asked to turn its head, and cannot. */
    @Test
    void aDoubtfulOneIsAskedToTurnTheHeadAndStaffReadWhatCameOfIt() {
        UUID exam = people.exam(Map.of(
                "evidence",
                Map.of("min_replay_confidence", 1),
                "challenge",
                Map.of("asked", true, "answer_ms", 5_000)));
        UUID session = people.start(student, exam);
        try (TestSocket socket = camera(session)) {
            JsonNode asked = show(socket, "\"challenge\"").orElseThrow();
            assertThat(asked.path("turn").asString()).isIn("left", "right");
            assertThat(asked.path("for_ms").asInt()).isEqualTo(5_000);
            clock.advance(Duration.ofSeconds(5));
            socket.send(TestFrames.message(1_000, PHOTO.getFirst()));
            socket.await(message -> message.path("type").asString("").equals("challenge")
                    && message.path("for_ms").asInt(-1) == 0);
        }
        TestPeople.Person proctor = people.proctor();
        await().untilAsserted(() -> assertThat(proctor.http()
                        .get("/api/sessions/" + session)
                        .json()
                        .path("hints")
                        .toString())
                .contains("head_turn_asked", "not done"));
    }

    /** Who is asked and goes is not asked anew at once, and it stands in the record. */
    @Test
    void aConnectionThatEndsWhileItIsAskedForIsToldToStaff() {
        UUID exam =
                people.exam(Map.of("evidence", Map.of("min_replay_confidence", 1), "challenge", Map.of("asked", true)));
        UUID session = people.start(student, exam);
        try (TestSocket socket = camera(session)) {
            assertThat(show(socket, "\"challenge\"")).isPresent();
        }
        TestPeople.Person proctor = people.proctor();
        await().untilAsserted(() -> assertThat(proctor.http()
                        .get("/api/sessions/" + session)
                        .json()
                        .path("hints")
                        .toString())
                .contains("head_turn_asked", "the connection ended first"));
        try (TestSocket socket = camera(session)) {
            assertThat(show(socket, "\"challenge\"", 1_000, 1_100)).isEmpty();
        }
    }

    @Test
    void whoMayKeepStillIsNeverAsked() {
        UUID exam = people.exam(Map.of(
                "evidence",
                Map.of("min_replay_confidence", 1),
                "challenge",
                Map.of("asked", true, "may_keep_still", true)));
        UUID session = people.start(student, exam);
        try (TestSocket socket = camera(session)) {
            assertThat(show(socket, "\"challenge\"")).isEmpty();
        }
        assertThat(people.proctor()
                        .http()
                        .get("/api/sessions/" + session)
                        .json()
                        .path("accommodations")
                        .toString())
                .contains("may_keep_still");
    }

    @Test
    void aCameraThatCallsItselfAProgramIsAHintAndNoIncident() {
        UUID session = people.start(student, people.exam());
        try (TestSocket socket = camera(session)) {
            for (int i = 0; i < 3; i++) {
                socket.send("{\"type\":\"link\",\"buffered_bytes\":0,\"could_fps\":30,\"camera\":\"live\","
                        + "\"hidden\":false,\"dropped\":0,\"camera_label\":\"OBS Virtual Camera\"}");
            }
            TestPeople.Person proctor = people.proctor();
            await().untilAsserted(() -> {
                JsonNode seen = proctor.http().get("/api/sessions/" + session).json();
                assertThat(seen.path("hints")).hasSize(1);
                assertThat(seen.path("hints").toString()).contains("virtual_camera", "OBS Virtual Camera");
                assertThat(seen.path("incident_count").asInt()).isZero();
            });
        }
    }

    private static String link(String camera) {
        return "{\"type\":\"link\",\"buffered_bytes\":0,\"could_fps\":30,\"camera\":\"live\","
                + "\"hidden\":false,\"dropped\":0,\"camera_label\":\"" + camera + "\"}";
    }

    /** What one page says takes little of the room that hints of all have. */
    @Test
    void aPageThatNamesCameraAfterCameraIsHeardAFewTimes() {
        clock.stop();
        UUID session = people.start(student, people.exam());
        try (TestSocket socket = camera(session)) {
            for (int i = 0; i < 10; i++) {
                clock.advance(Duration.ofSeconds(1));
                socket.send(link("OBS Virtual Camera " + i));
                socket.send(link("ManyCam " + i)); // too soon after the other
                socket.send(TestFrames.message(i + 1, PHOTO.getFirst()));
                long seq = i + 1L;
                socket.await(message -> message.path("seq").asLong(-1) == seq);
            }
            TestPeople.Person proctor = people.proctor();
            await().untilAsserted(() -> {
                String hints = proctor.http()
                        .get("/api/sessions/" + session)
                        .json()
                        .path("hints")
                        .toString();
                assertThat(hints).contains("OBS Virtual Camera 4");
                assertThat(hints).doesNotContain("OBS Virtual Camera 5", "ManyCam");
            });
        } finally {
            clock.goOn();
        }
    }
}
