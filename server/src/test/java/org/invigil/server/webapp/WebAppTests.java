package org.invigil.server.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.invigil.server.ServerTest;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@ServerTest
class WebAppTests {

    private static final String PAGE = "<!doctype html><title>Invigil</title>";

    private static final Path WEB = build();

    @Autowired
    TestPeople people;

    private static Path build() {
        try {
            Path web = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "test-web-");
            Files.writeString(web.resolve("index.html"), PAGE);
            Files.createDirectory(web.resolve("assets"));
            Files.writeString(web.resolve("assets/app-3f2a.js"), "export {};");
            return web;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        TestHttp.Answer asset = people.nobody().get("/assets/app-3f2a.js");
        assertThat(asset.status()).isEqualTo(200);
        assertThat(asset.header("Cache-Control")).contains("max-age=31536000", "immutable");
        assertThat(asset.header("Content-Type")).startsWith("text/javascript");
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
