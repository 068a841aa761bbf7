package org.invigil.server.exam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.PersonRole;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ServerTest
class ExamTests {

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    ActorTransactions transactions;

    @Test
    void anAdminWritesChangesAndDeletesAnExam() {
        TestPeople.Person admin = people.admin();
        Map<String, Object> input = input(Map.of("policy", Map.of("paper_exam", true)));
        TestHttp.Answer made = admin.http().post("/api/exams", input);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        JsonNode exam = made.json();
        assertThat(exam.path("state").asString()).isEqualTo("open");
        assertThat(exam.at("/policy/paper_exam").asBoolean()).isTrue();
        assertThat(exam.at("/questions/1/position").asInt()).isEqualTo(2);
        assertThat(exam.at("/questions/2/kind").asString()).isEqualTo("text");
        String path = "/api/exams/" + exam.path("exam_id").asString();

        List<Map<String, Object>> reversed = List.of(Map.of(
                "question_id",
                exam.at("/questions/2/question_id").asString(),
                "kind",
                "text",
                "prompt",
                "Why, really?",
                "options",
                List.of()));
        TestHttp.Answer changed = admin.http().put(path, input(Map.of("questions", reversed, "title", "Renamed")));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().path("title").asString()).isEqualTo("Renamed");
        assertThat(changed.json().path("question_count").asInt()).isEqualTo(1);
        assertThat(changed.json().at("/questions/0/question_id")).isEqualTo(exam.at("/questions/2/question_id"));

