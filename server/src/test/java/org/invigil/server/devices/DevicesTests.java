package org.invigil.server.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.invigil.server.ServerTest;
import org.invigil.server.TestAnswer;
import org.invigil.server.TestClock;
import org.invigil.server.TestFrames;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.invigil.server.identity.Device;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.TestSittings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** One device at a time: a second one of the same student is asked, the old one is told, staff see it. Beside it who does nothing wrong. */
@ServerTest
class DevicesTests {

    private static final UUID LAPTOP_WINDOW = UUID.randomUUID();
    private static final UUID PHONE_WINDOW = UUID.randomUUID();

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    TestSittings sittings;

    @Autowired
    ExamSessions sessions;

    @Autowired
    Devices devices;

    @Autowired
    MeterRegistry meters;

    private final List<TestSocket> open = new ArrayList<>();
    private Person student;
    private TestHttp laptop;
    private TestHttp phone;
    private UUID session;

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        laptop = student.http();
        session = people.start(student, people.exam());
        phone = signInElsewhere();
    }

    @AfterEach
    void closeSockets() {
        open.forEach(TestSocket::close);
    }

    private TestHttp signInElsewhere() {
        return new TestHttp(people.port()).signIn(student.profile().username(), TestPeople.PASSWORD);
    }

    private TestHttp.Answer claim(TestHttp device, UUID window, @Nullable String move) {
        Map<String, Object> body = new HashMap<>(Map.of("window_id", window.toString()));
        if (move != null) {
            body.put("move", move);
        }
        return device.post("/api/exam/sessions/" + session + "/window", body);
    }

    private TestSocket page(TestHttp device, UUID window) {
        return opened(device, "/events?session=" + session + "&window=" + window);
    }

    private TestSocket camera(TestHttp device) {
        return opened(device, "/analyze?session=" + session);
    }

    private TestSocket opened(TestHttp device, String path) {
        TestSocket socket = TestSocket.open(people.port(), device, path);
        open.add(socket);
        return socket;
    }

    /** Builds on whatever is stored. */
    private TestHttp.Answer save(TestHttp device, String text) {
        JsonNode sitting = laptop.get("/api/exam/sessions/" + session).json();
        String question = sitting.at("/questions/2/question_id").asString();
        JsonNode stored = sitting.at("/answers/0/version");
        return device.put(
                "/api/exam/sessions/" + session + "/answers/" + question,
                TestAnswer.body(
                        UUID.randomUUID(), stored.isMissingNode() ? null : stored.asString(), Map.of("text", text)));
    }

    private TestHttp.Answer submit(TestHttp device) {
        return device.post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"));
    }

    private int cameraRefusal(TestHttp device) {
        return TestSocket.refusal(
                people.port(), device, "/analyze?session=" + session, "http://localhost:" + people.port());
    }

    private static JsonNode onDevice(TestSocket page, boolean own) {
        return page.await(message -> message.path("device").path("own").asBoolean(!own) == own);
    }

    private static void assertOtherDevice(TestHttp.Answer answer) {
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("other_device");
    }

    /** They are stored a moment after they were noted. */
    private void assertHints(String... expected) {
        Person proctor = people.proctor();
        await().untilAsserted(() -> {
            JsonNode hints =
                    proctor.http().get("/api/sessions/" + session).json().path("hints");
            assertThat(StreamSupport.stream(hints.spliterator(), false)
                            .map(hint -> hint.path("kind").asString() + " "
                                    + hint.path("detail").asString() + " "
                                    + hint.path("times").asInt()))
                    .containsExactly(expected);
        });
    }

    @Test
    void aSecondDeviceIsAskedAndTheFirstGoesOn() {
        claim(laptop, LAPTOP_WINDOW, null);
        TestSocket film = camera(laptop);
        TestSocket page = page(laptop, LAPTOP_WINDOW);
        onDevice(page, true);

        TestHttp.Answer asked = claim(phone, PHONE_WINDOW, null);

        assertOtherDevice(asked);
        assertThat(asked.json().path("detail").asString()).contains("A browser on an unknown system", "since");
        assertOtherDevice(save(phone, "from a second cookie"));
        assertOtherDevice(submit(phone));
        assertThat(cameraRefusal(phone)).isEqualTo(409);
        assertThat(phone.get("/analyze?session=" + session).code()).isEqualTo("other_device");
        assertThat(onDevice(page(phone, PHONE_WINDOW), false).path("window_id").asString())
                .as("it may look at how things stand")
                .isEqualTo(LAPTOP_WINDOW.toString());
        assertThat(save(laptop, "from the laptop").status()).isEqualTo(200);
        film.send(TestFrames.message(1, TestFrames.jpeg(1)));
        film.await(message -> message.path("type").asString().equals("result"));
    }

    @Test
    void whoseLaptopDiesGoesOnAtOnceAndTheOldDeviceIsToldAndLocked() {
        claim(laptop, LAPTOP_WINDOW, null);
        assertThat(save(laptop, "before").status()).isEqualTo(200);
        TestSocket film = camera(laptop);
        TestSocket page = page(laptop, LAPTOP_WINDOW);
        onDevice(page, true);

        assertThat(claim(phone, PHONE_WINDOW, "device_broke").status()).isEqualTo(200);

        JsonNode told = onDevice(page, false);
        assertThat(told.path("window_id").asString()).isEqualTo(PHONE_WINDOW.toString());
        assertThat(told.at("/device/browser").asString()).isEqualTo("A browser on an unknown system");
        assertThat(told.at("/device/since").asString()).endsWith("Z");
        assertThat(film.closeCode()).isEqualTo(4003);
        assertThat(cameraRefusal(laptop)).isEqualTo(409);
        assertOtherDevice(save(laptop, "typed on the laptop meanwhile"));
        assertOtherDevice(claim(laptop, LAPTOP_WINDOW, null));
        assertOtherDevice(submit(laptop));
        camera(phone);
        assertThat(laptop.get("/api/exam/sessions/" + session)
                        .json()
                        .at("/answers/0/value/text")
                        .asString())
                .isEqualTo("before");

        JsonNode devices =
                people.proctor().http().get("/api/sessions/" + session).json().path("devices");
        assertThat(devices.size()).isEqualTo(2);
        assertThat(devices.at("/0/number").asInt()).isEqualTo(1);
        assertThat(devices.at("/0/reason").isNull()).isTrue();
        assertThat(devices.at("/1/number").asInt()).isEqualTo(2);
        assertThat(devices.at("/1/reason").asString()).isEqualTo("device_broke");
        assertThat(devices.at("/1/network").asString()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
        assertHints("device_moved device_broke 1");
        assertThat(submit(phone).status()).isEqualTo(200);
        assertThat(submit(laptop).status())
                .as("what is over is told to anybody")
                .isEqualTo(200);
    }

    @Test
    void toAndFroWithinMinutesIsMarked() {
        claim(laptop, LAPTOP_WINDOW, null);
        claim(phone, PHONE_WINDOW, "other");
        clock.advance(Devices.TO_AND_FRO.plusMinutes(1));
        claim(laptop, LAPTOP_WINDOW, "other");
        assertHints("device_moved other 2");

        clock.advance(Duration.ofMinutes(2));
        claim(phone, PHONE_WINDOW, "other");
        assertHints("device_moved other 3", "device_moved to_and_fro 1");
    }

    @Test
    void theSameBrowserThatSignsInAgainIsTheSameDevice() {
        claim(laptop, LAPTOP_WINDOW, null);
        laptop.post("/api/auth/sign-out", null);
        laptop.signIn(student.profile().username(), TestPeople.PASSWORD);

        assertThat(claim(laptop, UUID.randomUUID(), null).status()).isEqualTo(200);
        assertThat(save(laptop, "still here").status()).isEqualTo(200);
    }

    @Test
    void aSignInThatIsCarriedIntoABrowserOfAnotherKindIsAnotherDevice() {
        claim(laptop, LAPTOP_WINDOW, null);

        TestHttp.Answer stolen = laptop.get(
                "/analyze?session=" + session, "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0");
        assertThat(stolen.code()).isEqualTo("other_device");
        assertThat(laptop.get("/analyze?session=" + session).code()).isEqualTo("upgrade_required");
    }

    @Test
    void whoNeverAskedToRuleHasTheSittingWithTheFirstAnswerOrPicture() {
        assertThat(save(laptop, "first").status()).isEqualTo(200);
        assertOtherDevice(save(phone, "second"));
        assertThat(cameraRefusal(phone)).isEqualTo(409);

        session = people.start(student, people.exam());
        camera(phone);
        assertOtherDevice(save(laptop, "second"));
    }

    @Test
    void theNumberOfAWindowOpensNothingOnAnotherDevice() {
        TestSocket page = page(laptop, LAPTOP_WINDOW);
        page.next();
        assertThat(page(phone, LAPTOP_WINDOW).closeCode()).as("before it rules").isEqualTo(1013);

        claim(laptop, LAPTOP_WINDOW, null);
        onDevice(page, true);
        String path = "/events?session=" + session + "&window=" + LAPTOP_WINDOW;
        assertThat(TestSocket.refusal(people.port(), phone, path, "http://localhost:" + people.port()))
                .isEqualTo(409);
        assertOtherDevice(claim(phone, LAPTOP_WINDOW, null));
        page.send("{\"type\":\"ping\"}");
        page.await(message -> message.path("type").asString().equals("pong"));
    }

    @Test
    void ofTwoDevicesThatMoveAtOnceOneHasTheSitting() {
        claim(laptop, LAPTOP_WINDOW, null);
        TestHttp tablet = signInElsewhere();
        for (int i = 0; i < 5; i++) {
            UUID tabletWindow = UUID.randomUUID();
            CompletableFuture<TestHttp.Answer> other =
                    CompletableFuture.supplyAsync(() -> claim(tablet, tabletWindow, "other"));
            claim(phone, PHONE_WINDOW, "other");
            other.join();

            JsonNode state = page(laptop, UUID.randomUUID()).next();
            boolean isTablet = state.path("window_id").asString().equals(tabletWindow.toString());
            assertThat(save(isTablet ? tablet : phone, "mine " + i).status())
                    .as("the window that rules is on the device on which the sitting goes on")
                    .isEqualTo(200);
            assertOtherDevice(save(isTablet ? phone : tablet, "not mine"));
        }
    }

    @Test
    void aSittingThatHasNotBegunOrIsOverIsOnNoDevice() {
        session = sittings.checkIn(student.actor(), people.exam());
        camera(laptop);
        camera(phone);
        assertThat(claim(laptop, LAPTOP_WINDOW, null).status()).isEqualTo(200);
        assertThat(claim(phone, PHONE_WINDOW, null).status()).isEqualTo(200);

        sittings.end(session, "enough");
        assertThat(claim(laptop, LAPTOP_WINDOW, null).status()).isEqualTo(200);
        assertThat(laptop.get("/api/sessions/" + session).json().path("devices").size())
                .isZero();
    }

    @Test
    void whoeverMovesASittingAgainAndAgainWaitsAndIsNotLockedOut() {
        claim(laptop, LAPTOP_WINDOW, null);
        IntStream.range(0, Devices.MOVES_AT_ONCE)
                .forEach(i -> assertThat(claim(i % 2 == 0 ? phone : laptop, PHONE_WINDOW, "other")
                                .status())
                        .isEqualTo(200));

        TestHttp.Answer refused = claim(phone, PHONE_WINDOW, "other");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("too_many_moves");
        assertThat(save(laptop, "goes on where it is").status()).isEqualTo(200);

        clock.advance(Devices.BETWEEN_MOVES);
        assertThat(claim(phone, PHONE_WINDOW, "device_broke").status()).isEqualTo(200);
        assertThat(save(phone, "and here").status()).isEqualTo(200);
        assertThat(claim(laptop, LAPTOP_WINDOW, "other").code()).isEqualTo("too_many_moves");
    }

    @Test
    void whatCannotBeLookedUpTakesBackNoHintOfAMove() {
        ExamSession sitting = sessions.find(session).orElseThrow();
        Device fromNowhere = new Device(UUID.randomUUID(), "Firefox on Linux", "\0"); // which the database refuses

        devices.told(sitting, fromNowhere, MoveReason.OTHER, new Devices.Claimed(true, true));

        assertHints("device_moved other 1");
    }

    @Test
    void movesAndRefusalsAreCounted() {
        double moved = meters.counter("invigil.devices.moved").count();
        double refused = meters.counter("invigil.devices.refused").count();
        claim(laptop, LAPTOP_WINDOW, null);

        claim(phone, PHONE_WINDOW, null);
        claim(phone, PHONE_WINDOW, "other");

        assertThat(meters.counter("invigil.devices.refused").count()).isEqualTo(refused + 1);
        assertThat(meters.counter("invigil.devices.moved").count()).isEqualTo(moved + 1);
    }

    @Test
    void aReasonThatIsNoneIsRefused() {
        claim(laptop, LAPTOP_WINDOW, null);
        TestHttp.Answer answer = claim(phone, PHONE_WINDOW, "because");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
    }

    @Test
    void anotherStudentSittingIsNotThere() {
        Person other = people.student();
        TestHttp.Answer answer = other.http()
                .post(
                        "/api/exam/sessions/" + session + "/window",
                        Map.of("window_id", PHONE_WINDOW.toString(), "move", "other"));
        assertThat(answer.status()).isEqualTo(404);
    }
}
