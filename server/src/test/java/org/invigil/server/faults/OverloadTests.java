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

    private static final int MORE_THAN_FIT = 40;
    private static final double LEAST_RATE = 20;

    @Autowired
    TestPeople people;

    @Autowired
    MeterRegistry meters;

    private record Sitting(Person student, UUID session) {}

    @Test
    void aFullNodeRefusesNewCamerasKindlyAndTakesThemWhenItCan() {
        UUID exam = people.exam();
        List<TestSocket> inside = new ArrayList<>();
        Sitting first = begin(exam);
        inside.add(open(first));
        Sitting refused = first;
        while (inside.size() < MORE_THAN_FIT && why(refused).status() == 426) {
            refused = begin(exam);
            if (why(refused).status() == 426) {
                inside.add(open(refused));
                inside.forEach(OverloadTests::show);
            }
        }

        // The exam itself began for the one who found no room; only the camera waits, and the page can tell why.
        TestHttp.Answer reason = why(refused);
        assertThat(reason.status()).isEqualTo(503);
        assertThat(reason.code()).isEqualTo("no_room");
        assertThat(reason.header("Retry-After")).isNotEmpty();
        assertThat(TestSocket.refusal(
                        people.port(),
                        refused.student().http(),
                        "/analyze?session=" + refused.session(),
                        "http://localhost:" + people.port()))
                .isEqualTo(503);
        assertThat(meters.counter("invigil.sessions.refused").count()).isPositive();

        // Whoever was in before comes back at once, and all who are inside share what there is: where there is no room
        // for
        // one more at the least rate, nobody may have more than the others would have to give up for that one. A warm
        // machine takes more than a cold one, so the room is filled up again before that is asked.
        inside.removeFirst().close();
        inside.add(open(first));
        Deque<Sitting> outside = new ArrayDeque<>(List.of(refused));
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            while (inside.size() < MORE_THAN_FIT && why(outside.getLast()).status() == 426) {
                inside.add(open(outside.getLast()));
                outside.add(begin(exam));
            }
            double most = inside.stream().mapToDouble(OverloadTests::show).max().orElseThrow();
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

    private Sitting begin(UUID exam) {
        Person student = people.student();
        return new Sitting(student, people.start(student, exam));
    }

    /** What the page asks when its socket does not open: 503 with the reason, 426 when only the upgrade is missing. */
    private TestHttp.Answer why(Sitting sitting) {
        return sitting.student().http().get("/analyze?session=" + sitting.session(), "Accept", "application/json");
    }

    private TestSocket open(Sitting sitting) {
        return TestSocket.open(people.port(), sitting.student().http(), "/analyze?session=" + sitting.session());
    }

    /** A frame in, an answer out; frames a second that the student may send. */
    private static double show(TestSocket socket) {
        socket.send("{\"frame\":\"" + Base64.getEncoder().encodeToString(TestFrames.jpeg(1)) + "\"}");
        return socket.await(message -> message.path("type").asString().equals("result"))
                .path("target_fps")
                .asDouble();
    }
}