        assertThat(admin.http().delete(path).status()).isEqualTo(204);
        assertThat(admin.http().get(path).status()).isEqualTo(404);
        assertThat(admin.http().delete(path).status()).isEqualTo(404);
    }

    @Test
    void satQuestionsStayAsTheyAreButTheRestMayChange() {
        TestPeople.Person admin = people.admin();
        JsonNode exam = admin.http().post("/api/exams", input(Map.of())).json();
        String id = exam.path("exam_id").asString();
        people.start(people.student(), UUID.fromString(id));

        TestHttp.Answer questions = admin.http().put("/api/exams/" + id, input(Map.of()));
        assertThat(questions.status()).as("questions without ids are new ones").isEqualTo(409);
        assertThat(questions.code()).isEqualTo("exam_in_use");
        assertThat(admin.http().delete("/api/exams/" + id).code()).isEqualTo("exam_in_use");

        TestHttp.Answer title = admin.http().put("/api/exams/" + id, sameQuestions(exam, Map.of("title", "New")));
        assertThat(title.status()).as(title.text()).isEqualTo(200);
        assertThat(title.json().path("title").asString()).isEqualTo("New");
    }

    @Test
    void whatIsWrongIsNamedFieldByField() {
        TestPeople.Person admin = people.admin();
        JsonNode many = admin.http()
                .post("/api/exams", input(Map.of("title", " ", "duration_minutes", 0)))
                .json();
        assertThat(many.path("code").asString()).isEqualTo("invalid_request");
        assertThat(fields(many)).containsExactly("duration_minutes", "title");

        Instant now = clock.instant();
        assertThat(fields(post(admin, Map.of("opens_at", now.toString(), "closes_at", now.toString()))))
                .containsExactly("closes_at");
        Map<String, String> option = Map.of("option_id", "a", "text", "Yes");
        assertThat(fields(post(
                        admin,
                        Map.of(
                                "questions",
                                List.of(
                                        Map.of(
                                                "kind",
                                                "single_choice",
                                                "prompt",
                                                "?",
                                                "options",
                                                List.of(option, option)),
                                        Map.of("kind", "multiple_choice", "prompt", "?", "options", List.of(option)),
                                        Map.of("kind", "text", "prompt", "?", "options", List.of(option)))))))
                .containsExactly("questions[0].options", "questions[1].options", "questions[2].options");
        assertThat(fields(post(admin, Map.of("policy", Map.of("sight", Map.of("no_such_key", 1))))))
                .containsExactly("policy.sight.no_such_key");
        assertThat(fields(post(admin, Map.of("surprise", 1)))).containsExactly("surprise");
        assertThat(fields(post(admin, Map.of("opens_at", "soon")))).containsExactly("opens_at");
        assertThat(fields(post(
                        admin,
                        Map.of("questions", List.of(Map.of("kind", "essay", "prompt", "?", "options", List.of()))))))
                .containsExactly("questions[0].kind");
    }

    @Test
    void twoOptionsOfAQuestionThatReadTheSameAreRefused() {
        TestPeople.Person admin = people.admin();
        JsonNode refused = post(admin, question("Yes", "No", " Yes ", "caf\u00e9", "cafe\u0301"));
        assertThat(fields(refused)).containsExactly("questions[0].options[2].text", "questions[0].options[4].text");
        assertThat(refused.path("errors").path(0).path("message").asString())
                .isEqualTo("is the same as option 1: change or remove one of them");
        assertThat(admin.http()
                        .post("/api/exams", input(question("Co", "CO", "No")))
                        .status())
                .isEqualTo(201);
    }

    /** Of a time when nothing was said against them: title and times can be changed while the exam is sat. */
    @Test
    void optionsThatAreStoredAlreadyAreLeftAlone() {
        TestPeople.Person admin = people.admin();
        Map<String, Object> input = input(question("Yes", "No"));
        JsonNode exam = admin.http().post("/api/exams", input).json();
        UUID id = UUID.fromString(exam.path("exam_id").asString());
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("""
                        UPDATE questions SET options = CAST('[{"option_id": "o0", "text": "Yes"}, {"option_id": "o1", "text": "Yes"}]' AS jsonb)
                        WHERE exam_id = ?""").param(id).update());
        people.start(people.student(), id);

        Map<String, Object> asStored = new HashMap<>(input);
        asStored.put("title", "Renamed");
        asStored.put(
                "questions",
                List.of(Map.of(
                        "question_id",
                        exam.at("/questions/0/question_id").asString(),
                        "kind",
                        "single_choice",
                        "prompt",
                        "?",
                        "options",
                        List.of(Map.of("option_id", "o0", "text", "Yes"), Map.of("option_id", "o1", "text", "Yes")))));
        TestHttp.Answer changed = admin.http().put("/api/exams/" + id, asStored);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().path("title").asString()).isEqualTo("Renamed");
    }

    private static Map<String, Object> question(String... options) {
        List<Map<String, String>> choices = IntStream.range(0, options.length)
                .mapToObj(i -> Map.of("option_id", "o" + i, "text", options[i]))
                .toList();
        return Map.of("questions", List.of(Map.of("kind", "single_choice", "prompt", "?", "options", choices)));
    }

    @Test
    void studentsSeeTheCoverAndNoQuestionsBeforeTheyStart() {
        UUID exam = people.exam();
        TestPeople.Person student = people.student();
        JsonNode cover = student.http().get("/api/exams/" + exam).json();
        assertThat(cover.path("question_count").asInt()).isEqualTo(3);
        assertThat(cover.has("questions")).isFalse();
        assertThat(cover.has("policy")).isFalse();
        assertThat(people.proctor()
                        .http()
                        .get("/api/exams/" + exam)
                        .json()
                        .path("questions")
                        .size())
                .isEqualTo(3);
    }

    @Test
    void whatSomebodyElseHasChangedMeanwhileIsNotWrittenOver() {
        TestPeople.Person admin = people.admin();
        JsonNode opened = admin.http().post("/api/exams", input(Map.of())).json();
        String path = "/api/exams/" + opened.path("exam_id").asString();
        String basis = opened.path("updated_at").asString();

        Map<String, Object> mine = sameQuestions(opened, Map.of("title", "Mine", "based_on", basis));
        JsonNode saved = admin.http().put(path, mine).json();
        assertThat(saved.path("title").asString()).isEqualTo("Mine");

        // The test's clock stands still: the state has another name all the same.
        Map<String, Object> theirs = sameQuestions(opened, Map.of("description", "Theirs", "based_on", basis));
        TestHttp.Answer refused = admin.http().put(path, theirs);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("exam_changed");
        JsonNode stored = admin.http().get(path).json();
        assertThat(stored.path("title").asString()).isEqualTo("Mine");
        assertThat(stored.path("description")).isEqualTo(opened.path("description"));

        theirs.put("based_on", stored.path("updated_at").asString());
        assertThat(admin.http().put(path, theirs).json().path("description").asString())
                .isEqualTo("Theirs");
    }

    @Test
    void anAuthorIsToldThatSomebodyHasBegunTheExam() {
        TestPeople.Person author = people.person(PersonRole.AUTHOR);
        JsonNode exam = author.http().post("/api/exams", input(Map.of())).json();
        UUID examId = UUID.fromString(exam.path("exam_id").asString());
        assertThat(exam.path("has_sittings").asBoolean(true)).isFalse();

        people.start(people.student(), examId);
        assertThat(author.http()
                        .get("/api/exams/" + examId)
                        .json()
                        .path("has_sittings")
                        .asBoolean())
                .isTrue();
    }

    private Map<String, Object> sameQuestions(JsonNode exam, Map<String, Object> changes) {
        List<Map<String, Object>> questions = exam.path("questions")
                .valueStream()
                .map(question -> Map.<String, Object>of(
                        "question_id", question.path("question_id").asString(),
                        "kind", question.path("kind").asString(),
                        "prompt", question.path("prompt").asString(),
                        "options", question.path("options")))
                .toList();
        Map<String, Object> input = input(changes);
        input.put("questions", questions);
        return input;
    }

    private JsonNode post(TestPeople.Person admin, Map<String, ?> changes) {
        TestHttp.Answer answer = admin.http().post("/api/exams", input(changes));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        return answer.json();
    }

    private Map<String, Object> input(Map<String, ?> changes) {
        Map<String, Object> input =
                new HashMap<>(TestPeople.examInput(clock.instant().minusSeconds(60)));
        input.putAll(changes);
        return input;
    }

    private static List<String> fields(JsonNode problem) {
        return problem.path("errors")
                .valueStream()
                .map(error -> error.path("field").asString())
                .toList();
    }
}
