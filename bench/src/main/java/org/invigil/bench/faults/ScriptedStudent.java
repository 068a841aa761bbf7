package org.invigil.bench.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.invigil.bench.load.Api;
import org.invigil.bench.load.LoadFailedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A student who does what the exam page does, as fast as the server takes it: sends each answer until it is acknowledged,
 * changes it meanwhile, takes up its own write where a reply was lost, and sends each clip under its id until it is
 * acknowledged.
 */
final class ScriptedStudent {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CALL_LIMIT = Duration.ofSeconds(4);
    private static final long PAUSE_MILLIS = 200;
    private static final double CHANGES_ITS_MIND = 0.3;
    private static final int LONGEST_TEXT = 6_000;
    private static final int SMALLEST_CLIP = 20_000;
    private static final int LARGEST_CLIP = 300_000;
    private static final String BOUNDARY = "invigil-bench-9c41";

    /** The header of a WebM file: EBML, document type "webm", and the beginning of a segment of unknown length. */
    private static final byte[] WEBM_HEADER = HexFormat.of()
            .parseHex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffff");

    private final Api api;
    private final String sessionId;
    private final List<String> questionIds;
    private final Ledger ledger = new Ledger();
    private volatile boolean finishing;

    ScriptedStudent(Api api, String sessionId, List<String> questionIds) {
        this.api = api;
        this.sessionId = sessionId;
        this.questionIds = List.copyOf(questionIds);
    }

    Ledger ledger() {
        return ledger;
    }

    List<String> questionIds() {
        return questionIds;
    }

    /** Writers end once what they are sending is acknowledged. */
    void finish() {
        finishing = true;
    }

