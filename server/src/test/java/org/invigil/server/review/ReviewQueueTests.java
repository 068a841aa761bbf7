package org.invigil.server.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.invigil.server.review.TestReviews.decision;
import static org.invigil.server.review.TestReviews.outcome;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.rules.policy.Policy;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClip;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What is to be reviewed of an exam, how often flags stood, and decisions as labels. */
@ServerTest
class ReviewQueueTests {

    private final TestPeople people;
    private final ActorTransactions transactions;
    private final TestReviews reviews;
    private final Person reviewer;

    ReviewQueueTests(@Autowired TestPeople people, @Autowired ActorTransactions transactions) {
        this.people = people;
        this.transactions = transactions;
        this.reviews = new TestReviews(people, transactions);
        this.reviewer = people.proctor();
    }

    private JsonNode queue(UUID exam, String query) {
        TestHttp.Answer answer = reviewer.http().get("/api/exams/" + exam + "/review" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> sessions(JsonNode queue) {
        return queue.path("cases")
                .valueStream()
                .map(line -> line.path("session_id").asString())
                .toList();
    }

    /** An exam in which this share of the sittings without an incident is shown. */
    private UUID exam(double sampleShare) {
        Map<String, Object> input =
                new HashMap<>(TestPeople.examInput(Instant.now().minusSeconds(60)));
        input.put("policy", Map.of("review", Map.of("sample_share", sampleShare)));
        return UUID.fromString(people.admin()
                .http()
                .post("/api/exams", input)
                .json()
                .path("exam_id")
                .asString());
    }

    @Test
    void whatMattersStandsFirstAndPagesFollowEachOther() {
        UUID exam = exam(0);
        UUID low = reviews.submitted(exam);
        reviews.incident(low, "looking_left");
        UUID high = reviews.submitted(exam);
        reviews.incident(high, "multiple_faces");
        UUID medium = reviews.submitted(exam);
        reviews.incident(medium, "absent");
        UUID neutral = reviews.submitted(exam);
        reviews.incident(neutral, "camera_unusable");
        reviews.submitted(exam);
        UUID running = people.start(people.student(), exam);
        reviews.incident(running, "away");
        UUID replayed = reviews.submitted(exam);
        reviews.incident(replayed, "camera_replayed");

        JsonNode all = queue(exam, "");
        assertThat(sessions(all)).hasSize(4).endsWith(medium.toString(), low.toString());
        assertThat(sessions(all).subList(0, 2)).containsExactlyInAnyOrder(high.toString(), replayed.toString());
        assertThat(all.path("cases"))
                .extracting(line -> line.path("priority").asString())
                .containsExactly("high", "high", "medium", "low");
        assertThat(all.at("/counts/undecided").asInt()).isEqualTo(4);

        List<String> paged = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = queue(exam, "?limit=1" + (next.isEmpty() ? "" : "&after=" + next));
            paged.addAll(sessions(page));
            next = page.path("next").isNull() ? "" : page.path("next").asString();
        } while (!next.isEmpty());
        assertThat(paged).isEqualTo(sessions(all));
        assertThat(reviewer.http()
                        .get("/api/exams/" + exam + "/review?after=1.2.x")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whatIsDecidedLeavesTheQueueAndComesBackWhenMoreIsNeeded() {
        UUID exam = exam(0);
        UUID session = reviews.submitted(exam);
        UUID incident = reviews.incident(session, "absent");
        JsonNode undecided = queue(exam, "").path("cases").path(0);
        assertThat(undecided.path("incidents").isNull())
                .as("a number of none would tell a sample")
                .isTrue();

        decide(incident, false);
        String decided = reviewer.http()
                .post("/api/sessions/" + session + "/decisions", outcome("no_concern", "", null))
                .json()
                .path("id")
                .asString();
        assertThat(sessions(queue(exam, ""))).isEmpty();
        JsonNode line = queue(exam, "?filter=decided").path("cases").path(0);
        assertThat(line.path("outcome").asString()).isEqualTo("no_concern");
        assertThat(line.path("incidents").asInt()).isEqualTo(1);
        assertThat(line.path("sample").asBoolean()).isFalse();

        reviewer.http().post("/api/sessions/" + session + "/decisions", outcome("needs_more", "", decided));
        assertThat(sessions(queue(exam, ""))).containsExactly(session.toString());
    }

    @Test
    void aSampleLooksLikeTheOthersUntilItIsDecided() {
        UUID exam = exam(1);
        UUID unflagged = reviews.submitted(exam);
        JsonNode line = queue(exam, "").path("cases").path(0);
        assertThat(line.path("session_id").asString()).isEqualTo(unflagged.toString());
        assertThat(line.path("sample").isNull()).isTrue();
        assertThat(line.path("priority").asString()).isIn("medium", "low");

        reviewer.http().post("/api/sessions/" + unflagged + "/decisions", outcome("concern", "Somebody spoke", null));
        assertThat(queue(exam, "?filter=decided").at("/cases/0/sample").asBoolean())
                .isTrue();
        JsonNode sample = reviewer.http()
                .get("/api/exams/" + exam + "/review/statistics")
                .json()
                .path("sample");
        assertThat(sample.path("decided").asInt()).isEqualTo(1);
        assertThat(sample.path("so").asInt()).isEqualTo(1);
        assertThat(sample.path("share").isNull()).as("too few").isTrue();

        UUID none = exam(0);
        reviews.submitted(none);
        assertThat(sessions(queue(none, ""))).isEmpty();
    }

    @Test
    void whatIsPromisedToBeDecidedIsInTheQueueAndNothingElse() {
        UUID exam = exam(0);
        UUID sampled = exam(1);
        promised(exam, "absent", true, true);
        promised(exam, "camera_unusable", false, false);
        promised(exam, null, false, false);
        promised(sampled, "camera_unusable", false, true);
        promised(sampled, null, false, true);
    }

    /**
     * Sits the exam and looks at what each page says of it.
     *
     * @param isToldTo whether the student reads that somebody decides; the same whether or not it is a sample
     */
    private void promised(UUID exam, @Nullable String behavior, boolean isToldTo, boolean isQueued) {
        Person student = people.student();
        UUID session = reviews.submitted(student, exam);
        if (behavior != null) {
            reviews.incident(session, behavior);
        }
        String what = behavior + " in " + exam;
        assertThat(sessions(queue(exam, "")).contains(session.toString()))
                .as(what)
                .isEqualTo(isQueued);
        JsonNode review =
                reviewer.http().get("/api/sessions/" + session + "/review").json();
        assertThat(review.path("due_at").isNull()).as(what).isEqualTo(!isQueued);
        assertThat(student.http()
                        .get("/api/exam/sessions/" + session + "/appeal")
                        .json()
                        .path("must_be_decided")
                        .asBoolean())
                .as(what)
                .isEqualTo(isToldTo);
        assertThat(reviewer.http().get("/api/sessions/" + session).json().path("incidents"))
                .extracting(incident -> incident.path("must_be_decided").asBoolean())
                .as(what)
                .isEqualTo(behavior == null ? List.of() : List.of(isToldTo));
    }

    @Test
    void theExamsOfAReviewerSayHowManyWaitAndThoseStandFirst() {
        UUID quiet = exam(0);
        reviews.submitted(quiet);
        UUID waits = exam(0);
        UUID session = reviews.submitted(waits);
        reviews.incident(session, "absent");
        UUID newest = exam(0);

        JsonNode exams = reviewer.http().get("/api/review/exams").json().path("exams");
        Map<String, Long> undecided = new LinkedHashMap<>();
        exams.forEach(exam -> undecided.put(
                exam.path("exam_id").asString(), exam.path("undecided").asLong()));
        assertThat(undecided)
                .containsEntry(waits.toString(), 1L)
                .containsEntry(quiet.toString(), 0L)
                .containsEntry(newest.toString(), 0L);
        List<String> order = List.copyOf(undecided.keySet());
        assertThat(order.indexOf(waits.toString()))
                .isLessThan(order.indexOf(newest.toString()))
                .isLessThan(order.indexOf(quiet.toString()));
    }

    @Test
    void theDatabaseHasTheDefaultsOfTheRules() {
        UUID exam = people.exam();
        UUID session = reviews.submitted(exam);
        Integer days = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT extract(day FROM due_at - over_at)::integer FROM review_cases WHERE session_id = ?")
                .param(session)
                .query(Integer.class)
                .single());
        assertThat(days).isEqualTo(Policy.DEFAULT.review().decideWithinDays());
        String function = transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT prosrc FROM pg_proc WHERE proname = 'invigil_refresh_review_cases'")
                .query(String.class)
                .single());
        assertThat(function)
                .contains("'{review,sample_share}')::numeric, "
                        + Policy.DEFAULT.review().sampleShare() + ")");
    }

    @Test
    void howOftenFlagsStoodIsToldWithAnInterval() {
        UUID exam = exam(0);
        UUID session = reviews.submitted(exam);
        for (int i = 0; i < 20; i++) {
            decide(reviews.incident(session, "looking_left"), i < 6);
        }
        decide(reviews.incident(session, "absent"), true);
        JsonNode behaviors = reviewer.http()
                .get("/api/exams/" + exam + "/review/statistics")
                .json()
                .path("behaviors");
        JsonNode left = behaviors.path(0);
        assertThat(left.path("behavior").asString()).isEqualTo("looking_left");
        assertThat(left.at("/confirmed/share").asDouble()).isEqualTo(0.3);
        assertThat(left.at("/confirmed/low").asDouble()).isEqualTo(0.145);
        assertThat(left.at("/confirmed/high").asDouble()).isEqualTo(0.519);
        assertThat(left.path("stands_in_under_half").asBoolean()).isTrue();
        JsonNode absent = behaviors.path(1);
        assertThat(absent.at("/confirmed/share").isNull()).isTrue();
        assertThat(absent.path("stands_in_under_half").asBoolean()).isFalse();
    }

    private void decide(UUID incident, boolean confirmed) {
        TestHttp.Answer answer = reviewer.http()
                .post(
                        "/api/incidents/" + incident + "/decisions",
                        confirmed
                                ? decision("confirmed", "looked_away", null)
                                : decision("dismissed", "misread", null));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void decisionsAreExportedAsLabelsOfClips() {
        UUID exam = exam(0);
        Person student = people.student();
        UUID session = people.start(student, exam);
        String path = TestClip.upload(
                        student.http(),
                        session.toString(),
                        UUID.randomUUID().toString(),
                        TestClip.webm("labels"),
                        Map.of())
                .json()
                .path("storage_path")
                .asString();
        UUID apart = UUID.randomUUID();
        TestClip.upload(student.http(), session.toString(), apart.toString(), TestClip.webm("apart"), Map.of());
        // Nobody has asked for either; a check has found the first to be good.
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "UPDATE clip_checks SET state = 'verified', checked_at = now() WHERE session_id = ? AND clip_id <> ?")
                .params(session, apart)
                .update());
        TestReviews.submit(student, session);
        decide(reviews.incident(session, "looking_left"), true);
        decide(
                reviews.incident(
                        session, "absent", TestReviews.BEGAN.plusSeconds(3), TestReviews.BEGAN.plusSeconds(60)),
                false);
        UUID open = reviews.incident(session, "looking_up");
        reviewer.http().post("/api/incidents/" + open + "/decisions", decision("dismissed", "camera", null));

        TestHttp.Answer answer = reviewer.http().get("/api/exams/" + exam + "/labels");
        assertThat(answer.header("Content-Type")).startsWith("text/csv");
        assertThat(answer.text())
                .isEqualTo("file,from_ms,to_ms,condition,behaviors,attentive\n"
                        + path + ",2000,10000,reviewed;confirmed,looking_left,\n"
                        + path + ",5000,10000,reviewed;dismissed,,yes\n");
    }
}
