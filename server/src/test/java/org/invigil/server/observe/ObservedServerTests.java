package org.invigil.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.invigil.server.InvigilServer;
import org.invigil.server.TestHttp;
import org.invigil.server.TestSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a real server tells the world: its log as JSON and its traces, while demo people sign in and sit an exam. Both are
 * searched for everything that names a person or lets somebody in.
 */
class ObservedServerTests {

    private static final Pattern READY = Pattern.compile("Invigil is ready at http://localhost:(\\d+)");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Usernames and passwords begin alike; the account "admin" is a word that a log may use. */
    private static final List<String> PERSONAL = List.of(
            "student1",
            "student2",
            "proctor",
            "invigil-",
            "Sam Student",
            "Ada Admin",
            "Petra",
            "127.0.0.1",
            "0:0:0:0:0:0:0:1",
            "a-secret-in-a-query",
            "mistyped-password");

    private final Path folder;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<byte[]> exports = new CopyOnWriteArrayList<>();
    private final CountDownLatch outputEnded = new CountDownLatch(1);
    private final CountDownLatch exported = new CountDownLatch(1);

    ObservedServerTests(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void logAndTracesTellWhatHappenedAndNotToWhom() throws Exception {
        HttpServer collector = collector();
        Path file = Files.writeString(folder.resolve("observed.yaml"), """
                logging.structured.format.console: ecs
                management.opentelemetry.tracing.export.otlp.endpoint: http://127.0.0.1:%d/v1/traces
                management.opentelemetry.tracing.export.schedule-delay: 200ms
                management.tracing.sampling.probability: 1.0
                """.formatted(
                        collector.getAddress().getPort()));
        Process server = start(file);
        List<String> secrets = new ArrayList<>(PERSONAL);
        String sessionId;
        try {
            sessionId = sitAnExam(awaitPort(server), secrets);
            assertThat(exported.await(30, TimeUnit.SECONDS))
                    .as("a trace is exported")
                    .isTrue();
        } finally {
            server.toHandle().destroy(); // the process itself would close the pipe, and what it says at last were lost
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(outputEnded.await(60, TimeUnit.SECONDS)).isTrue();
            collector.stop(0);
        }
        checkLog(sessionId, secrets);
        checkTraces(secrets);
    }

    private static String sitAnExam(int port, List<String> secrets) {
        TestHttp student = new TestHttp(port);
        student.get("/api/auth/me");
        student.post("/api/auth/sign-in", Map.of("username", "student1", "password", "mistyped-password"));
        student.signIn("student1", "invigil-student1");
        String exam = student.get("/api/exams?token=a-secret-in-a-query")
                .json()
                .at("/exams/0/exam_id")
                .asString();
        JsonNode session = student.post(
                        "/api/exam/start", Map.of("exam_id", exam, "consent", Map.of("version", "1", "accepted", true)))
                .json();
        String sessionId = session.path("session_id").asString();
        assertThat(student.get("/api/exam/sessions/" + sessionId, "X-Request-ID", "from-the-proxy-1")
                        .header("X-Request-ID"))
                .isEqualTo("from-the-proxy-1");
        assertThat(student.get("/api/exams", "X-Request-ID", "a bad one").header("X-Request-ID"))
                .hasSize(36);
        student.get("/api/exam/sessions/student1");
        student.get("/nowhere/student1?password=a-secret-in-a-query");
        student.post("/api/exam/submit", Map.of("session_id", "student1"));
        TestSocket camera = TestSocket.open(port, student, "/analyze?session=" + sessionId);
        camera.send("{\"frame\": \"student1\"}");
        camera.await(message -> message.path("type").asString().equals("error"));
        student.post("/api/exam/submit", Map.of("session_id", sessionId, "reason", "student"));
        TestHttp proctor = new TestHttp(port).signIn("proctor", "invigil-proctor");
        proctor.get("/api/sessions/" + sessionId);
        secrets.addAll(List.of(
                student.cookie("INVIGIL_SESSION"),
                student.cookie("XSRF-TOKEN"),
                proctor.cookie("INVIGIL_SESSION"),
                proctor.cookie("XSRF-TOKEN")));
        assertThat(secrets).doesNotContain("");
        return sessionId;
    }

    private void checkLog(String sessionId, List<String> secrets) {
        // The announcements are for the person who starts a demo; a collector skips what is no JSON.
        int ready = 0;
        while (!READY.matcher(output.get(ready)).find()) {
            ready++;
        }
        List<String> lines =
                output.stream().filter(line -> line.startsWith("{")).toList();
        assertThat(output.subList(ready + 1, output.size()))
                .as("after the start every line is JSON")
                .allSatisfy(line -> assertThat(line).startsWith("{"));
        for (String line : lines) {
            JsonNode json = JSON.readTree(line);
            assertThat(json.path("@timestamp").asString()).isNotBlank();
            assertThat(json.path("message").asString()).isNotBlank();
            assertThat(json.path("node").asString()).as(line).isNotBlank();
            secrets.forEach(secret -> assertThat(line).doesNotContain(secret));
        }
        Map<String, Boolean> expected = Map.of( // whether the line belongs to a request
                "An exam session is started", true,
                "A camera is connected", false,
                "A camera is disconnected, close code 1000", false,
                "An exam session is submitted", true);
        expected.forEach((message, inRequest) -> {
            JsonNode line = lines.stream()
                    .map(JSON::readTree)
                    .filter(json -> json.path("message").asString().equals(message))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(message + " is missing in\n" + String.join("\n", lines)));
            assertThat(line.path("session_id").asString()).as(message).isEqualTo(sessionId);
            if (inRequest) {
                assertThat(line.path("request_id").asString()).as(message).hasSize(36);
            }
        });
        JsonNode start = JSON.readTree(lines.getFirst());
        assertThat(start.has("session_id")).as("no session where none is meant").isFalse();
    }

