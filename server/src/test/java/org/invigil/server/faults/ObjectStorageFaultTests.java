package org.invigil.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClip;
import org.invigil.server.TestGate.Mode;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Clips while the S3 store answers 500, nothing, or is gone: the browser keeps them and sends them again. */
@ServerTest
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
class ObjectStorageFaultTests {

    private static final GatedObjectStore STORE = new GatedObjectStore();

    @Autowired
    TestPeople people;

    private Person student;
    private String session;

    @DynamicPropertySource
    static void useTheStore(DynamicPropertyRegistry properties) {
        STORE.settings().forEach((key, value) -> properties.add(key, () -> value));
        properties.add("invigil.storage.s3.timeout", () -> "2s");
    }

    @AfterAll
    static void stopTheStore() throws Exception {
        STORE.close();
    }

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        session = people.start(student, people.exam()).toString();
    }

    @AfterEach
    void open() {
        STORE.gate().set(Mode.OPEN);
    }

    @Test
    void aStoreThatFailsLosesNoClipAndIsSaidOnce(CapturedOutput output) {
        String clip = UUID.randomUUID().toString();
        STORE.gate().set(Mode.FAILING);
        for (int tries = 0; tries < 3; tries++) {
            assertRefused(upload(clip, "failing"));
        }
        assertThat(output.getAll().lines().filter(line -> line.contains("storage_unavailable")))
                .as("once a minute, whichever test it was")
                .hasSizeLessThan(2);

        STORE.gate().set(Mode.OPEN);
        assertStored(clip, "failing");
    }

    @Test
    void aStoreThatIsSilentHoldsUpNothingElse() {
        String clip = UUID.randomUUID().toString();
        STORE.gate().set(Mode.SILENT);
        Thread[] waiting = new Thread[15]; // more than the pool has connections
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = Thread.ofVirtual()
                    .start(() -> assertRefused(upload(UUID.randomUUID().toString(), "other")));
        }
        assertThat(student.http().get("/api/exam/sessions/" + session).status()).isEqualTo(200);
        assertRefused(upload(clip, "silent"));

        // What was on its way may arrive after all: the same clip, not a second one.
        STORE.gate().set(Mode.OPEN);
        assertStored(clip, "silent");
    }

    @Test
    void aStoreThatIsGoneComesBackByItself() {
        String before = UUID.randomUUID().toString();
        assertThat(upload(before, "before").status()).isEqualTo(201);
        STORE.gate().set(Mode.CUT);
        String clip = UUID.randomUUID().toString();
        assertRefused(upload(clip, "gone"));
        assertRefused(student.http().get("/api/clips/" + before + "/content"));

        STORE.gate().set(Mode.OPEN);
        assertStored(clip, "gone");
        assertStored(before, "before");
    }

    private TestHttp.Answer upload(String clip, String text) {
        return TestClip.upload(student.http(), session, clip, TestClip.webm(text.repeat(20_000)), Map.of());
    }

    private static void assertRefused(TestHttp.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("storage_unavailable");
    }

    /** Sends it again, and finds it once and whole. */
    private void assertStored(String clip, String text) {
        TestHttp.Answer again = upload(clip, text);
        assertThat(again.status()).as(again.text()).isIn(200, 201);
        assertThat(student.http()
                        .get("/api/clips/" + clip + "/content")
                        .response()
                        .body())
                .isEqualTo(TestClip.webm(text.repeat(20_000)));
        long listed = 0;
        for (var stored : student.http().get("/api/sessions/" + session).json().path("clips")) {
            listed += stored.path("id").asString().equals(clip) ? 1 : 0;
        }
        assertThat(listed).isEqualTo(1);
    }
}
