package org.invigil.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.ModuleTest;
import org.invigil.server.TestClip;
import org.invigil.server.TestClock;
import org.invigil.server.TestEvents;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.TestPropertySource;

@ModuleTest
@TestPropertySource(
        properties = {
            "invigil.sitting.clip.max-per-session=1",
            "invigil.sitting.clip.max-unrequested=3",
            "invigil.sitting.clip.max-bytes=70000"
        })
class EvidenceTests {

    private final TestPeople people;
    private final TestClock clock;
    private final Path data;
    private final TestPeople.Person student;
    private final String session;

    @Autowired
    TestEvents events;

    @Autowired
    ExamSessions sessions;

    @Autowired
    ClipRequests requests;

    /** Each test has a student who has just started an exam. */
    EvidenceTests(@Autowired TestPeople people, @Autowired TestClock clock, @Value("${invigil.data}") Path data) {
        this.people = people;
        this.clock = clock;
        this.data = data;
        this.student = people.student();
        this.session = people.start(student, people.exam()).toString();
    }

    @Test
    void aClipIsStoredUnderItsPathAndPlaysByRange() throws Exception {
        byte[] file = TestClip.webm("0123456789".repeat(100));
        String clipId = UUID.randomUUID().toString();
        TestHttp.Answer uploaded = upload(clipId, file, Map.of());
        assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
        String path = "exam-recordings/" + student.id() + "/" + session + "/20260301T090000.000Z.webm";
        assertThat(uploaded.json().path("storage_path").asString()).isEqualTo(path);
        assertThat(uploaded.json().path("file_size_bytes").asInt()).isEqualTo(file.length);
        assertThat(Files.readAllBytes(data.resolve("storage").resolve(path))).isEqualTo(file);
        assertThat(events.of(ClipStored.class)
                        .filter(event -> event.clipId().toString().equals(clipId)))
                .hasSize(1);

        TestHttp.Answer again = upload(clipId, file, Map.of());
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(uploaded.json());
        assertThat(events.of(ClipStored.class)
                        .filter(event -> event.clipId().toString().equals(clipId)))
                .hasSize(1);

        String content = "/api/clips/" + clipId + "/content";
        TestHttp.Answer whole = student.http().get(content);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.response().body()).isEqualTo(file);
        assertThat(whole.header("Content-Type")).isEqualTo("video/webm");
        assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
        String etag = '"' + TestClip.sha256(file) + '"';
        assertThat(whole.header("ETag")).isEqualTo(etag);

        TestHttp.Answer part = student.http().get(content, "Range", "bytes=10-19");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Range")).isEqualTo("bytes 10-19/" + file.length);
        assertThat(part.response().body()).isEqualTo(java.util.Arrays.copyOfRange(file, 10, 20));
        TestHttp.Answer tail = student.http().get(content, "Range", "bytes=-5");
        assertThat(tail.text()).isEqualTo("56789");
        TestHttp.Answer open = student.http().get(content, "Range", "bytes=" + (file.length - 3) + "-");
        assertThat(open.text()).isEqualTo("789");
        TestHttp.Answer outside = student.http().get(content, "Range", "bytes=" + file.length + "-");
        assertThat(outside.status()).isEqualTo(416);
        assertThat(outside.header("Content-Range")).isEqualTo("bytes */" + file.length);
        for (String known : List.of(etag, "\"other\", W/" + etag)) {
            TestHttp.Answer unchanged = student.http().get(content, "If-None-Match", known, "Range", "bytes=0-1");
            assertThat(unchanged.status()).as(known).isEqualTo(304);
            assertThat(unchanged.response().headers().allValues("ETag")).containsExactly(etag);
            assertThat(unchanged.header("Cache-Control")).isEqualTo(whole.header("Cache-Control"));
        }
        for (String several : List.of("bytes=0-1,4-5", "bytes=5-2", "bytes=", "seconds=0-1")) {
            TestHttp.Answer all = student.http().get(content, "Range", several);
            assertThat(all.status()).as(several).isEqualTo(200);
            assertThat(all.response().body()).isEqualTo(file);
        }
        assertThat(part.response().headers().allValues("ETag")).containsExactly(etag);
        assertThat(student.http()
                        .get(content, "Range", "bytes=0-1", "If-Range", etag)
                        .status())
                .isEqualTo(206);
        assertThat(student.http()
                        .get(content, "Range", "bytes=0-1", "If-Range", "\"old\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aClipIsNeverCompressedOnceMore() throws Exception {
        byte[] file = TestClip.webm("0123456789".repeat(2000));
        String clipId = UUID.randomUUID().toString();
        assertThat(upload(clipId, file, Map.of()).status()).isEqualTo(201);
        TestHttp.Answer whole = student.http().get("/api/clips/" + clipId + "/content", "Accept-Encoding", "br, gzip");
        assertThat(whole.header("Content-Encoding")).isEmpty();
        assertThat(whole.response().body()).isEqualTo(file);
    }

    @Test
    void clipsOfTheSameMomentNeverReplaceEachOther() throws Exception {
        byte[] one = TestClip.webm("one");
        byte[] two = TestClip.webm("two");
        TestHttp.Answer first = upload(UUID.randomUUID().toString(), one, Map.of());
        TestHttp.Answer second = upload(UUID.randomUUID().toString(), two, Map.of());
        TestHttp.Answer third = upload(UUID.randomUUID().toString(), one, Map.of());
        for (TestHttp.Answer answer : new TestHttp.Answer[] {first, second, third}) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        }
        Path storage = data.resolve("storage");
        assertThat(Files.readAllBytes(
                        storage.resolve(first.json().path("storage_path").asString())))
                .isEqualTo(one);
        assertThat(Files.readAllBytes(
                        storage.resolve(second.json().path("storage_path").asString())))
                .isEqualTo(two);
        assertThat(third.json().path("storage_path").asString()).endsWith("20260301T090000.002Z.webm");

        TestHttp.Answer fourth = upload(UUID.randomUUID().toString(), TestClip.webm("four"), Map.of());
        assertThat(fourth.status()).isEqualTo(409);
        assertThat(fourth.code()).isEqualTo("clip_not_requested");
    }

