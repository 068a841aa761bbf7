package org.invigil.bench.doors;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.invigil.bench.load.Api;
import org.invigil.bench.load.LoadFailedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One student of the demo who saves an answer, signs in anew in the same browser and asks whether the server lives, one after the other. */
final class SittingStudent {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String USERNAME = "student1";
    private static final String PASSWORD = "invigil-student1";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int BETWEEN_ROUNDS_MILLIS = 200;

    private final Api api;
    private final String answerPath;
    private @Nullable String version;
    private int number;

    private SittingStudent(Api api, String answerPath) {
        this.api = api;
        this.answerPath = answerPath;
    }

    /** Signs in and starts the sample exam. */
    static SittingStudent start(URI base) throws IOException, InterruptedException {
        Api api = Api.signIn(base, USERNAME, PASSWORD);
        String exam = api.get("/api/exams").at("/exams/0/exam_id").asString();
        JsonNode session = api.post(
                "/api/exam/start", Map.of("exam_id", exam, "consent", Map.of("version", "1", "accepted", true)));
        String question = session.path("questions")
                .valueStream()
                .filter(candidate -> candidate.path("kind").asString().equals("text"))
                .findFirst()
                .orElseThrow(() -> new LoadFailedException("the sample exam has no question for a text"))
                .path("question_id")
                .asString();
        return new SittingStudent(
                api, "/api/exam/sessions/" + session.path("session_id").asString() + "/answers/" + question);
    }

    /** What the student met: milliseconds of each kind of call, and how many failed or took longer than ten seconds. */
    record Figures(List<Double> saves, List<Double> signIns, List<Double> liveness, int failures) {

        void into(Map<String, Object> report, String prefix) {
            report.put(prefix + "failures", failures);
            add(report, prefix + "save", saves);
            add(report, prefix + "sign_in", signIns);
            add(report, prefix + "liveness", liveness);
        }

        private static void add(Map<String, Object> report, String name, List<Double> millis) {
            List<Double> sorted = new ArrayList<>(millis);
            Collections.sort(sorted);
            report.put(name + "_count", sorted.size());
            if (!sorted.isEmpty()) {
                report.put(name + "_p50_ms", Math.round(sorted.get(sorted.size() / 2) * 10) / 10.0);
                report.put(name + "_max_ms", Math.round(sorted.getLast() * 10) / 10.0);
            }
        }
    }

    private interface Call {
        void run() throws IOException, InterruptedException;
    }

    /** Goes on for so long. */
    Figures observe(Duration time) throws InterruptedException {
        List<Double> saves = new ArrayList<>();
        List<Double> signIns = new ArrayList<>();
        List<Double> liveness = new ArrayList<>();
        int failures = 0;
        long endNanos = System.nanoTime() + time.toNanos();
        do {
            failures += timed(saves, this::save);
            failures += timed(
                    liveness,
                    () -> require(api.exchange(
                            "GET", "/actuator/health/liveness", "application/json", BodyPublishers.noBody(), LIMIT)));
            failures += timed(signIns, () -> api.signInAgain(USERNAME, PASSWORD));
            TimeUnit.MILLISECONDS.sleep(BETWEEN_ROUNDS_MILLIS);
        } while (System.nanoTime() - endNanos < 0);
        return new Figures(saves, signIns, liveness, failures);
    }

    private static int timed(List<Double> millis, Call call) throws InterruptedException {
        long startNanos = System.nanoTime();
        try {
            call.run();
        } catch (IOException | LoadFailedException e) {
            return 1;
        }
        millis.add((System.nanoTime() - startNanos) / 1e6);
        return 0;
    }

    private void save() throws IOException, InterruptedException {
        String next = UUID.randomUUID().toString();
        Map<String, Object> body = new java.util.HashMap<>();
        body.put("version", next);
        body.put("builds_on", version);
        body.put("value", Map.of("text", "What I know, version " + number++));
        require(api.exchange(
                "PUT",
                answerPath,
                "application/json",
                BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)),
                LIMIT));
        version = next;
    }

    private static void require(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new LoadFailedException("answered " + response.statusCode());
        }
    }
}
