package org.invigil.server.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.invigil.server.review.TestReviews.decision;
import static org.invigil.server.review.TestReviews.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.PersonRole;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.JsonNode;

/** Deciding about incidents and sittings. */
@ServerTest
class DecisionTests {

    private final TestPeople people;
    private final TestClock clock;
    private final ActorTransactions transactions;
    private final TestReviews reviews;
    private final UUID exam;
    private final Person student;
    private final UUID session;
    private final Person first;
    private final Person second;

    /** Each test has a sitting that is over, and two who review it. */
    DecisionTests(@Autowired TestPeople people, @Autowired TestClock clock, @Autowired ActorTransactions transactions) {
        this.people = people;
        this.clock = clock;
        this.transactions = transactions;
        this.reviews = new TestReviews(people, transactions);
        this.exam = people.exam();
        this.student = people.student();
        this.session = reviews.submitted(student, exam);
        this.first = people.proctor();
        this.second = people.proctor();
    }

    private static String decisions(UUID incident) {
        return "/api/incidents/" + incident + "/decisions";
    }

    private String outcomes() {
        return "/api/sessions/" + session + "/decisions";
    }

    private JsonNode review(TestHttp reader) {
        return reader.get("/api/sessions/" + session + "/review").json();
    }

    @Test
    void whoDecidesOnWhatWasJustDecidedIsToldWhatTheOtherDecided() {
        UUID incident = reviews.incident(session, "looking_left");
        TestHttp.Answer confirmed = first.http().post(decisions(incident), decision("confirmed", "looked_away", null));
        assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(200);
        assertThat(confirmed.json().path("reason_group").asString()).isEqualTo("conduct");
        assertThat(confirmed.json().path("behavior").asString()).isEqualTo("looking_left");

        TestHttp.Answer late = second.http().post(decisions(incident), decision("dismissed", "thinking", null));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.code()).isEqualTo("decision_conflict");
        JsonNode others = late.json().path("incident_decision");
        assertThat(others.path("decision").asString()).isEqualTo("confirmed");
        assertThat(others.at("/decided_by/id").asString()).isEqualTo(first.id().toString());

