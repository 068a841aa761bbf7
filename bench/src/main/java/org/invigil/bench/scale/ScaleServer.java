package org.invigil.bench.scale;

import java.io.IOException;
import java.io.PrintStream;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.invigil.server.InvigilServer;
import org.invigil.server.database.EmbeddedPostgres;
import org.invigil.server.store.ScoreRetention;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A server with the PostgreSQL that comes along, as users run it, and a proctor who is signed in. */
final class ScaleServer implements AutoCloseable {

    private static final long ANSWER_SECONDS = 120;

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final ConfigurableApplicationContext application;
    private final URI address;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client;

    private ScaleServer(Path folder, EmbeddedPostgres postgres, ConfigurableApplicationContext application) {
        this.folder = folder;
        this.postgres = postgres;
        this.application = application;
        int port = Objects.requireNonNull(((WebServerApplicationContext) application).getWebServer())
                .getPort();
        this.address = URI.create("http://localhost:" + port);
        this.client = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    static ScaleServer start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("invigil-scale");
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, folder.resolve("programs"));
        PrintStream out = System.out;
        System.setOut(System.err); // standard output is for the result alone
        ConfigurableApplicationContext application = SpringApplication.run(
                InvigilServer.class,
                "--server.port=0",
                "--invigil.demo=true",
                "--invigil.data=" + folder,
                "--invigil.database.url=" + postgres.jdbcUrl(EmbeddedPostgres.DATABASE),
                "--invigil.database.owner.password=" + postgres.ownerPassword(),
                "--invigil.database.app.password=" + postgres.appPassword());
        System.setOut(out);
        ScaleServer server = new ScaleServer(folder, postgres, application);
        server.get("/api/auth/me");
        server.signIn();
        return server;
    }

    private void signIn() throws IOException, InterruptedException {
        String token = cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(address.resolve("/api/auth/sign-in"))
                        .header("Content-Type", "application/json")
                        .header("X-XSRF-TOKEN", token)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"username\":\"proctor\",\"password\":\"invigil-proctor\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("Sign-in answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    /** The data folder. */
    Path folder() {
        return folder;
    }

    /** What the server itself does with days of scores. */
    ScoreRetention scores() {
        return application.getBean(ScoreRetention.class);
    }

    /** A connection as the owner of the schema. */
    Connection owner() throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(EmbeddedPostgres.DATABASE), EmbeddedPostgres.OWNER_ROLE, postgres.ownerPassword());
    }

    /** A connection as the application. */
    Connection app() throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(EmbeddedPostgres.DATABASE), EmbeddedPostgres.APP_ROLE, postgres.appPassword());
    }

    /** The body of an answer, whatever its status was before sign-in. */
    String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 500) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /** Opens the dashboard's socket, and returns the number of characters of its snapshot. */
    int snapshot() throws Exception {
        CompletableFuture<Integer> whole = new CompletableFuture<>();
        WebSocket socket = client.newWebSocketBuilder()
                .header("Origin", address.toString())
                .buildAsync(URI.create("ws://localhost:" + address.getPort() + "/live"), new WebSocket.Listener() {
                    private int characters;

                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                        characters += data.length();
                        if (last) {
                            whole.complete(characters);
                        }
                        webSocket.request(1);
                        return null;
                    }
                })
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
        try {
            return whole.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } finally {
            socket.abort();
        }
    }

    @Override
    public void close() throws IOException {
        application.close();
        postgres.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
