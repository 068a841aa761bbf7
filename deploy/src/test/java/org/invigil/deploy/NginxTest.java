package org.invigil.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The example for nginx, taken by nginx itself. Only ports and the place of the certificate are other ones here. */
class NginxTest {

    /** Far fewer than nginx has connections for. */
    private static final int SENDERS = 40;

    /** Of one address, here; more than {@link #SENDERS} need. */
    private static final int PLACES = 60;

    private final Path folder;

    NginxTest(@TempDir(cleanup = CleanupMode.ALWAYS) Path folder) {
        this.folder = folder;
    }

    @Test
    void nginxTakesItAndForwardsAsTheServerNeedsIt() throws Exception {
        ExecutorService nodesThreads = Executors.newVirtualThreadPerTaskExecutor();
        HttpServer node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String headers = String.join(
                    "\n",
                    exchange.getRequestHeaders().entrySet().stream()
                            .map(header ->
                                    header.getKey().toLowerCase(java.util.Locale.ROOT) + ": " + header.getValue())
                            .sorted()
                            .toList());
            byte[] body = headers.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        node.setExecutor(nodesThreads);
        node.start();
        int port = freePort();
        Path configuration = prepare(node.getAddress().getPort(), port);
        run("nginx", "-t", "-e", folder.resolve("error.log").toString(), "-c", configuration.toString());
        Process nginx = new ProcessBuilder(
                        "nginx", "-e", folder.resolve("error.log").toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            awaitPort(port, nginx);
            URI base = URI.create("http://localhost:" + port);
            String seen = client.send(
                            HttpRequest.newBuilder(base.resolve("/api/exams"))
                                    .header("X-Forwarded-For", "203.0.113.9")
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            assertThat(seen)
                    .contains("x-forwarded-for: [127.0.0.1]")
                    .doesNotContain("203.0.113.9")
                    .contains("x-forwarded-proto: [http]")
                    .contains("x-forwarded-host: [localhost]");
            assertThat(status(client, base.resolve("/actuator/prometheus"), 0)).isEqualTo(404);
            assertThat(status(client, base.resolve("/api/exam/upload-video"), 11 << 20))
                    .as("a clip")
                    .isEqualTo(200);
            assertThat(status(client, base.resolve("/api/exam/upload-video"), 13 << 20))
                    .as("more than a clip")
                    .isEqualTo(413);
            assertThat(status(client, base.resolve("/api/exam/submit"), 256 << 10))
                    .isEqualTo(200);
            assertThat(status(client, base.resolve("/api/exam/submit"), (256 << 10) + 1))
                    .as("more than a student writes")
                    .isEqualTo(413);
            assertThat(status(client, base.resolve("/api/exams"), 7 << 20))
                    .as("an exam")
                    .isEqualTo(200);
            assertThat(status(client, base.resolve("/api/auth/sign-in"), 17 << 10))
                    .as("more than a sign-in")
                    .isEqualTo(413);
            aRoomMaySignInAtOnceAndNobodyTwiceAsOften(client, base);
            answersHavePlacesOfTheirOwn(client, base);
            aHeadThatNeverEndsIsLetGo(port);
            assertThat(status(client, base.resolve("/api/exams"), 0)).isEqualTo(200);
        } finally {
            nginx.destroy();
            assertThat(nginx.waitFor(20, TimeUnit.SECONDS)).isTrue();
            node.stop(0);
            nodesThreads.shutdownNow();
        }
    }

    private static void aRoomMaySignInAtOnceAndNobodyTwiceAsOften(HttpClient client, URI base) throws Exception {
        URI signIn = base.resolve("/api/auth/sign-in");
        for (int i = 0; i < 290; i++) { // one of the 300 was used above
            assertThat(status(client, signIn, 100)).as("sign-in %d", i).isEqualTo(200);
        }
        // Ten places come back each second, so however slow this machine is, so many from many at once are too many.
        try (ExecutorService many = Executors.newFixedThreadPool(SENDERS)) {
            List<Callable<Integer>> more = Collections.nCopies(2_000, () -> status(client, signIn, 100));
            assertThat(many.invokeAll(more, 60, TimeUnit.SECONDS))
                    .anySatisfy(answer -> assertThat(answer.get()).isEqualTo(429));
            List<Callable<Integer>> known =
                    Collections.nCopies(500, () -> status(client, signIn, 100, "Cookie", "INVIGIL_BROWSER=known"));
            assertThat(many.invokeAll(known, 60, TimeUnit.SECONDS))
                    .as("where somebody has signed in before")
                    .allSatisfy(answer -> assertThat(answer.get()).isEqualTo(200));
        }
    }

    /** All other places of the address are taken by bodies that never end; students behind it write on. */
    private static void answersHavePlacesOfTheirOwn(HttpClient client, URI base) throws Exception {
        List<Socket> taken = new ArrayList<>();
        try {
            while (status(client, base.resolve("/api/exams"), 0) == 200) {
                assertThat(taken).hasSizeLessThan(2 * PLACES);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort());
                taken.add(socket);
                socket.getOutputStream()
                        .write("POST /api/exams HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(status(client, base.resolve("/api/exam/submit"), 100)).isEqualTo(200);
        } finally {
            for (Socket socket : taken) {
                socket.close();
            }
        }
    }

    /** nginx ends it at its limit for the whole head, however often another byte comes. */
    private static void aHeadThatNeverEndsIsLetGo(int port) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(250);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            int waits = 0;
            while (!isEnded(socket)) {
                assertThat(++waits).as("quarters of a second").isLessThan(120);
                try {
                    socket.getOutputStream().write('x');
                } catch (SocketException e) {
                    return; // it was ended between the look and the byte
                }
            }
        }
    }

