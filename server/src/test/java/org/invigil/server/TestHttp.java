package org.invigil.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One browser: keeps cookies and sends the CSRF header. With a service token, one machine. */
public final class TestHttp {

    // Escaped, so that a test can send half a surrogate pair.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.core.json.JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private final String base;
    private final @Nullable String token;
    private final CookieManager cookies;
    private final boolean sendsCsrf;
    private final HttpClient client;

    public TestHttp(int port) {
        this(port, null);
    }

    public TestHttp(int port, @Nullable String token) {
        this("http://localhost:" + port, token, new CookieManager(null, CookiePolicy.ACCEPT_ALL), true);
    }

    private TestHttp(String base, @Nullable String token, CookieManager cookies, boolean sendsCsrf) {
        this.base = base;
        this.token = token;
        this.cookies = cookies;
        this.sendsCsrf = sendsCsrf;
        this.client = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** The same browser as a foreign page would use it: with the cookies, without what only the own page can read. */
    public TestHttp withoutCsrfHeader() {
        return new TestHttp(base, token, cookies, false);
    }

    /** The same browser at another node. */
    public TestHttp at(int port) {
        return new TestHttp("http://localhost:" + port, token, cookies, sendsCsrf);
    }

    /** What came back; {@code json} is a missing node if the body is not JSON. */
    public record Answer(HttpResponse<byte[]> response) {

        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public JsonNode json() {
            return response.body().length == 0 || !header("Content-Type").contains("json")
                    ? JSON.missingNode()
                    : JSON.readTree(response.body());
        }

        public String code() {
            return json().path("code").asString("");
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }
    }

    /** Signs in, as the web app does. */
    public TestHttp signIn(String username, String password) {
        get("/api/auth/me");
        Answer answer = post("/api/auth/sign-in", Map.of("username", username, "password", password));
        if (answer.status() != 200) {
            throw new IllegalStateException("Sign-in of " + username + " failed: " + answer.text());
        }
        return this;
    }

    /** Tries to sign in and gives back whatever is answered. */
    public Answer signInAnyway(String username, String password) {
        get("/api/auth/me");
        return signInAgain(username, password);
    }

    /** The same in a browser that has its CSRF token already. */
    public Answer signInAgain(String username, String password) {
        return post("/api/auth/sign-in", Map.of("username", username, "password", password));
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), null, headers);
    }

    public Answer post(String path, @Nullable Object body) {
        return send("POST", path, json(body), "application/json");
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, json(body), "application/json");
    }

    public Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody(), null);
    }

    /** The value of a cookie, empty if there is none. */
    public String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    public Answer send(
            String method, String path, BodyPublisher body, @Nullable String contentType, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        String csrf = cookie("XSRF-TOKEN");
        if (sendsCsrf && !csrf.isEmpty()) {
            request.header("X-XSRF-TOKEN", csrf);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static BodyPublisher json(@Nullable Object body) {
        return body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    }
}
