package org.invigil.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.InvigilServer;
import org.invigil.server.ServerFixture;
import org.invigil.server.TestAnswer;
import org.invigil.server.TestClock;
import org.invigil.server.TestFrames;
import org.invigil.server.TestGate;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

/** An exam goes on while the database is stopped, or hangs; what was promised before and what was seen meanwhile is kept. */
@SpringBootTest(classes = InvigilServer.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = GatedDatabase.class)
@Import(ServerFixture.class)
@TestPropertySource(
        properties = {
            "spring.datasource.hikari.connection-timeout=500",
            "spring.datasource.hikari.maximum-pool-size=5",
            "spring.datasource.hikari.data-source-properties.socketTimeout=2"
        })
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
class DatabaseFaultTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    GatedDatabase database;

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    ActorTransactions transactions;

    private Person student;
    private UUID session;
    private TestAnswer answer;
    private int acknowledged;

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        session = people.start(student, people.exam());
        String question = student.http()
                .get("/api/exam/sessions/" + session)
                .json()
                .at("/questions/2/question_id")
                .asString();
        answer = new TestAnswer(student.http(), session, question);
    }

    @Test
    void anExamOutlivesAMinuteWithoutItsDatabase(CapturedOutput output) throws Exception {
        try (TestSocket socket = TestSocket.open(people.port(), student.http(), "/analyze?session=" + session)) {
            show(socket, 25);
            assertThat(save("before").status()).isEqualTo(200);
            // Before the stop: the first complaint may be written while it stops.
            long linesBefore = output.getAll().lines().count();
            database.stop();

            // A minute, and each second a frame: the clock is the test's.
            for (int second = 0; second < 60; second++) {
                show(socket, 1);
                clock.advance(Duration.ofSeconds(1));
            }
            for (int tries = 0; tries < 3; tries++) {
                TestHttp.Answer refused = save("meanwhile");
                assertThat(refused.status()).as(refused.text()).isEqualTo(503);
                assertThat(refused.code()).isEqualTo("unavailable");
                assertThat(refused.header("Retry-After")).isNotEmpty();
            }
            assertThat(people.nobody().get("/actuator/health/readiness").status())
                    .isEqualTo(503);
            assertThat(people.nobody().get("/actuator/health/liveness").status())
                    .as("restarting this server would help nobody")
                    .isEqualTo(200);
            String said = output.getAll().lines().skip(linesBefore).reduce("", (all, line) -> all + "\n" + line);
            assertThat(said.lines().filter(line -> line.contains("Scores cannot be stored")))
                    .hasSize(1);
            assertThat(said.lines().count()).as("lines in the log:%s", said).isLessThan(25);

            database.startAgain();
            await().atMost(PATIENCE).until(() -> save("meanwhile").status() == 200);
            show(socket, 5);
        }
        assertNothingWasLost("meanwhile");
        assertThat(output.getAll()).contains("Scores are stored again");
    }

    @Test
    void aCommitOverALostLineLeavesItsReasonToWhoAskedForIt(CapturedOutput output) {
        assertThatThrownBy(() -> transactions.run(Actor.SYSTEM, jdbc -> {
                    int one = jdbc.sql("SELECT 1").query(Integer.class).single();
                    database.gate().set(TestGate.Mode.CUT);
                    return one;
                }))
                .isInstanceOf(RuntimeException.class);
        database.gate().set(TestGate.Mode.OPEN);
        await().atMost(PATIENCE).until(() -> save("after").status() == 200);

        assertThat(output.getAll()).doesNotContain("overridden by rollback exception");
    }

    @Test
    void aDatabaseThatHangsHoldsNobodyForEver() {
        try (TestSocket socket = TestSocket.open(people.port(), student.http(), "/analyze?session=" + session)) {
            show(socket, 15);
            assertThat(save("before").status()).isEqualTo(200);
            database.gate().set(TestGate.Mode.SILENT);

            show(socket, 30);
            assertThat(save("meanwhile").status()).isEqualTo(503);
            show(socket, 10);

            database.gate().set(TestGate.Mode.OPEN);
            await().atMost(PATIENCE).until(() -> save("meanwhile").status() == 200);
        }
        assertNothingWasLost("meanwhile");
    }

    /** Frames at thirty a second of the test's clock, each acknowledged before the next. */
    private void show(TestSocket socket, int frames) {
        for (int i = 0; i < frames; i++) {
            clock.advance(Duration.ofMillis(33));
            acknowledged++;
            long seq = acknowledged;
            socket.send(TestFrames.message(seq, TestFrames.jpeg(seq)));
            socket.await(message -> message.path("type").asString().equals("result")
                    && message.path("seq").asLong() == seq);
        }
    }

    private TestHttp.Answer save(String text) {
        return answer.save(text);
    }

    private void assertNothingWasLost(String answer) {
        await().atMost(PATIENCE)
                .until(() -> student.http()
                                .post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"))
                                .status()
                        == 200);
        List<Integer> frames = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT frames FROM cheat_scores WHERE session_id = ? ORDER BY batch_seq")
                .param(session)
                .query(Integer.class)
                .list());
        assertThat(frames.stream().mapToInt(Integer::intValue).sum())
                .as("frames in stored rows")
                .isEqualTo(acknowledged);
        assertThat(student.http()
                        .get("/api/exam/sessions/" + session)
                        .json()
                        .at("/answers/0/value/text")
                        .asString())
                .isEqualTo(answer);
    }
}
