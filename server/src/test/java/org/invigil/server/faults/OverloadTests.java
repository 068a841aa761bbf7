package org.invigil.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.invigil.server.ServerTest;
import org.invigil.server.TestFrames;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A node with one thread, which asks nobody below 20 frames a second, and students until it is full. */
@ServerTest
@TestPropertySource(properties = {"invigil.analysis.threads=1", "invigil.analysis.min-fps=20"})
@DirtiesContext
class OverloadTests {

    /** No machine's thread has room for this many students who send twenty frames like ours a second. */
    private static final int MORE_THAN_FIT = 40;

    /** Large, and no two alike that follow each other: a picture that nothing moved in costs next to nothing. */
    private static final List<byte[]> PICTURES = List.of(TestFrames.jpeg(1, 1280, 720), TestFrames.jpeg(2, 1024, 768));

    private static final double LEAST_RATE = 20;

    @Autowired
    TestPeople people;

    @Autowired
    MeterRegistry meters;

    private record Sitting(Person student, UUID session) {}

    private final List<TestSocket> inside = new ArrayList<>();
    private int round;

    @Test
    void aFullNodeRefusesNewCamerasKindlyAndTakesThemWhenItCan() {
        UUID exam = people.exam();
        Sitting first = begin(exam);
        inside.add(open(first));

        // The exam itself began for the one who found no room; only the camera waits, and the page can tell why.
        Refused refused = fill(exam, begin(exam));
        assertThat(refused.why().status()).isEqualTo(503);
        assertThat(refused.why().code()).isEqualTo("no_room");
        assertThat(refused.why().header("Retry-After")).isNotEmpty();

        // What a frame costs is measured all the time, and a warm machine takes more than a cold one: before each
        // question that needs a full room, the room is filled up again.
        Deque<Sitting> outside = new ArrayDeque<>(List.of(refused.sitting()));
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            outside.add(fill(exam, outside.getLast()).sitting());
            return !enter(outside.getLast());
        });
        assertThat(meters.counter("invigil.sessions.refused").count()).isPositive();

        // Whoever was in before comes back at once, and all who are inside share what there is: where there is no room
        // for one more at the least rate, nobody may have more than the others would have to give up for that one.
        inside.removeFirst().close();
        inside.add(open(first));
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            outside.add(fill(exam, outside.getLast()).sitting());
            double most = showAll();
            boolean full = why(outside.getLast()).status() == 503;
            return full && most <= LEAST_RATE * (inside.size() + 1) / inside.size();
        });

        inside.forEach(TestSocket::close);
        Sitting waiting = outside.getLast();
        await().atMost(Duration.ofSeconds(60)).until(() -> why(waiting).status() == 426);
        try (TestSocket socket = open(waiting)) {
            assertThat(show(socket)).isPositive();
        }
    }

    private record Refused(Sitting sitting, TestHttp.Answer why) {}

    /** Lets students in, this one first, until one is refused. */
    private Refused fill(UUID exam, Sitting next) {
        Sitting waiting = next;
        TestHttp.Answer answer = why(waiting);
        while (answer.status() == 426) {
            assertThat(inside).as("students in the room").hasSizeLessThan(MORE_THAN_FIT);
            if (enter(waiting)) {
                showAll();
                waiting = begin(exam);
            }
            answer = why(waiting);
        }
        return new Refused(waiting, answer);
    }

    private Sitting begin(UUID exam) {
        Person student = people.student();
        return new Sitting(student, people.start(student, exam));
    }

    /** What the page asks when its socket does not open: 503 with the reason, 426 when only the upgrade is missing. */
    private TestHttp.Answer why(Sitting sitting) {
        return sitting.student().http().get("/analyze?session=" + sitting.session(), "Accept", "application/json");
    }

    /** Whether the server opens the socket; it says that there is no room where it does not. */
    private boolean enter(Sitting sitting) {
        try {
            inside.add(open(sitting));
            return true;
        } catch (CompletionException e) {
            assertThat(TestSocket.refusal(e)).isEqualTo(503);
            return false;
        }
    }

    private TestSocket open(Sitting sitting) {
        return TestSocket.open(people.port(), sitting.student().http(), "/analyze?session=" + sitting.session());
    }

    /** The next picture from everybody inside; the greatest of the rates they are told. */
    private double showAll() {
        round++;
        return inside.stream().mapToDouble(this::show).max().orElseThrow();
    }

    /** A frame in, an answer out; frames a second that the student may send. */
    private double show(TestSocket socket) {
        byte[] picture = PICTURES.get(round % PICTURES.size());
        socket.send("{\"frame\":\"" + Base64.getEncoder().encodeToString(picture) + "\"}");
        return socket.await(message -> message.path("type").asString().equals("result"))
                .path("target_fps")
                .asDouble();
    }
}
