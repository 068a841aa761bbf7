package org.invigil.server.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

/** Real sockets against a real Tomcat with nothing behind it; the test moves the clock. */
class DoorProtocolTest {

    private static final String BODY_OF_TEN = "POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n";

    private final AtomicLong nanos = new AtomicLong();
    private final Visits visits = new Visits(
            new DoorSettings(Duration.ofSeconds(10), Duration.ofSeconds(15), 1000, 4_194_304),
            new DoorCounts(new SimpleMeterRegistry(), new BodyBudget(4_194_304)),
            nanos::get);
    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>(100);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final WebServer server;

    DoorProtocolTest() {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        DoorConfiguration.install(factory, visits);
        server = factory.getWebServer(
                context -> context.addServlet("app", new App()).addMapping("/*"));
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        server.destroy();
    }

    /** Reads the body at /read, leaves it at /ignore, thinks instead of reading at /slow and after it at /think. */
    @SuppressWarnings("serial") // Tomcat never stores it
    private final class App extends HttpServlet {

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            seen.add("begun");
            try {
                if (request.getRequestURI().equals("/slow")) {
                    assertThat(mayAnswer.await(60, TimeUnit.SECONDS)).isTrue();
                } else if (request.getContentLength() > 5000) {
                    seen.add(request.getInputStream().readNBytes(new byte[5000], 0, 5000) + " so far");
                    seen.add("read " + request.getInputStream().readAllBytes().length);
                } else if (!request.getRequestURI().equals("/ignore")) {
                    seen.add("read " + request.getInputStream().readAllBytes().length);
                    if (request.getRequestURI().equals("/think")) {
                        assertThat(mayAnswer.await(60, TimeUnit.SECONDS)).isTrue();
                    }
                }
                response.getWriter().print("fine");
            } catch (IOException e) {
                seen.add("broken off");
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Test
    void aHeadThatNeverEndsIsLetGo() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\nHost: local");
            awaitVisit(Visit.Owes.HEAD);
            pass(9_000);
            send(client, "h");
            pass(999);
            assertThat(visits.size()).isEqualTo(1);
            pass(1);
            assertThat(client.getInputStream().read()).as("the end").isEqualTo(-1);
        }
        assertThat(seen).isEmpty();
    }

    /** They begin no request, so Tomcat forgets them one by one. */
    @Test
    void blankLinesDoNotKeepAConnectionOpen() throws Exception {
        try (Socket client = connect()) {
            send(client, "\r\n");
            awaitVisit(Visit.Owes.HEAD);
            pass(6_000);
            send(client, "\r\n");
            pass(4_000);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aBodyThatNeverEndsIsLetGoAndItsReaderSeesIt() throws Exception {
        try (Socket client = connect()) {
            send(client, BODY_OF_TEN + "12345");
            awaitVisit(Visit.Owes.BODY);
            pass(14_000);
            send(client, "6");
            pass(1_000);
            assertThat(answer(client)).startsWith("HTTP/1.1 4");
        }
        assertThat(seen).containsExactly("begun", "broken off");
        await().untilAsserted(() -> {
            pass(0);
            assertThat(visits.size()).isZero();
        });
    }

    @Test
    void aBodyThatNobodyReadsIsAnsweredAtOnceAndThenLetGo() throws Exception {
        try (Socket client = connect()) {
            send(client, BODY_OF_TEN.replace("/read", "/ignore"));
            assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
            awaitVisit(Visit.Owes.LEFTOVER);
            pass(5_000);
            answer(client); // to its end, which comes
        }
    }

    @Test
    void whatTheServerThinksAboutIsNotCutOff() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET /slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            awaitVisit(Visit.Owes.NOTHING);
            pass(3_600_000);
            mayAnswer.countDown();
            assertThat(answer(client)).startsWith("HTTP/1.1 200").endsWith("fine");
        }
    }

    /** A sign-in that waits for its turn, or a submit that settles, owes nothing once its body is read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 10\r\n\r\n1234567890",
                "Transfer-Encoding: chunked\r\n\r\na\r\n1234567890\r\n0\r\n\r\n"
            })
    void whatTheServerThinksAboutIsNotCutOffAfterItsBodyEither(String body) throws Exception {
        try (Socket client = connect()) {
            send(client, "POST /think HTTP/1.1\r\nHost: localhost\r\n" + body);
            awaitVisit(Visit.Owes.NOTHING);
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("begun");
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("read 10");
            pass(3_600_000);
            mayAnswer.countDown();
            await().until(() -> visits.size() == 0);
            send(client, "GET /read HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer(client).split("HTTP/1.1 200", -1))
                    .as("both on one connection")
                    .hasSize(3);
        }
    }

    /** As an answer over a slow line; a sign-in is small. */
    @Test
    void whatAStudentWritesEarnsTimeByItsBytes() throws Exception {
        try (Socket answer = connect();
                Socket signIn = connect()) {
            for (Socket client : List.of(answer, signIn)) {
                send(
                        client,
                        (client == answer ? "POST /api/exam/submit" : "POST /api/auth/sign-in")
                                + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5001\r\nConnection: close\r\n\r\n"
                                + "x".repeat(5000));
            }
            await().until(() -> seen.stream().filter("5000 so far"::equals).count() == 2);
            pass(19_999); // 15 s and 5 s for 5000 bytes at 1000 a second
            assertThat(answer(signIn)).startsWith("HTTP/1.1 4");
            send(answer, "x");
            assertThat(answer(answer)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void manyRequestsOnOneConnectionAreServedAndForgotten() throws Exception {
        try (Socket client = connect()) {
            for (int i = 0; i < 20; i++) {
                send(client, BODY_OF_TEN + "12345");
                awaitVisit(Visit.Owes.BODY);
                pass(10_000);
                send(client, "67890");
                assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("begun");
                assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("read 10");
                await().until(() -> visits.size() == 0);
                pass(3_600_000); // an idle connection owes nothing here; Tomcat's keep-alive bounds it
            }
            send(client, "GET /read HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer(client).split("HTTP/1.1 200", -1)).hasSize(22);
        }
    }

    private void awaitVisit(Visit.Owes owes) {
        await().until(() -> visits.owed().contains(owes));
    }

    private void pass(long millis) {
        nanos.addAndGet(millis * 1_000_000);
        visits.look(1, 100);
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
        client.setSoTimeout(30_000);
        return client;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String answer(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