    /** Writes answers of these questions until {@link #finish}. Blocks. */
    void writeAnswers(List<String> questions, Random random) throws InterruptedException {
        Map<String, UUID> known = new HashMap<>();
        while (!finishing) {
            String question = questions.get(random.nextInt(questions.size()));
            UUID saved = saveUntilAcknowledged(question, known.get(question), random);
            known.put(question, saved);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(5, 60));
        }
    }

    private UUID saveUntilAcknowledged(String question, @Nullable UUID known, Random random)
            throws InterruptedException {
        UUID base = known;
        Ledger.Write write = newWrite(question, random);
        while (true) {
            Map<String, Object> body = new HashMap<>();
            body.put("version", write.version());
            body.put("builds_on", base);
            body.put("value", Map.of("text", write.text()));
            HttpResponse<byte[]> answer = exchange(
                    "PUT",
                    "/api/exam/sessions/" + sessionId + "/answers/" + question,
                    "application/json",
                    JSON.writeValueAsBytes(body));
            if (answer != null && answer.statusCode() == 200) {
                ledger.acknowledged(question, write.version());
                return write.version();
            }
            if (answer != null && answer.statusCode() == 409) {
                // One of our own whose reply was lost: the next builds on it.
                UUID stored = UUID.fromString(JSON.readTree(answer.body())
                        .path("stored")
                        .path("version")
                        .asString());
                if (!ledger.isOwn(question, stored)) {
                    throw new LoadFailedException("a conflict with a version that nobody wrote: " + text(answer));
                }
                base = stored;
                continue;
            }
            pauseAfter(answer);
            if (random.nextDouble() < CHANGES_ITS_MIND) {
                write = newWrite(question, random);
            }
        }
    }

    private Ledger.Write newWrite(String question, Random random) {
        StringBuilder text = new StringBuilder("Answer ");
        for (int length = random.nextInt(LONGEST_TEXT); text.length() < length; ) {
            text.appendCodePoint(random.nextInt(20) == 0 ? 0x1F600 + random.nextInt(60) : 0x20 + random.nextInt(0x300));
        }
        // A control character or two is part of what people paste.
        Ledger.Write write = new Ledger.Write(UUID.randomUUID(), text.toString().replace('\u007f', '\t'));
        ledger.tried(question, write);
        return write;
    }

    /** Uploads clips until {@link #finish}. Blocks. */
    void uploadClips(Random random) throws InterruptedException {
        while (!finishing) {
            byte[] file = new byte[random.nextInt(SMALLEST_CLIP, LARGEST_CLIP)];
            random.nextBytes(file);
            System.arraycopy(WEBM_HEADER, 0, file, 0, WEBM_HEADER.length);
            UUID clipId = UUID.randomUUID();
            String sha256 = Digest.sha256(file);
            byte[] form = form(clipId, sha256, file);
            HttpResponse<byte[]> answer = exchangeClip(form);
            while (answer == null || answer.statusCode() / 100 != 2) {
                pauseAfter(answer);
                answer = exchangeClip(form);
            }
            ledger.clipAcknowledged(clipId, sha256);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(50, 400));
        }
    }

    private @Nullable HttpResponse<byte[]> exchangeClip(byte[] form) throws InterruptedException {
        return exchange("POST", "/api/exam/upload-video", "multipart/form-data; boundary=" + BOUNDARY, form);
    }

    private byte[] form(UUID clipId, String sha256, byte[] file) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Map.of(
                        "clip_id",
                        clipId.toString(),
                        "session_id",
                        sessionId,
                        "behavior",
                        "looking_left",
                        "recorded_at",
                        Instant.now().toString(),
                        "duration_ms",
                        "10000",
                        "sha256",
                        sha256)
                .forEach((name, value) -> append(
                        body,
                        "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                                .formatted(BOUNDARY, name, value)));
        append(
                body,
                "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"clip.webm\"\r\nContent-Type: video/webm\r\n\r\n"
                        .formatted(BOUNDARY));
        body.writeBytes(file);
        append(body, "\r\n--%s--\r\n".formatted(BOUNDARY));
        return body.toByteArray();
    }

    private static void append(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer, or null if none came. */
    private @Nullable HttpResponse<byte[]> exchange(String method, String path, String contentType, byte[] body)
            throws InterruptedException {
        try {
            return api.exchange(method, path, contentType, BodyPublishers.ofByteArray(body), CALL_LIMIT);
        } catch (IOException e) {
            return null;
        }
    }

    /** What may pass is waited for; a refusal that will not pass ends the run: there would be nothing to compare. */
    private static void pauseAfter(@Nullable HttpResponse<byte[]> answer) throws InterruptedException {
        if (answer != null && answer.statusCode() < 500 && answer.statusCode() != 429 && answer.statusCode() != 408) {
            throw new LoadFailedException(
                    "the server refused with %d: %s".formatted(answer.statusCode(), text(answer)));
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    void submit() throws IOException, InterruptedException {
        api.post("/api/exam/submit", Map.of("session_id", sessionId, "reason", "student"));
    }

    /** Acknowledged answers that the server does not hold. */
    int answersLost() throws IOException, InterruptedException {
        Map<String, Ledger.Write> stored = new HashMap<>();
        for (JsonNode answer : api.get("/api/exam/sessions/" + sessionId).path("answers")) {
            stored.put(
                    answer.path("question_id").asString(),
                    new Ledger.Write(
                            UUID.fromString(answer.path("version").asString()),
                            answer.path("value").path("text").asString()));
        }
        return ledger.answersLost(stored);
    }

    /** Acknowledged clips that the server does not list, or does not give back byte for byte. */
    int clipsLost() throws IOException, InterruptedException {
        List<String> listed = new ArrayList<>();
        api.get("/api/sessions/" + sessionId)
                .path("clips")
                .forEach(clip -> listed.add(clip.path("id").asString()));
        int lost = 0;
        for (Map.Entry<UUID, String> clip : ledger.clips().entrySet()) {
            HttpResponse<byte[]> content = api.exchange(
                    "GET",
                    "/api/clips/" + clip.getKey() + "/content",
                    "application/octet-stream",
                    BodyPublishers.noBody(),
                    CALL_LIMIT);
            boolean isWhole = content.statusCode() == 200
                    && Digest.sha256(content.body()).equals(clip.getValue())
                    && listed.contains(clip.getKey().toString());
            lost += isWhole ? 0 : 1;
        }
        return lost;
    }
}
