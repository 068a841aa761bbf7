package org.invigil.server.intervention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.invigil.server.ServerTest;
import org.invigil.server.TestAnswer;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.invigil.server.identity.PersonRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** A proctor and a student of the real server: what is done, what is refused and how, and what the student is told. */
@ServerTest
class InterventionTests {

    private static final Map<String, Object> NETWORK = Map.of("category", "technical", "reason", "network");
    private static final Map<String, Object> RESOLVED = Map.of("category", "organisation", "reason", "resolved");

    @Autowired
    TestPeople people;

    private Person student;
    private TestHttp proctor;
    private UUID session;
    private final List<TestSocket> open = new ArrayList<>();

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        proctor = people.proctor().http();
        session = people.start(student, people.exam());
    }

    @AfterEach
    void closePages() {
        open.forEach(TestSocket::close);
    }

    private String path() {
        return "/api/sessions/" + session + "/interventions";
    }

    private TestHttp.Answer stepIn(String kind, Map<String, Object> reason, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(reason);
        body.put("kind", kind);
        body.putAll(more);
        return proctor.post(path(), body);
    }

    private TestHttp.Answer stepIn(String kind, Map<String, Object> reason) {
        return stepIn(kind, reason, Map.of());
    }

    private JsonNode view() {
        return student.http().get("/api/exam/sessions/" + session).json();
    }

    private Instant end() {
        return Instant.parse(view().path("ends_at").asString());
    }

    private TestSocket page() {
        TestSocket page = TestSocket.open(
                people.port(), student.http(), "/events?session=" + session + "&window=" + UUID.randomUUID());
        open.add(page);
        page.next();
        return page;
    }

    private TestHttp.Answer submit() {
        return student.http().post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"));
    }

    private static JsonNode told(TestSocket page, String kind) {
        return page.await(
                message -> message.at("/intervention/kind").asString("").equals(kind));
    }

    @Test
    void nobodyStepsIntoTheirOwnSittingAnAdminNeither() {
        Person both = people.person(PersonRole.STUDENT, PersonRole.ADMIN);
        session = people.start(both, people.exam());
        proctor = both.http();
        assertThat(stepIn("pause", NETWORK).status()).isEqualTo(404);
        assertThat(stepIn("more_time", NETWORK, Map.of("minutes", 60)).status()).isEqualTo(404);
        proctor = people.admin().http();
        assertThat(stepIn("pause", NETWORK).status()).isEqualTo(201);
    }

    @Test
    void aPauseReachesEveryWindowWithItsReasonInPlainWords() {
        TestSocket laptop = page();
        TestSocket phone = page();

        TestHttp.Answer paused = stepIn("pause", NETWORK, Map.of("note", "  We are looking into it.  "));

        assertThat(paused.status()).isEqualTo(201);
        assertThat(paused.json().path("note").asString()).isEqualTo("We are looking into it.");
        for (TestSocket page : List.of(laptop, phone)) {
            JsonNode state = told(page, "pause");
            assertThat(state.path("status").asString()).isEqualTo("paused");
            assertThat(state.at("/intervention/words").asString())
                    .isEqualTo("Your exam was paused because of a problem with the network.");
            assertThat(state.at("/intervention/note").asString()).isEqualTo("We are looking into it.");
            assertThat(state.at("/intervention/by").isNull())
                    .as("who it was is not told")
                    .isTrue();
        }
        assertThat(new TestAnswer(
                                student.http(),
                                session,
                                view().at("/questions/2/question_id").asString())
                        .save("meanwhile")
                        .code())
                .isEqualTo("session_not_active");
        assertThat(stepIn("resume", RESOLVED).status()).isEqualTo(201);
        assertThat(told(laptop, "resume").path("status").asString()).isEqualTo("active");
    }

    @Test
    void moreTimeMovesTheEndOnTheWireInTheViewAndPastTheExamsClose() {
        TestSocket page = page();
        Instant before = end();
        Instant close = Instant.parse(student.http()
                .get("/api/exams/" + view().path("exam_id").asString())
                .json()
                .path("closes_at")
                .asString());

        assertThat(stepIn("more_time", NETWORK, Map.of("minutes", 1)).status()).isEqualTo(201);

        JsonNode state = told(page, "more_time");
        assertThat(Instant.parse(state.path("ends_at").asString())).isEqualTo(before.plusSeconds(60));
        assertThat(state.at("/intervention/words").asString())
                .isEqualTo("You have 1 minute more because of a problem with the network.");
        assertThat(end()).isEqualTo(before.plusSeconds(60));
        assertThat(stepIn("more_time", NETWORK, Map.of("minutes", 600)).status())
                .isEqualTo(201);
        assertThat(end()).isEqualTo(before.plus(Duration.ofMinutes(601))).isAfter(close);
    }

    @Test
    void anEndIsFinalAndSaysWhy() {
        TestSocket page = page();
        assertThat(stepIn("end", Map.of("category", "other", "reason", "other"), Map.of("note", "The fire alarm rang."))
                        .status())
                .isEqualTo(201);

        assertThat(told(page, "end").path("status").asString()).isEqualTo("ended");
        assertThat(view().path("end_reason").asString()).isEqualTo("Your exam was ended. The fire alarm rang.");
        for (String kind : List.of("pause", "resume", "end")) {
            TestHttp.Answer late = stepIn(kind, NETWORK);
            assertThat(late.status()).isEqualTo(409);
            assertThat(late.code()).isEqualTo("intervention_not_possible");
            assertThat(late.json().path("detail").asString()).startsWith("This exam has been ended already");
        }
    }

    @Test
    void whatComesTooLateIsToldAndChangesNothing() {
        assertThat(stepIn("resume", RESOLVED).json().path("detail").asString()).startsWith("This exam goes on already");
        assertThat(stepIn("pause", NETWORK).status()).isEqualTo(201);
        assertThat(stepIn("pause", NETWORK).json().path("detail").asString()).startsWith("This exam is paused already");
        assertThat(stepIn("resume", RESOLVED).status()).isEqualTo(201);
        TestHttp.Answer twice = stepIn("resume", RESOLVED);
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.code()).isEqualTo("intervention_not_possible");
        submit();
        assertThat(stepIn("more_time", NETWORK, Map.of("minutes", 5))
                        .json()
                        .path("detail")
                        .asString())
                .isEqualTo("This exam has been submitted: more time would not reach the student any more."
                        + " Nothing was changed.");
        assertThat(stepIn("pause", NETWORK).status()).isEqualTo(409);
        assertThat(proctor.get(path()).json().path("interventions"))
                .as("only what was done is kept")
                .hasSize(2);
    }

    @Test
    void ofManyAtOneMomentOneIsDoneAndTheOthersAreTold() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                answers.add(threads.submit(() -> {
                    go.await();
                    return stepIn("pause", NETWORK).status();
                }));
            }
            go.countDown();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            assertThat(statuses).containsExactlyInAnyOrder(201, 409, 409, 409, 409, 409);
        }
        assertThat(proctor.get(path()).json().path("interventions")).hasSize(1);
    }

    @Test
    void everyoneWhoSeesTheSessionSeesItsHistoryAndOnlyStaffSeeWhoItWas() {
        stepIn("pause", NETWORK);
        stepIn("resume", RESOLVED);

        JsonNode forStaff = proctor.get(path()).json().path("interventions");
        JsonNode forStudent = student.http().get(path()).json().path("interventions");

        assertThat(forStaff.valueStream().map(one -> one.path("kind").asString()))
                .containsExactly("pause", "resume");
        assertThat(forStaff.at("/0/by/display_name").asString()).startsWith("Test proctor");
        assertThat(forStaff.at("/0/category").asString()).isEqualTo("technical");
        assertThat(forStudent).hasSize(2);
        assertThat(forStudent.at("/0/by").isNull()).isTrue();
        assertThat(forStudent.at("/1/words").asString()).isEqualTo("Your exam goes on: what stopped it is settled.");
        assertThat(people.student().http().get(path()).status()).isEqualTo(404);
    }

    @Test
    void whatIsNotInTheCatalogueOrDoesNotFitIsRefusedWithAWordOnWhatToDo() {
        assertThat(stepIn("pause", Map.of("category", "technical", "reason", "boredom"))
                        .status())
                .as("a reason that does not exist")
                .isEqualTo(400);
        TestHttp.Answer mixed = stepIn("pause", Map.of("category", "environment", "reason", "network"));
        assertThat(mixed.status()).isEqualTo(422);
        assertThat(mixed.json().path("detail").asString())
                .isEqualTo(
                        "This cannot be done so: reason does not belong to environment: network is under technical.");
        assertThat(stepIn("pause", Map.of("category", "other", "reason", "other"), Map.of("note", " "))
                        .json()
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("note");
        assertThat(stepIn("more_time", NETWORK).json().at("/errors/0/field").asString())
                .isEqualTo("minutes");
        assertThat(stepIn("pause", NETWORK, Map.of("minutes", 5)).status()).isEqualTo(422);
        assertThat(stepIn("more_time", NETWORK, Map.of("minutes", 601)).status())
                .isEqualTo(400);
        assertThat(stepIn("pause", NETWORK, Map.of("note", "x".repeat(100_000))).status())
                .isEqualTo(400);
        assertThat(proctor.post("/api/sessions/" + UUID.randomUUID() + "/interventions", body("pause"))
                        .status())
                .isEqualTo(404);
        assertThat(view().path("status").asString()).isEqualTo("active");
    }

    private static Map<String, Object> body(String kind) {
        Map<String, Object> body = new HashMap<>(NETWORK);
        body.put("kind", kind);
        return body;
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonHasPlainWordsWithoutGuiltForEveryKind(Reason reason) {
        for (InterventionKind kind : InterventionKind.values()) {
            String words = Intervention.words(kind, reason, kind == InterventionKind.MORE_TIME ? 10 : null);
            assertThat(words).startsWith("You").endsWith(".").hasSizeLessThan(150);
            assertThat(words.toLowerCase(java.util.Locale.ROOT)).doesNotContain("cheat", "suspic", "fraud");
        }
    }

    @Test
    void theCatalogueIsTheOneOfTheDatabase() {
        Set<String> categories = List.of(Reason.values()).stream()
                .map(reason -> reason.category().wireName())
                .collect(Collectors.toSet());
        assertThat(categories)
                .containsExactlyInAnyOrder("technical", "environment", "student", "rules", "organisation", "other");
    }
}