    private static boolean isEnded(Socket socket) throws Exception {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true; // reset, as the configuration asks
        }
    }

    private Path prepare(int nodePort, int port) throws Exception {
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "1",
                "-subj",
                "/CN=localhost",
                "-keyout",
                folder.resolve("tls.key").toString(),
                "-out",
                folder.resolve("tls.crt").toString());
        Path site = Files.writeString(
                folder.resolve("invigil.conf"),
                Files.readString(Path.of("nginx/invigil.conf"))
                        .replace("/etc/nginx/tls/", folder + "/")
                        .replaceFirst("(?s)server \\{\\s+listen 80;.*?\\n}\\n", "") // the redirect needs port 80
                        .replace(
                                "limit_conn        invigil_connections 1500;",
                                "limit_conn invigil_connections " + PLACES + ";")
                        .replaceFirst("client_header_timeout +10s", "client_header_timeout 1s") // it is waited for
                        .replace("listen [::]:443 ssl http2;", "")
                        .replace("listen 443 ssl http2;", "listen 127.0.0.1:" + port + ";"));
        Path upstream = Files.writeString(
                folder.resolve("upstream.conf"),
                Files.readString(Path.of("nginx/upstream.conf")).replace("127.0.0.1:8080", "127.0.0.1:" + nodePort));
        // The example as it is must parse too, TLS and both ports included.
        Path asShipped = Files.writeString(
                folder.resolve("shipped.conf"),
                Files.readString(Path.of("nginx/invigil.conf")).replace("/etc/nginx/tls/", folder + "/"));
        run(
                "nginx",
                "-t",
                "-e",
                folder.resolve("error.log").toString(),
                "-c",
                main("shipped-main.conf", upstream, asShipped).toString());
        return main("nginx.conf", upstream, site);
    }

    private Path main(String name, Path... included) throws Exception {
        StringBuilder text = new StringBuilder("daemon off;\nmaster_process off;\npid " + folder + "/" + name
                + ".pid;\n" + "events {}\nhttp {\n  access_log off;\n");
        for (String temporary : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            text.append("  ")
                    .append(temporary)
                    .append("_temp_path ")
                    .append(folder)
                    .append("/")
                    .append(temporary)
                    .append(";\n");
        }
        for (Path file : included) {
            text.append("  include ").append(file).append(";\n");
        }
        return Files.writeString(folder.resolve(name), text + "}\n");
    }

    private static int status(HttpClient client, URI address, int bytes, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(bytes == 0 ? "GET" : "POST", BodyPublishers.ofByteArray(new byte[bytes]));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private static void awaitPort(int port, Process nginx) throws Exception {
        while (nginx.isAlive()) {
            try (var _ = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (java.net.ConnectException e) {
                nginx.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
        throw new IllegalStateException("nginx ended with " + nginx.exitValue());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
