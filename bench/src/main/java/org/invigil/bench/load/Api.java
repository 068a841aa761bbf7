package org.invigil.bench.load;

import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One person's HTTP session with the server: cookies, the CSRF token, JSON in and out. All persons share one client, so
 * that hundreds of them cost a few threads.
 */
public final class Api {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(CALL_LIMIT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private static final String BROWSER_COOKIE = "INVIGIL_BROWSER";

    private final URI base;
    private final Map<String, String> cookies = new ConcurrentHashMap<>();

    private Api(URI base) {
        this.base = base;
    }

    /**
     * Signs in as a browser does.
     *
     * @throws LoadFailedException if the server refuses
     */
    public static Api signIn(URI base, String username, String password) throws IOException, InterruptedException {
        Api api = visit(base);
        api.post("/api/auth/sign-in", Map.of("username", username, "password", password));
        return api;
    }

    /** Somebody who has opened the sign-in page. */
    public static Api visit(URI base) throws IOException, InterruptedException {
        Api api = new Api(base);
        api.send(api.request("/api/auth/me").GET());
        return api;
    }

    /**
     * Signs in anew in the same browser, which the server knows by its cookie.
     *
     * @throws LoadFailedException if the server refuses
     */
    public void signInAgain(String username, String password) throws IOException, InterruptedException {
        Api again = new Api(base);
        String browser = cookies.get(BROWSER_COOKIE);
        if (browser != null) {
            again.cookies.put(BROWSER_COOKIE, browser);
        }
        again.send(again.request("/api/auth/me").GET());
        again.post("/api/auth/sign-in", Map.of("username", username, "password", password));
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return parse(path, send(request(path).GET()));
    }

    /**
     * One request whose every answer is an answer, refusals included.
     *
     * @throws IOException if none comes within the limit
     */
    public HttpResponse<byte[]> exchange(
            String method, String path, String contentType, HttpRequest.BodyPublisher body, Duration limit)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .timeout(limit)
                .header("Content-Type", contentType)
                .header("X-XSRF-TOKEN", cookies.getOrDefault("XSRF-TOKEN", ""))
                .method(method, body);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The body as it came, for answers that are no JSON. */
    String getText(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request(path).GET());
        require(path, response);
        return response.body();
    }

    public JsonNode post(String path, Object body) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", cookies.getOrDefault("XSRF-TOKEN", ""))
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        return parse(path, send(request));
    }

    /**
     * Opens a socket with this person's cookies, as the server's own pages would.
     *
     * @throws LoadFailedException if the server refuses, with its status
     */
    WebSocket openSocket(String path, WebSocket.Listener listener) {
        URI socket = URI.create(base.toString().replaceFirst("^http", "ws") + path);
        try {
            return CLIENT.newWebSocketBuilder()
                    .header("Origin", base.toString())
                    .header("Cookie", cookieHeader())
                    .connectTimeout(CALL_LIMIT)
                    .buildAsync(socket, listener)
                    .join();
        } catch (CompletionException e) {
            String reason = e.getCause() instanceof WebSocketHandshakeException refused
                    ? Integer.toString(refused.getResponse().statusCode())
                    : String.valueOf(e.getCause());
            throw new LoadFailedException("the socket was refused: " + reason);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(CALL_LIMIT);
        return cookies.isEmpty() ? request : request.header("Cookie", cookieHeader());
    }

    private String cookieHeader() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String header : response.headers().allValues("Set-Cookie")) {
            for (HttpCookie cookie : HttpCookie.parse(header)) {
                if (cookie.getValue().isEmpty() || cookie.getMaxAge() == 0) {
                    cookies.remove(cookie.getName());
                } else {
                    cookies.put(cookie.getName(), cookie.getValue());
                }
            }
        }
        return response;
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
