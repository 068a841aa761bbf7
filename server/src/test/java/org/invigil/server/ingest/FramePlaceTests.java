package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.invigil.server.ModuleTest;
import org.invigil.server.TestFrames;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A node with few places, when a room opens: whoever is let in is served, and what only asks takes nothing. */
@ModuleTest
@TestPropertySource(properties = {"invigil.analysis.threads=1", "invigil.analysis.max-sessions=4"})
@DirtiesContext
class FramePlaceTests {

    private static final int PLACES = 4;
    private static final int ROOM = 12;

    @Autowired
    TestPeople people;

    @Autowired
    MeterRegistry meters;

    @Autowired
    ActorTransactions transactions;

    private record Sitting(Person student, UUID session) {
        String path() {
            return "/analyze?session=" + session;
        }
    }

    private Sitting begin(UUID exam) {
        Person student = people.student();
        return new Sitting(student, people.start(student, exam));
    }

    /** The socket, if the handshake lets it in. */
    private Optional<TestSocket> open(Sitting sitting) {
        try {
            return Optional.of(TestSocket.open(people.port(), sitting.student().http(), sitting.path()));
        } catch (CompletionException refused) {
            return Optional.empty();
        }
    }

    private TestHttp.Answer ask(Sitting sitting) {
        return sitting.student().http().get(sitting.path(), "Accept", "application/json");
    }

    private static void show(TestSocket socket) {
        socket.send("{\"frame\":\"" + java.util.Base64.getEncoder().encodeToString(TestFrames.jpeg(1)) + "\"}");
        socket.await(message -> message.path("type").asString().equals("result"));
    }

    /** Asks for an upgrade that cannot be given, since the key is missing; returns the first line of the answer. */
    private String brokenUpgrade(Sitting sitting) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), people.port())) {
            String host = "localhost:" + people.port();
            socket.getOutputStream()
                    .write(("GET " + sitting.path() + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host
                                    + "\r\nCookie: INVIGIL_SESSION="
                                    + sitting.student().http().cookie("INVIGIL_SESSION")
                                    + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(12);
            return new String(answer, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aRoomThatOpensAtOnceGetsAsManyPlacesAsThereAre() throws Exception {
        UUID exam = people.exam();
        List<Sitting> room = new ArrayList<>();
        for (int i = 0; i < ROOM; i++) {
            room.add(begin(exam));
        }
        double before = meters.counter("invigil.sessions.refused").count();
        CyclicBarrier together = new CyclicBarrier(ROOM);
        List<Callable<Optional<TestSocket>>> opening = room.stream()
                .<Callable<Optional<TestSocket>>>map(sitting -> () -> {
                    together.await();
                    return open(sitting);
                })
                .toList();
        List<TestSocket> inside = new ArrayList<>();
        List<Sitting> outside = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(ROOM)) {
            List<Future<Optional<TestSocket>>> answers = threads.invokeAll(opening);
            for (int i = 0; i < ROOM; i++) {
                Sitting sitting = room.get(i);
                answers.get(i).get().ifPresentOrElse(inside::add, () -> outside.add(sitting));
            }
        }
        assertThat(inside).hasSize(PLACES);
        inside.forEach(FramePlaceTests::show);
        assertThat(meters.counter("invigil.sessions.refused").count() - before).isEqualTo(ROOM - PLACES);
        for (Sitting sitting : outside) {
            TestHttp.Answer why = ask(sitting);
            assertThat(why.status()).isEqualTo(503);
            assertThat(why.code()).isEqualTo("no_room");
        }

        inside.removeFirst().close();
        Sitting next = outside.getFirst();
        await().atMost(Duration.ofSeconds(30)).until(() -> ask(next).status() == 426);
        for (int i = 0; i < 3; i++) {
            assertThat(brokenUpgrade(outside.get(1))).isEqualTo("HTTP/1.1 400");
            assertThat(ask(outside.get(2)).code())
                    .as("neither who asks nor whose upgrade fails holds the place")
                    .isEqualTo("upgrade_required");
        }
        try (TestSocket socket = open(next).orElseThrow()) {
            show(socket);
            assertThat(ask(outside.get(1)).code()).isEqualTo("no_room");
        }
        inside.forEach(TestSocket::close);
    }

    /** Who was watched before is let in by the handshake, and may find no place all the same. */
    @Test
    void whoComesBackToAFullServerIsNotBlamed() {
        UUID exam = people.exam();
        Sitting back = begin(exam);
        try (TestSocket socket = awaitOpen(back)) {
            show(socket);
            await().atMost(Duration.ofSeconds(30)).until(() -> isCounted(back, "TRUE"));
        }
        List<TestSocket> inside = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            inside.add(awaitOpen(begin(exam)));
        }
        try (TestSocket socket = open(back).orElseThrow()) {
            assertThat(socket.closeCode()).isEqualTo(1013);
            await().atMost(Duration.ofSeconds(30)).until(() -> isCounted(back, "room_refused_at IS NOT NULL"));
        }
        inside.forEach(TestSocket::close);
    }

    private TestSocket awaitOpen(Sitting sitting) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> open(sitting), Optional::isPresent)
                .orElseThrow();
    }

    private boolean isCounted(Sitting sitting, String how) {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT EXISTS (SELECT FROM session_watches WHERE session_id = ? AND " + how + ")")
                .param(sitting.session())
                .query(Boolean.class)
                .single());
    }
}