        TestHttp.Answer again = second.http()
                .post(
                        decisions(incident),
                        decision("dismissed", "thinking", others.path("id").asString()));
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(review(first.http()).at("/incident_decisions/0/decision").asString())
                .isEqualTo("dismissed");
        assertThat(review(first.http()).path("incident_decisions")).hasSize(1);
    }

    @Test
    void ofManyAtOnceOneDecides() throws Exception {
        UUID incident = reviews.incident(session, "absent");
        List<Person> reviewers = List.of(first, second, people.proctor(), people.proctor());
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = reviewers.stream()
                    .map(reviewer -> pool.submit(() -> reviewer.http()
                            .post(decisions(incident), decision("dismissed", "brief", null))
                            .status()))
                    .toList();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409, 409);
    }

    @Test
    void theSameDecisionSentTwiceIsOne() {
        UUID incident = reviews.incident(session, "looking_up");
        Map<String, Object> body = decision("dismissed", "thinking", null);
        TestHttp.Answer once = first.http().post(decisions(incident), body);
        TestHttp.Answer twice = first.http().post(decisions(incident), body);
        assertThat(twice.status()).isEqualTo(200);
        assertThat(twice.json()).isEqualTo(once.json());
    }

    @Test
    void aStudentSeesDecisionsOnceTheSittingIsDecided() {
        UUID incident = reviews.incident(session, "away");
        first.http().post(decisions(incident), decision("confirmed", "left_place", null));
        note("Among us");
        assertThat(review(student.http()).path("incident_decisions")).isEmpty();

        TestHttp.Answer more = first.http().post(outcomes(), outcome("needs_more", "", null));
        assertThat(more.status()).as(more.text()).isEqualTo(200);
        assertThat(more.json().path("deadline").isNull()).isTrue();
        assertThat(review(student.http()).path("decision").isNull()).isTrue();
        assertThat(review(student.http()).path("incident_decisions")).isEmpty();

        TestHttp.Answer concern = second.http()
                .post(
                        outcomes(),
                        outcome(
                                "concern",
                                "You left for a while.",
                                more.json().path("id").asString()));
        assertThat(concern.status()).as(concern.text()).isEqualTo(200);
        Instant deadline = Instant.parse(concern.json().path("deadline").asString());
        assertThat(Duration.between(
                        Instant.parse(concern.json().path("decided_at").asString()), deadline))
                .isEqualTo(Duration.ofDays(14));
        JsonNode seen = review(student.http());
        assertThat(seen.at("/decision/comment").asString()).isEqualTo("You left for a while.");
        assertThat(seen.at("/decision/decided_by").isNull())
                .as("who it was is not told")
                .isTrue();
        assertThat(seen.path("incident_decisions")).hasSize(1);
        assertThat(seen.path("comments")).isEmpty();
        assertThat(seen.path("may_decide").asBoolean()).isFalse();
        assertThat(review(first.http()).path("comments")).hasSize(1);
    }

    @Test
    void aDecisionThatIsLookedAtAgainIsNotToldUntilTheNext() {
        UUID away = reviews.incident(session, "away");
        first.http().post(decisions(away), decision("confirmed", "left_place", null));
        String concern = decided(outcome("concern", "You left.", null));
        assertThat(review(student.http()).at("/decision/id").asString()).isEqualTo(concern);
        assertThat(review(student.http()).path("incident_decisions")).hasSize(1);

        String more = decided(outcome("needs_more", "", concern));
        JsonNode meanwhile = review(student.http());
        assertThat(meanwhile.path("decision").isNull()).isTrue();
        assertThat(meanwhile.path("incident_decisions")).isEmpty();
        String appeal = "/api/exam/sessions/" + session + "/appeal";
        TestHttp.Answer saved =
                student.http().put(appeal, Map.of("builds_on", 0, "statement", "No.", "answers", List.of()));
        assertThat(saved.status()).as(saved.text()).isEqualTo(409);
        JsonNode told = student.http().get(appeal).json();
        assertThat(told.path("decision").isNull()).isTrue();
        assertThat(told.at("/incidents/0/decision").isNull())
                .as("nor what was decided about an incident")
                .isTrue();
        assertThat(told.path("can_write").asBoolean()).isFalse();

        String clear = decided(outcome("no_concern", "All is well.", more));
        assertThat(review(student.http()).at("/decision/id").asString()).isEqualTo(clear);
        assertThat(review(first.http()).at("/decision/id").asString()).isEqualTo(clear);
        JsonNode after = student.http().get(appeal).json();
        assertThat(after.at("/decision/id").asString()).isEqualTo(clear);
        assertThat(after.at("/incidents/0/decision/decision").asString()).isEqualTo("confirmed");
    }

    @Test
    void aSittingIsConcludedWhenEachIncidentThatCountsIsDecided() {
        UUID one = reviews.incident(session, "away");
        UUID other = reviews.incident(session, "looking_left");
        reviews.incident(session, "camera_unusable");
        TestHttp.Answer early = refused(outcomes(), outcome("concern", "You left.", null), 409, "incidents_undecided");
        assertThat(early.json().path("detail").asString()).startsWith("2 incidents of this session are not decided");
        first.http().post(decisions(one), decision("confirmed", "left_place", null));
        refused(outcomes(), outcome("no_concern", "", null), 409, "incidents_undecided");
        String more = decided(outcome("needs_more", "", null));
        first.http().post(decisions(other), decision("dismissed", "thinking", null));
        decided(outcome("concern", "You left.", more));
    }

    private String decided(Map<String, Object> outcome) {
        TestHttp.Answer answer = first.http().post(outcomes(), outcome);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("id").asString();
    }

    @Test
    void whatCannotBeKeptIsRefusedWithASentence() {
        UUID incident = reviews.incident(session, "looking_right");
        refused(decisions(incident), decision("confirmed", "bad_mood", null), 422, "unknown_reason");
        refused(decisions(incident), decision("confirmed", "thinking", null), 422, "unsuitable_reason");
        Map<String, Object> bare = decision("dismissed", "", null);
        refused(decisions(incident), bare, 422, "reason_required");
        Map<String, Object> novel = decision("dismissed", "thinking", null);
        novel.put("comment", "x".repeat(100_000));
        TestHttp.Answer tooLong = refused(decisions(incident), novel, 400, "invalid_request");
        assertThat(tooLong.json().at("/errors/0/field").asString()).isEqualTo("comment");
        assertThat(tooLong.json().at("/errors/0/message").asString()).startsWith("must have at most 4000 characters");
        refused(outcomes(), outcome("concern", "", null), 422, "reason_required");
        refused(
                decisions(reviews.incident(session, "looking_down", TestReviews.BEGAN, null)),
                decision("dismissed", "brief", null),
                409,
                "incident_open");
        refused(decisions(UUID.randomUUID()), decision("dismissed", "brief", null), 404, "not_found");

        Person running = people.student();
        UUID active = people.start(running, exam);
        refused("/api/sessions/" + active + "/decisions", outcome("no_concern", "", null), 409, "session_not_over");
        assertThat(review(first.http()).path("incident_decisions")).isEmpty();
    }

    private TestHttp.Answer refused(String path, Map<String, Object> body, int status, String code) {
        TestHttp.Answer answer = first.http().post(path, body);
        assertThat(answer.status()).as(path + answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        return answer;
    }

    @Test
    void whoOnlyWatchesReadsDecisionsAndMakesNone() {
        UUID incident = reviews.incident(session, "absent");
        first.http().post(decisions(incident), decision("dismissed", "brief", null));
        Person proctor = people.person(PersonRole.PROCTOR);
        JsonNode seen = review(proctor.http());
        assertThat(seen.path("incident_decisions")).hasSize(1);
        assertThat(seen.path("may_decide").asBoolean()).isFalse();
        note("Among us");
        assertThat(review(proctor.http()).path("comments"))
                .as("what reviewers say to each other")
                .isEmpty();
        assertThat(review(second.http()).path("comments")).hasSize(1);
        assertThat(proctor.http()
                        .post(decisions(incident), decision("dismissed", "brief", null))
                        .status())
                .isEqualTo(403);
    }

    private void note(String body) {
        TestHttp.Answer noted = first.http()
                .post(
                        "/api/sessions/" + session + "/review/comments",
                        Map.of("id", UUID.randomUUID().toString(), "body", body));
        assertThat(noted.status()).as(noted.text()).isEqualTo(200);
    }

    @Test
    void aDecisionIsAboutAnIncidentOfItsSittingInTheDatabaseToo() {
        UUID incident = reviews.incident(session, "away");
        Person otherStudent = people.student();
        UUID otherSession = reviews.submitted(otherStudent, exam);
        assertThatThrownBy(() -> insert(incident, otherSession, otherStudent, null))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("row-level security");
        assertThatThrownBy(() -> insert(UUID.randomUUID(), session, student, null))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("row-level security");

        UUID decided = insert(incident, session, student, null);
        assertThatThrownBy(() -> insert(incident, otherSession, otherStudent, decided))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("incident_decisions_supersedes_of_one_sitting");

        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("DELETE FROM incidents WHERE id = ?")
                .param(incident)
                .update());
        insert(incident, session, student, decided); // what follows a decision outlives its incident
    }

    /** Straight into the table, as the first reviewer. */
    private UUID insert(UUID incident, UUID ofSession, Person ofStudent, @Nullable UUID supersedes) {
        UUID id = UUID.randomUUID();
        transactions.run(first.actor(), jdbc -> jdbc.sql("""
                        INSERT INTO incident_decisions (id, incident_id, session_id, student_id, behavior, started_at, ended_at,
                                                        decision, comment, origin, decided_by, decided_at, supersedes)
                        VALUES (:id, :incident, :session, :student, 'away', now(), now(), 'dismissed', 'x', 'review', :by, now(),
                                CAST(:supersedes AS uuid))""")
                .param("id", id)
                .param("incident", incident)
                .param("session", ofSession)
                .param("student", ofStudent.id())
                .param("by", first.id())
                .param("supersedes", supersedes)
                .update());
        return id;
    }

    @Test
    void nobodyDecidesAboutTheirOwnSitting() {
        Person assistant = people.person(PersonRole.STUDENT, PersonRole.REVIEWER);
        UUID own = reviews.submitted(assistant, exam);
        UUID incident = reviews.incident(own, "absent");
        TestHttp.Answer refused = assistant.http().post(decisions(incident), decision("dismissed", "brief", null));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("own_sitting");
        assertThat(assistant
                        .http()
                        .post("/api/sessions/" + own + "/decisions", outcome("no_concern", "", null))
                        .code())
                .isEqualTo("own_sitting");

        Actor admin = new Actor(Actor.Role.ADMIN, assistant.id());
        assertThatThrownBy(() -> transactions.run(admin, jdbc -> jdbc.sql("""
                                INSERT INTO session_decisions (id, session_id, student_id, outcome, comment, origin, decided_by, decided_at)
                                VALUES (gen_random_uuid(), ?, ?, 'no_concern', '', 'review', ?, now())""")
                        .params(own, assistant.id(), assistant.id())
                        .update()))
                .as("in SQL, and for admins too")
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void twoReviewersSeeEachOtherAndWhatTheOtherHas() {
        UUID incident = reviews.incident(session, "absent");
        String presence = "/api/sessions/" + session + "/review/presence";
        first.http().post(presence, Map.of("incident_id", incident.toString()));
        JsonNode seen = second.http().post(presence, Map.of()).json();
        assertThat(seen.path("present")).hasSize(1);
        assertThat(seen.at("/present/0/reviewer/id").asString())
                .isEqualTo(first.id().toString());
        assertThat(seen.at("/present/0/incident_id").asString()).isEqualTo(incident.toString());

        clock.advance(Duration.ofSeconds(5));
        try {
            assertThat(second.http().post(presence, Map.of()).json().path("present"))
                    .as("whoever is not heard of for four seconds has left")
                    .isEmpty();
        } finally {
            clock.advance(Duration.ofSeconds(-5));
        }
    }

    @Test
    void aSittingIsTakenGivenAndReleased() {
        String path = "/api/sessions/" + session + "/review/assignment";
        TestHttp.Answer taken = first.http().put(path, assign(first.id(), 0));
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        assertThat(taken.json().at("/assignment/action").asString()).isEqualTo("taken");

        TestHttp.Answer late = second.http().put(path, assign(second.id(), 0));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.code()).isEqualTo("assignment_conflict");
        assertThat(late.json().path("detail").asString())
                .contains(first.profile().displayName());

        TestHttp.Answer given = first.http().put(path, assign(second.id(), 1));
        assertThat(given.json().at("/assignment/action").asString()).isEqualTo("given");
        assertThat(second.http()
                        .get("/api/exams/" + exam + "/review?filter=mine")
                        .json()
                        .at("/counts/mine")
                        .asInt())
                .as("it has no incident yet, and is not shown")
                .isZero();
        reviews.incident(session, "absent");
        JsonNode mine =
                second.http().get("/api/exams/" + exam + "/review?filter=mine").json();
        assertThat(mine.path("cases")).hasSize(1);
        assertThat(mine.at("/cases/0/assigned_to/id").asString())
                .isEqualTo(second.id().toString());

        TestHttp.Answer released = second.http().put(path, assign(null, 2));
        assertThat(released.json().at("/assignment/reviewer").isNull()).isTrue();
        assertThat(first.http().put(path, assign(student.id(), 3)).code()).isEqualTo("unknown_reviewer");
        assertThat(first.http()
                        .get("/api/sessions/" + session + "/review/reviewers")
                        .json()
                        .path("reviewers"))
                .extracting(reviewer -> reviewer.path("id").asString())
                .contains(first.id().toString(), second.id().toString())
                .doesNotContain(student.id().toString());
    }

    private static Map<String, Object> assign(@Nullable UUID reviewer, int buildsOn) {
        Map<String, Object> body = new HashMap<>(Map.of("builds_on", buildsOn));
        body.put("reviewer_id", reviewer == null ? null : reviewer.toString());
        return body;
    }
}
