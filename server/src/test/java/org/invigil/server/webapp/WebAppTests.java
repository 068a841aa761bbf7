package org.invigil.server.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.invigil.server.ServerTest;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@ServerTest
class WebAppTests {

    private static final String PAGE = "<!doctype html><title>Invigil</title>";
    private static final String SCRIPT = "export {};";
    private static final String SCRIPT_PATH = "/assets/app-3f2a.js";

    private static final Path WEB = build();

    @Autowired
    TestPeople people;

    private static Path build() {
        try {
            Path web = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "test-web-");
            Files.createDirectory(web.resolve("assets"));
            write(web.resolve("index.html"), PAGE);
            write(web.resolve(SCRIPT_PATH.substring(1)), SCRIPT);
            Files.writeString(web.resolve("assets/tiny-1.js"), "0"); // too small to be worth compressing
            return web;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file and its compressed forms. Nobody here reads Brotli: what stands in its place only has to be told apart. */
    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.writeString(file.resolveSibling(file.getFileName() + ".br"), "br of " + text);
        Files.writeString(file.resolveSibling(file.getFileName() + ".gz"), "gzip of " + text);
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("invigil.web.dir", WEB::toString);
    }

    @Test
    void everyAddressOfTheAppGivesItsPage() {
        for (String path : List.of("/", "/exam/1", "/live", "/sessions/1", "/exams/1", "/people", "/sign-in")) {
            TestHttp.Answer page = html(path);
            assertThat(page.status()).as(path).isEqualTo(200);
            assertThat(page.text()).isEqualTo(PAGE);
            assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(page.header("Content-Security-Policy")).contains("frame-ancestors 'none'", "blob:");
            assertThat(page.header("Permissions-Policy")).contains("camera=(self)");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @Test
    void whatIsNoAddressOfTheAppDoesNot() {
        assertThat(html("/api/nothing").status()).isEqualTo(401);
        assertThat(html("/missing.png").status()).isEqualTo(404);
        assertThat(html("/assets/missing.js").status()).isEqualTo(404);
        assertThat(html("/actuator/env").status()).isEqualTo(401);
        assertThat(people.nobody().get("/exam/1", "Accept", "application/json").status())
                .isEqualTo(404);
        assertThat(html("/../application.yaml").text()).doesNotContain("datasource");
    }

    @Test
    void filesWithAHashAreKeptForAYear() {
        for (String accepted : List.of("br", "gzip", "identity")) {
            TestHttp.Answer asset = people.nobody().get(SCRIPT_PATH, "Accept-Encoding", accepted);
            assertThat(asset.status()).isEqualTo(200);
            assertThat(asset.header("Cache-Control")).isEqualTo("max-age=31536000, public, immutable");
            assertThat(asset.header("Content-Type")).startsWith("text/javascript");
        }
        // A browser that asks a server of another version must not remember for a year what that one does not have.
        assertThat(html("/assets/missing.js").header("Cache-Control")).doesNotContain("max-age=31536000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "br                            | br",
                "gzip, deflate, br, zstd       | br",
                "gzip                          | gzip",
                "GZIP;q=0.5                    | gzip",
                "br;q=0                        | ''",
                "br;q=0, gzip                  | gzip",
                "br;q=0.0, gzip;q=0            | ''",
                "*                             | br",
                "*, br;q=0                     | gzip",
                "*;q=0                         | ''",
                "identity                      | ''",
                "identity, br;q=0.5            | ''",
                "identity;q=0.2, gzip;q=0.5    | gzip",
                "deflate                       | ''",
                "brotli                        | ''",
                "br;q=high                     | ''",
                "''                            | ''",
            })
    void aFileComesInTheFormThatTheBrowserTakes(String accepted, String coding) {
        for (String path : List.of(SCRIPT_PATH, "/", "/index.html")) {
            String text = path.equals(SCRIPT_PATH) ? SCRIPT : PAGE;
            TestHttp.Answer answer = people.nobody().get(path, "Accept-Encoding", accepted);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Encoding")).as(path).isEqualTo(coding);
            assertThat(answer.text()).isEqualTo(coding.isEmpty() ? text : coding + " of " + text);
            assertThat(answer.response().headers().allValues("Vary")).contains("Accept-Encoding");
            assertThat(answer.header("Content-Type"))
                    .startsWith(path.equals(SCRIPT_PATH) ? "text/javascript" : "text/html");
        }
    }

    @Test
    void aFileWithoutCompressedFormsComesAsItIs() {
        TestHttp.Answer asset = people.nobody().get("/assets/tiny-1.js", "Accept-Encoding", "br, gzip");
        assertThat(asset.status()).isEqualTo(200);
        assertThat(asset.header("Content-Encoding")).isEmpty();
        assertThat(asset.response().headers().allValues("Vary")).contains("Accept-Encoding");
        TestHttp.Answer missing = people.nobody().get("/assets/missing-1.js", "Accept-Encoding", "br, gzip");
        assertThat(missing.status()).isEqualTo(404);
    }

    @Test
    void withoutAHeaderAFileComesAsItIs() {
        TestHttp.Answer asset = people.nobody().get(SCRIPT_PATH);
        assertThat(asset.header("Content-Encoding")).isEmpty();
        assertThat(asset.text()).isEqualTo(SCRIPT);
    }

    @Test
    void aRangeIsOfTheFormThatWasChosen() {
        TestHttp.Answer part = people.nobody().get(SCRIPT_PATH, "Accept-Encoding", "br", "Range", "bytes=6-11");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Encoding")).isEqualTo("br");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 6-11/" + ("br of " + SCRIPT).length());
        assertThat(part.text()).isEqualTo("export");
        TestHttp.Answer unchanged =
                people.nobody().get(SCRIPT_PATH, "Accept-Encoding", "identity", "Range", "bytes=0-5");
        assertThat(unchanged.header("Content-Encoding")).isEmpty();
        assertThat(unchanged.text()).isEqualTo("export");
        TestHttp.Answer outside = people.nobody().get(SCRIPT_PATH, "Accept-Encoding", "br", "Range", "bytes=900-");
        assertThat(outside.status()).isBetween(400, 499);
        assertThat(outside.header("Content-Range")).isEqualTo("bytes */" + ("br of " + SCRIPT).length());
    }

    @Test
    void theHeadOfAFileIsThatOfItsBody() {
        for (String accepted : List.of("br", "gzip", "identity")) {
            TestHttp.Answer body = people.nobody().get(SCRIPT_PATH, "Accept-Encoding", accepted);
            TestHttp.Answer head = people.nobody()
                    .send("HEAD", SCRIPT_PATH, BodyPublishers.noBody(), null, "Accept-Encoding", accepted);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.response().body()).isEmpty();
            for (String name : List.of("Content-Encoding", "Content-Length", "Content-Type", "Vary", "Cache-Control")) {
                assertThat(head.header(name)).as(name).isEqualTo(body.header(name));
            }
            assertThat(head.header("Content-Length"))
                    .isEqualTo(String.valueOf(body.response().body().length));
        }
    }

