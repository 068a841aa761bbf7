package org.invigil.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.invigil.server.ServerTest;
import org.invigil.server.TestAnswer;
import org.invigil.server.TestClock;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** An answer is replaced by a write that knows it, and by no other. */
@ServerTest
class AnswerTests {

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    private TestPeople.Person student;
    private UUID session;
    private JsonNode questions;
    private String single;
    private String several;
    private String text;

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        session = people.start(student, people.exam());
        questions = view().path("questions");
        single = answerPath(0);
        several = answerPath(1);
        text = answerPath(2);
    }

    @Test
    void aWriteReplacesOnlyWhatItBuildsOn() {
        UUID first = UUID.randomUUID();
        TestHttp.Answer saved = save(text, first, null, text("first"));
        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.json().path("version").asString()).isEqualTo(first.toString());
        assertThat(saved.json().path("question_id").asString()).isEqualTo(questionId(2));

        UUID here = UUID.randomUUID();
        assertThat(save(text, here, first, text("from this window")).status()).isEqualTo(200);

        // Both windows knew "first"; with a counter both were told that they had saved.
        TestHttp.Answer there = save(text, UUID.randomUUID(), first, text("from the other window"));
        assertThat(there.status()).isEqualTo(409);
        assertThat(there.code()).isEqualTo("answer_conflict");
        assertThat(there.header("Content-Type")).startsWith("application/problem+json");
        JsonNode stored = there.json().path("stored");
        assertThat(stored.path("question_id").asString()).isEqualTo(questionId(2));
        assertThat(stored.at("/value/text").asString()).isEqualTo("from this window");
        assertThat(stored.path("version").asString()).isEqualTo(here.toString());
        assertThat(stored).isEqualTo(view().at("/answers/0"));

        UUID chosen = UUID.randomUUID();
        assertThat(save(text, chosen, here, text("from the other window")).status())
                .isEqualTo(200);
        assertThat(view().at("/answers/0/value/text").asString()).isEqualTo("from the other window");
        assertThat(view().at("/answers/0/version").asString()).isEqualTo(chosen.toString());
    }

    @Test
    void aWindowThatHasSeenNoAnswerReplacesNone() {
        UUID first = UUID.randomUUID();
        assertThat(save(text, first, null, text("first")).status()).isEqualTo(200);
        TestHttp.Answer blind = save(text, UUID.randomUUID(), null, text("blind"));
        assertThat(blind.code()).isEqualTo("answer_conflict");
        assertThat(blind.json().at("/stored/version").asString()).isEqualTo(first.toString());
    }

    @Test
    void aRetryIsAnsweredAsTheFirstTime() {
        UUID version = UUID.randomUUID();
        TestHttp.Answer first = save(text, version, null, text("once"));
        TestHttp.Answer again = save(text, version, null, text("once"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(save(text, version, null, text("another text under the same version"))
                        .code())
                .as("saved is said of the very text only")
                .isEqualTo("answer_conflict");

        UUID next = UUID.randomUUID();
        assertThat(save(text, next, version, text("next")).status()).isEqualTo(200);
        assertThat(save(text, version, null, text("once")).code())
                .as("a request that was delayed changes nothing")
                .isEqualTo("answer_conflict");
        assertThat(view().at("/answers/0/version").asString()).isEqualTo(next.toString());
    }

    @Test
    void theSameTextFromTwoWindowsIsNoConflict() {
        UUID first = UUID.randomUUID();
        TestHttp.Answer here = save(text, first, null, text("the same"));
        TestHttp.Answer there = save(text, UUID.randomUUID(), null, text("the same"));
        assertThat(there.status()).isEqualTo(200);
        assertThat(there.json()).as("with the stored version, to go on from").isEqualTo(here.json());
    }

    @Test
    void ofWritesAtTheSameMomentOneIsStoredAndTheOthersAreTold() throws InterruptedException, ExecutionException {
        String base = null;
        for (int round = 0; round < 5; round++) {
            List<TestHttp.Answer> answers = atOnce(16, base);
            List<TestHttp.Answer> saved =
                    answers.stream().filter(answer -> answer.status() == 200).toList();
            assertThat(saved).hasSize(1);
            base = saved.getFirst().json().path("version").asString();
            JsonNode stored = view().at("/answers/0");
            assertThat(stored.path("version").asString()).isEqualTo(base);
            for (TestHttp.Answer answer : answers) {
                if (answer.status() != 200) {
                    assertThat(answer.status()).as(answer.text()).isEqualTo(409);
                    assertThat(answer.json().path("stored")).isEqualTo(stored);
                }
            }
        }
    }

    private List<TestHttp.Answer> atOnce(int writers, @Nullable String base)
            throws InterruptedException, ExecutionException {
        CountDownLatch go = new CountDownLatch(1);
        List<TestHttp.Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<TestHttp.Answer>> writes = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                UUID version = UUID.randomUUID();
                writes.add(threads.submit(() -> {
                    go.await();
                    return save(text, version, base, text("by " + version));
                }));
            }
            go.countDown();
            for (Future<TestHttp.Answer> write : writes) {
                answers.add(write.get());
            }
        }
        return answers;
    }

    @Test
    void theTimeOfSavingRisesEvenWhereTheClockDoesNot() {
        clock.stop();
        try {
            UUID first = UUID.randomUUID();
            UUID second = UUID.randomUUID();
            Instant firstAt = savedAt(save(text, first, null, text("a")));
            clock.advance(Duration.ofSeconds(-3)); // another node's clock
            Instant secondAt = savedAt(save(text, second, first, text("b")));
            assertThat(secondAt).isAfter(firstAt);
            assertThat(Instant.parse(view().at("/answers/0/saved_at").asString()))
                    .isEqualTo(secondAt);
            clock.advance(Duration.ofSeconds(3));
        } finally {
            clock.goOn();
        }
    }

    @Test
    void answersFitTheirQuestion() {
        assertThat(save(several, UUID.randomUUID(), null, choice("a", "b")).status())
                .isEqualTo(200);
        assertThat(save(text, UUID.randomUUID(), null, text("Ünïcode ✓ 𝄞\r\n\t"))
                        .status())
                .isEqualTo(200);
        for (TestHttp.Answer wrong : List.of(
                save(single, UUID.randomUUID(), null, choice("a", "b")),
                save(single, UUID.randomUUID(), null, choice("z")),
                save(several, UUID.randomUUID(), null, choice("a", "a")),
                save(text, UUID.randomUUID(), null, choice("a")),
                save(single, UUID.randomUUID(), null, text("a")))) {
            assertThat(wrong.status()).isEqualTo(422);
            assertThat(wrong.code()).isEqualTo("invalid_answer");
        }
        JsonNode stored = view().path("answers");
        assertThat(stored.size()).isEqualTo(2);
        assertThat(stored.at("/0/value/option_ids/1").asString()).isEqualTo("b");
        assertThat(stored.at("/1/value/text").asString()).isEqualTo("Ünïcode ✓ 𝄞\r\n\t");
    }

    @Test
    void aWriteWithoutAVersionOfItsOwnIsRefused() {
        UUID version = UUID.randomUUID();
        assertThat(student.http().put(text, Map.of("value", text("x"))).status())
                .isEqualTo(400);
        assertThat(save(text, version, null, text("x")).status()).isEqualTo(200);
        assertThat(save(text, version, version, text("y")).code()).isEqualTo("invalid_answer");
        assertThat(view().at("/answers/0/value/text").asString()).isEqualTo("x");
    }

    @Test
    void theLongestTextIsTakenAndThePageIsToldHowLongItIs() {
        JsonNode limits = view().path("limits");
        int most = limits.path("max_text_characters").asInt();
        assertThat(most).isGreaterThanOrEqualTo(100_000);
        assertThat(limits.path("max_body_bytes").asInt()).isEqualTo(262_144);
        assertThat(view().path("grace_ms").asLong()).isEqualTo(15_000);

        UUID version = UUID.randomUUID();
        // Two UTF-16 units each, as browsers count; this client writes each as twelve bytes, and the body is bounded,
        // too.
        assertThat(save(text, version, null, text("𝄞".repeat(most / 5))).status())
                .isEqualTo(200);
        String plain = "x".repeat(most);
        assertThat(save(text, UUID.randomUUID(), version, text(plain)).status()).isEqualTo(200);
        assertThat(view().at("/answers/0/value/text").asString()).isEqualTo(plain);
        assertThat(save(text, UUID.randomUUID(), null, text(plain + "x")).status())
                .isEqualTo(400);
    }

    private JsonNode view() {
        return student.http().get("/api/exam/sessions/" + session).json();
    }

    private String questionId(int index) {
        return questions.path(index).path("question_id").asString();
    }

    private String answerPath(int index) {
        return "/api/exam/sessions/" + session + "/answers/" + questionId(index);
    }

    private TestHttp.Answer save(String path, UUID version, @Nullable Object buildsOn, Map<String, ?> value) {
        return student.http().put(path, TestAnswer.body(version, buildsOn, value));
    }

    private static Instant savedAt(TestHttp.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return Instant.parse(answer.json().path("saved_at").asString());
    }

    private static Map<String, ?> text(String words) {
        return Map.of("text", words);
    }

    private static Map<String, ?> choice(String... options) {
        return Map.of("option_ids", List.of(options));
    }
}