    @Test
    void whatNobodyAskedForTakesNoRoomOfWhatWasAskedFor() {
        for (int i = 0; i < 3; i++) {
            assertThat(upload(UUID.randomUUID().toString(), TestClip.webm("junk " + i), Map.of())
                            .status())
                    .isEqualTo(201);
        }
        check(upload(UUID.randomUUID().toString(), TestClip.webm("junk"), Map.of()), 409, "clip_not_requested");

        assertThat(upload(asked(), TestClip.webm("asked for"), Map.of()).status())
                .isEqualTo(201);
        check(upload(asked(), TestClip.webm("asked for again"), Map.of()), 429, "too_many_clips");
    }

    private String asked() {
        UUID clip = UUID.randomUUID();
        ExamSession sitting = sessions.find(UUID.fromString(session)).orElseThrow();
        Instant at = sitting.startedAt();
        requests.clipAsked(sitting, clip, "looking_left", at, at, at);
        return clip.toString();
    }

    @Test
    void whatIsNoGoodClipIsRefusedWithItsReason() {
        byte[] file = TestClip.webm("fine");
        String id = UUID.randomUUID().toString();
        check(upload(id, "RIFF, not WebM".getBytes(StandardCharsets.UTF_8), Map.of()), 415, "not_webm");
        check(upload(id, new byte[0], Map.of()), 415, "not_webm");
        check(upload(id, file, Map.of("sha256", "0".repeat(64))), 422, "checksum_mismatch");
        check(upload(id, TestClip.webm("x".repeat(70_000)), Map.of()), 413, "clip_too_large");
        check(upload(id, TestClip.webm("x".repeat(700_000)), Map.of()), 413, "clip_too_large");
        check(upload(id, file, Map.of("session_id", UUID.randomUUID().toString())), 404, "not_found");
        check(upload(id, file, Map.of("behavior", "../../etc")), 400, "invalid_request");
        check(upload(id, file, Map.of("duration_ms", "0")), 400, "invalid_request");
        check(upload(id, file, Map.of("recorded_at", "yesterday")), 400, "invalid_request");
        check(upload(id, file, Map.of("recorded_at", "1999-12-31T23:59:59Z")), 422, "invalid_time");
        check(upload(id, file, Map.of("recorded_at", "-100000-01-01T00:00:00Z")), 422, "invalid_time");
        check(upload(id, file, Map.of("clip_id", "")), 400, "invalid_request");
        TestPeople.Person other = people.student();
        check(TestClip.upload(other.http(), session, id, file, Map.of()), 404, "not_found");
        assertThat(upload(id, file, Map.of()).status()).isEqualTo(201);
        String ofOther = people.start(other, people.exam()).toString();
        check(TestClip.upload(other.http(), ofOther, id, file, Map.of()), 409, "clip_id_taken");
    }

    @Test
    void uploadsCloseHalfAnHourAfterSubmitting() {
        student.http().post("/api/exam/submit", Map.of("session_id", session, "reason", "student"));
        assertThat(upload(UUID.randomUUID().toString(), TestClip.webm("a"), Map.of())
                        .status())
                .isEqualTo(201);
        clock.advance(Duration.ofMinutes(31));
        check(upload(UUID.randomUUID().toString(), TestClip.webm("b"), Map.of()), 409, "uploads_closed");
    }

    private TestHttp.Answer upload(String clipId, byte[] file, Map<String, String> changes) {
        return TestClip.upload(student.http(), session, clipId, file, changes);
    }

    private static void check(TestHttp.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }
}
