package org.invigil.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.invigil.server.ServerTest;
import org.invigil.server.TestAnswer;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestSocket;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Everything that is no answer holds every connection that it can get, and does not let go. */
@ServerTest
class AnswersFirstTests {

    private static final int MORE_THAN_THERE_ARE = 30;

    @Autowired
    TestPeople people;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    ConnectionShare connections;

    @Test
    void studentsGoOnAndSaveAndSubmitAndHearOfItWhileAllElseIsStuck() throws Exception {
        TestPeople.Person student = people.student();
        UUID session = people.start(student, people.exam());
        String question = student.http()
                .get("/api/exam/sessions/" + session)
                .json()
                .at("/questions/2/question_id")
                .asString();
        UUID window = UUID.randomUUID();
        CountDownLatch held = new CountDownLatch(connections.shared());
        CountDownLatch release = new CountDownLatch(1);
        List<Future<?>> others = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                TestSocket page = TestSocket.open(
                        people.port(), student.http(), "/events?session=" + session + "&window=" + window)) {
            page.next();
            try {
                for (int i = 0; i < MORE_THAN_THERE_ARE; i++) {
                    others.add(threads.submit(() -> transactions.run(Actor.SYSTEM, jdbc -> {
                        held.countDown();
                        return await(release);
                    })));
                }
                // The server's own work may hold some of them for a moment.
                assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
                TestHttp.Answer claimed = student.http()
                        .post("/api/exam/sessions/" + session + "/window", Map.of("window_id", window.toString()));
                assertThat(claimed.status()).as(claimed.text()).isEqualTo(200);
                page.await(message -> message.path("window_id").asString("").equals(window.toString()));
                TestHttp.Answer reloaded = student.http().get("/api/exam/sessions/" + session);
                assertThat(reloaded.status()).as(reloaded.text()).isEqualTo(200);
                TestHttp.Answer saved = student.http()
                        .put(
                                "/api/exam/sessions/" + session + "/answers/" + question,
                                TestAnswer.body(UUID.randomUUID(), null, Map.of("text", "in time")));
                assertThat(saved.status()).as(saved.text()).isEqualTo(200);
                TestHttp.Answer submitted = student.http()
                        .post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"));
                assertThat(submitted.status()).as(submitted.text()).isEqualTo(200);
                page.await(message -> message.path("status").asString("").equals("submitted"));
            } finally {
                release.countDown();
            }
        }
        assertThat(others).hasSize(MORE_THAN_THERE_ARE);
        assertThat(people.nobody().get("/api/auth/me").status()).isEqualTo(401);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