    private void checkTraces(List<String> secrets) {
        String spans = exports.stream()
                .map(export -> new String(export, StandardCharsets.ISO_8859_1))
                .reduce("", String::concat);
        assertThat(spans)
                .contains("http get /api/exams")
                .contains("http post /api/exam/submit")
                .contains("invigil"); // the name of the service
        assertThat(spans).as("noise").doesNotContain("security filterchain").doesNotContain("task ");
        secrets.forEach(secret -> {
            if (!secret.equals("proctor") && !secret.equals("invigil-")) { // parts of names of classes and hosts
                assertThat(spans).doesNotContain(secret);
            }
        });
    }

    /** Takes in what an OpenTelemetry collector would: protocol buffers by HTTP. */
    private HttpServer collector() throws IOException {
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
                try (var plain = new GZIPInputStream(new java.io.ByteArrayInputStream(body))) {
                    body = plain.readAllBytes();
                }
            }
            exports.add(body);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            if (new String(body, StandardCharsets.ISO_8859_1).contains("/api/sessions/{session_id}")) {
                exported.countDown(); // the last request of the sitting
            }
        });
        collector.start();
        return collector;
    }

    private Process start(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx400m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        InvigilServer.class.getName(),
                        "--demo",
                        "--port",
                        "0",
                        "--data",
                        folder.resolve("data").toString(),
                        "--config",
                        file.toString())
                .redirectError(folder.resolve("errors.log").toFile())
                .start();
    }

    private int awaitPort(Process server) throws Exception {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = server.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    output.add(line);
                    Matcher ready = READY.matcher(line);
                    if (ready.find()) {
                        port.complete(Integer.parseInt(ready.group(1)));
                    }
                }
            } catch (IOException e) {
                output.add("(the output ends here)");
            }
            outputEnded.countDown();
            port.completeExceptionally(new IllegalStateException(String.join("\n", output)));
        });
        return port.get(120, TimeUnit.SECONDS);
    }
}
