package org.invigil.bench.load;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One person's HTTP session with the server: a cookie jar, the CSRF token, JSON in and out. */
final class Api {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI base;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client;

    private Api(URI base) {
        this.base = base;
        this.client = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .connectTimeout(CALL_LIMIT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * Signs in as a browser does.
     *
     * @throws LoadFailedException if the server refuses
     */
    static Api signIn(URI base, String username, String password) throws IOException, InterruptedException {
        Api api = new Api(base);
        api.send(HttpRequest.newBuilder(base.resolve("/api/auth/me")).GET());
        api.post("/api/auth/sign-in", Map.of("username", username, "password", password));
        return api;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return parse(path, send(HttpRequest.newBuilder(base.resolve(path)).GET()));
    }

    /** The body as it came, for answers that are no JSON. */
    String getText(String path) throws IOException, InterruptedException {
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(base.resolve(path)).GET());
        require(path, response);
        return response.body();
    }

    JsonNode post(String path, Object body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        csrfToken(request);
        return parse(path, send(request));
    }

    /** Opens a socket with this person's cookies, as the server's own pages would. */
    WebSocket openSocket(String path, WebSocket.Listener listener) {
        URI socket = URI.create(base.toString().replaceFirst("^http", "ws") + path);
        return client.newWebSocketBuilder()
                .header("Origin", base.toString())
                .connectTimeout(CALL_LIMIT)
                .buildAsync(socket, listener)
                .join();
    }

    private void csrfToken(HttpRequest.Builder request) {
        for (HttpCookie cookie : cookies.getCookieStore().getCookies()) {
            if (cookie.getName().equals("XSRF-TOKEN")) {
                request.header("X-XSRF-TOKEN", cookie.getValue());
            }
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(CALL_LIMIT).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode parse(String path, HttpResponse<String> response) {
        require(path, response);
        return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
    }

    private static void require(String path, HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            String body = response.body().lines().limit(3).collect(Collectors.joining(" "));
            throw new LoadFailedException("%s answered %d: %s".formatted(path, response.statusCode(), body));
        }
    }
}