    @Test
    void thePageIsAskedAboutByWhatIsInItAndNotByHowOldItIs() {
        Set<String> tags = new HashSet<>();
        for (String accepted : List.of("br", "gzip", "identity")) {
            TestHttp.Answer page = people.nobody().get("/", "Accept-Encoding", accepted);
            assertThat(page.header("Last-Modified")).isEmpty();
            String tag = page.header("ETag");
            tags.add(tag);
            TestHttp.Answer again = people.nobody().get("/", "Accept-Encoding", accepted, "If-None-Match", tag);
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.response().headers().allValues("Vary")).contains("Accept-Encoding");
            assertThat(again.header("Cache-Control")).isEqualTo("no-cache");
            TestHttp.Answer other = people.nobody().get("/", "Accept-Encoding", accepted, "If-None-Match", "\"0\"");
            assertThat(other.status()).isEqualTo(200);
        }
        assertThat(tags).as("each form has its own tag").hasSize(3);
    }

    @Test
    void largeAnswersOfTheApiAreCompressed() throws IOException {
        TestHttp.Answer plain = people.nobody().get("/v3/api-docs");
        TestHttp.Answer small = people.nobody().get("/v3/api-docs", "Accept-Encoding", "gzip");
        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(small.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(small.response().headers().allValues("Vary")).anyMatch("accept-encoding"::equalsIgnoreCase);
        assertThat(small.response().body().length * 5)
                .isLessThan(plain.response().body().length);
        try (var unzipped =
                new GZIPInputStream(new ByteArrayInputStream(small.response().body()))) {
            assertThat(unzipped.readAllBytes()).isEqualTo(plain.response().body());
        }
    }

    @Test
    void smallAnswersOfTheApiAreNot() {
        TestHttp.Answer me = people.admin().http().get("/api/auth/me", "Accept-Encoding", "gzip");
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.header("Content-Encoding")).isEmpty();
    }

    @Test
    void springsOwnErrorsAreProblemsToo() {
        TestHttp admin = people.admin().http();
        check(admin.get("/api/nothing"), 404, "not_found");
        check(admin.delete("/api/exams"), 405, "method_not_allowed");
        check(
                admin.send("POST", "/api/exams", BodyPublishers.ofString("x"), "text/plain"),
                415,
                "unsupported_media_type");
        check(
                admin.send("POST", "/api/exams", BodyPublishers.ofString("{"), "application/json"),
                400,
                "invalid_request");
        check(admin.send("POST", "/api/exams", BodyPublishers.noBody(), "application/json"), 400, "invalid_request");
        check(admin.get("/api/exams/not-an-id"), 400, "invalid_request");
    }

    @Test
    void healthTellsWhetherItCanServe() {
        for (String group : List.of("", "/readiness", "/liveness")) {
            TestHttp.Answer health = people.nobody().get("/actuator/health" + group);
            assertThat(health.status()).isEqualTo(200);
            assertThat(health.json().path("status").asString()).isEqualTo("UP");
            assertThat(health.json().has("components")).isFalse();
        }
    }

    private TestHttp.Answer html(String path) {
        return people.nobody().get(path, "Accept", "text/html,application/xhtml+xml");
    }

    private static void check(TestHttp.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("detail").asString()).isNotBlank();
    }
}
