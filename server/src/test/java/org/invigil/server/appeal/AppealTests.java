package org.invigil.server.appeal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.appeal.TestAppeals.Sat;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The way of an appeal over HTTP, from the decision that it is about to the one that ends it. */
@ServerTest
class AppealTests {

    private static final Duration LATE = TestAppeals.TIME_TO_APPEAL.plusDays(1);

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    ActorTransactions transactions;

    private TestAppeals appeals;

    @BeforeEach
    void makeAppeals() {
        appeals = new TestAppeals(people, transactions);
    }

    @Test
    void aStudentAnswersAndSomebodyElseDecidesForEverybody() {
        Sat sat = appeals.sat();
        Person first = people.proctor();
        Person second = people.proctor();

        JsonNode waiting = sat.read().json();
        assertThat(waiting.path("decision").isNull()).isTrue();
        assertThat(Instant.parse(waiting.path("look_until").asString()))
                .isEqualTo(
                        Instant.parse(waiting.path("handed_in_at").asString()).plus(Duration.ofDays(14)));
        assertThat(waiting.path("can_write").asBoolean()).isFalse();
        assertThat(waiting.path("submit_reason").asString()).isEqualTo("student");
        assertThat(waiting.path("end_reason").isNull()).isTrue();

        appeals.decide(sat, first);
        JsonNode told = sat.read().json();
        assertThat(told.at("/decision/outcome").asString()).isEqualTo("concern");
        assertThat(told.at("/decision/comment").asString()).isEqualTo("Talk to me.");
        assertThat(told.path("can_write").asBoolean()).isTrue();
        assertThat(told.at("/incidents/0/decision/decision").asString()).isEqualTo("confirmed");
        assertThat(told.toString())
                .as("who decided is not told")
                .doesNotContain(first.id().toString());

        String appealId = appeals.sent(sat);
        JsonNode sent = sat.read().json();
        assertThat(sent.at("/appeal/status").asString()).isEqualTo("sent");
        assertThat(Instant.parse(sent.at("/appeal/answer_until").asString()))
                .isEqualTo(Instant.parse(sent.at("/appeal/sent_at").asString()).plus(Duration.ofDays(14)));

        JsonNode read = second.http().get("/api/appeals/" + appealId).json();
        assertThat(read.path("can_decide").asBoolean()).isTrue();
        assertThat(read.at("/incidents/0/answer").asString()).isEqualTo("I was ill.");

        TestHttp.Answer decided = TestAppeals.decide(second, appealId, sat, "granted", "upheld");
        assertThat(decided.status()).as(decided.text()).isEqualTo(200);

        JsonNode end = sat.read().json();
        assertThat(end.at("/appeal/status").asString()).isEqualTo("decided");
        assertThat(end.at("/appeal/outcome/outcome").asString()).isEqualTo("upheld");
        assertThat(end.at("/appeal/outcome/reason").asString()).isEqualTo("All in all.");
        assertThat(end.at("/incidents/0/outcome/reason").asString()).isEqualTo("The doctor says so.");
        assertThat(end.at("/incidents/0/decision/decision").asString()).isEqualTo("dismissed");
        assertThat(end.at("/incidents/0/decision/origin").asString()).isEqualTo("appeal");
        assertThat(end.at("/incidents/1/decision/decision").asString()).isEqualTo("confirmed");
        assertThat(end.at("/decision/outcome").asString())
                .as("the whole was upheld")
                .isEqualTo("concern");
        assertThat(history(sat.absent())).isEqualTo("confirmed by review, dismissed by appeal");
    }

    private String history(UUID incident) {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT string_agg(decision || ' by ' || origin, ', ' ORDER BY supersedes NULLS FIRST)"
                                + " FROM incident_decisions WHERE incident_id = ?")
                .param(incident)
                .query(String.class)
                .single());
    }

    @Test
    void aGrantedWholeGivesNoConcern() {
        Sat sat = appeals.sat();
        appeals.decide(sat, people.proctor());
        String appealId = appeals.sent(sat);

        JsonNode first = sat.read().json().path("decision");
        TestHttp.Answer both = TestAppeals.decide(people.admin(), appealId, sat, "upheld", "granted");
        assertThat(both.status())
                .as("nothing and something held against the student")
                .isEqualTo(422);
        assertThat(both.code()).isEqualTo("decisions_contradict");
        assertThat(both.text()).contains("1 moment would stay confirmed");

        TestAppeals.decide(people.admin(), appealId, sat, "granted", "granted");

        JsonNode end = sat.read().json();
        assertThat(end.at("/decision/outcome").asString()).isEqualTo("no_concern");
        assertThat(end.at("/decision/origin").asString()).isEqualTo("appeal");
        assertThat(end.path("first_decision"))
                .as("what was decided first can still be read")
                .isEqualTo(first);
        assertThat(end.at("/incidents/0/decision/decision").asString()).isEqualTo("dismissed");
        assertThat(end.at("/incidents/0/first_decision/decision").asString()).isEqualTo("confirmed");
        assertThat(end.at("/incidents/0/first_decision/comment").asString()).isEqualTo("Seen in the clip.");
        assertThat(end.toString()).as("who decided is not told").doesNotContain("\"decided_by\":{");
        assertThat(sat.save(1, "More", Map.of()).code()).isEqualTo("appeal_decided");
        assertThat(sat.student().http().post(sat.path() + "/withdraw", null).code())
                .isEqualTo("appeal_decided");
    }

    @Test
    void aMomentThatNobodyDecidedAboutIsNotAnswered() {
        Sat sat = appeals.sat();
        Person first = people.proctor();
        appeals.confirm(sat, sat.absent(), first);
        appeals.conclude(sat, first, "concern");

        TestHttp.Answer refused = sat.save(0, "Please", Map.of(sat.left(), "I stretched."));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("incident_not_decided");
        assertThat(sat.save(0, "Please", Map.of(sat.left(), "", sat.absent(), "I was ill."))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theListOfOwnSittingsSaysWhatIsDecidedAndUntilWhenItCanBeAnswered() {
        Sat sat = appeals.sat();
        assertThat(listed(sat).isNull()).as("nothing is decided").isTrue();
        appeals.decide(sat, people.proctor());
        assertThat(listed(sat).path("outcome").asString()).isEqualTo("concern");
        assertThat(listed(sat).path("deadline").asString())
                .isEqualTo(sat.read().json().at("/decision/deadline").asString());
        appeals.sent(sat);
        assertThat(listed(sat).path("deadline").isNull())
                .as("the answer is sent")
                .isTrue();
    }

    private static JsonNode listed(Sat sat) {
        return sat.student().http().get("/api/sessions").json().at("/sessions/0/decision");
    }

    @Test
    void whoDecidedBeforeReadsItAndIsToldThatSomebodyElseDecides() {
        Sat sat = appeals.sat();
        Person first = people.proctor();
        Person chief = people.admin();
        appeals.confirm(sat, sat.absent(), chief);
        appeals.confirm(sat, sat.left(), first);
        appeals.conclude(sat, first, "concern");
        String appealId = appeals.sent(sat);

        for (Person person : List.of(first, chief)) {
            JsonNode read = person.http().get("/api/appeals/" + appealId).json();
            assertThat(read.path("can_decide").asBoolean()).isFalse();
            assertThat(read.path("has_decided").asBoolean()).isTrue();
            TestHttp.Answer refused = TestAppeals.decide(person, appealId, sat, "upheld", "upheld");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("decided_before");
        }
        assertThat(sat.read().json().at("/appeal/status").asString()).isEqualTo("sent");
    }

    @Test
    void theSecondOfTwoDecidersIsGivenTheFirstDecision() {
        Sat sat = appeals.sat();
        appeals.decide(sat, people.proctor());
        String appealId = appeals.sent(sat);
        assertThat(TestAppeals.decide(people.proctor(), appealId, sat, "granted", "upheld")
                        .status())
                .isEqualTo(200);

        TestHttp.Answer late = TestAppeals.decide(people.proctor(), appealId, sat, "upheld", "granted");

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.code()).isEqualTo("appeal_decided");
        assertThat(late.json().at("/stored/appeal/outcome/outcome").asString()).isEqualTo("upheld");
        assertThat(sat.read().json().at("/decision/outcome").asString()).isEqualTo("concern");
    }

    @Test
    void aDecisionWithoutWhatTheStudentAnsweredIsRefusedByItsField() {
        Sat sat = appeals.sat();
        appeals.decide(sat, people.proctor());
        String appealId = appeals.sent(sat);
        Person second = people.proctor();
        String path = "/api/appeals/" + appealId + "/decision";
        Map<String, Object> upheld = Map.of("outcome", "upheld", "reason", "No.", "incidents", List.of());

        TestHttp.Answer incomplete = second.http().post(path, upheld);
        assertThat(incomplete.code()).isEqualTo("decisions_missing");
        assertThat(incomplete.json().at("/errors/0/field").asString()).isEqualTo("incidents");

        Map<String, Object> once = Map.of("incident_id", sat.absent(), "outcome", "upheld", "reason", "No.");
        Map<String, Object> strange = Map.of("incident_id", UUID.randomUUID(), "outcome", "upheld", "reason", "No.");
        TestHttp.Answer twice = second.http()
                .post(path, Map.of("outcome", "upheld", "reason", "No.", "incidents", List.of(once, once, strange)));
        assertThat(twice.json().path("errors"))
                .extracting(error -> error.path("field").asString())
                .containsExactly("incidents[1].incident_id", "incidents[2].incident_id");

        TestHttp.Answer silent =
                second.http().post(path, Map.of("outcome", "upheld", "reason", "\u00a0 ", "incidents", List.of(once)));
        assertThat(silent.status()).as("a reason is required").isEqualTo(400);
        assertThat(sat.read().json().at("/appeal/status").asString()).isEqualTo("sent");
    }

    @Test
    void wordsAreSavedAsTheyAreTypedOnTheVersionThatWasSeen() {
        Sat sat = appeals.sat();
        appeals.decide(sat, people.proctor());

        assertThat(sat.save(0, "One", Map.of(sat.left(), "left")).status()).isEqualTo(200);
        TestHttp.Answer otherWindow = sat.save(0, "Two", Map.of());
        assertThat(otherWindow.status()).isEqualTo(409);
        assertThat(otherWindow.code()).isEqualTo("appeal_changed");
        assertThat(otherWindow.json().at("/stored/appeal/statement").asString()).isEqualTo("One");
        assertThat(sat.save(1, "Two", Map.of(sat.absent(), "absent")).status()).isEqualTo(200);

        JsonNode read = sat.read().json();
        assertThat(read.at("/appeal/version").asLong()).isEqualTo(2);
        assertThat(read.at("/appeal/statement").asString()).isEqualTo("Two");
        assertThat(read.at("/incidents/0/answer").asString()).isEqualTo("absent");
        assertThat(read.at("/incidents/1/answer").asString())
                .as("was not in the second")
                .isEqualTo("left");
        assertThat(sat.send(1).code()).isEqualTo("appeal_changed");
    }

    @ParameterizedTest
    @ValueSource(ints = {4_001, 100_000})
    void aTextThatIsTooLongIsRefusedWholeAndNothingIsCut(int characters) {
        Sat sat = appeals.sat();
        appeals.decide(sat, people.proctor());
        sat.save(0, "Kept", Map.of());

        TestHttp.Answer refused = sat.save(1, "", Map.of(sat.absent(), "x".repeat(characters)));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/field").asString()).isEqualTo("answers[0].text");
        assertThat(refused.json().at("/errors/0/message").asString()).contains("at most 4,000 characters");
        assertThat(sat.read().json().at("/appeal/statement").asString()).isEqualTo("Kept");
    }

    @Test
    void theLongestTextIsTaken() {
        Sat sat = appeals.sat();
        appeals.decide(sat, people.proctor());
        String emoji = "\ud83d\ude00".repeat(2_000);
        assertThat(sat.save(0, emoji, Map.of(sat.absent(), "x".repeat(4_000))).status())
                .isEqualTo(200);
        assertThat(sat.read().json().at("/appeal/statement").asString()).isEqualTo(emoji);
    }

    @Test
    void whatCannotBeAppealedSaysWhy() {
        Sat sat = appeals.sat();
        assertThat(sat.save(0, "x", Map.of()).code()).isEqualTo("not_decided");
        appeals.conclude(sat, people.proctor(), "needs_more");
        assertThat(sat.save(0, "x", Map.of()).code())
                .as("another look is no decision")
                .isEqualTo("not_decided");

        Sat clean = appeals.sat();
        appeals.conclude(clean, people.proctor(), "no_concern");
        assertThat(clean.save(0, "x", Map.of()).code()).isEqualTo("nothing_to_appeal");

        Sat decided = appeals.sat();
        appeals.decide(decided, people.proctor());
        assertThat(decided.save(0, "x", Map.of(sat.absent(), "another’s")).code())
                .isEqualTo("unknown_incident");
        assertThat(decided.send(1).code()).as("nothing is written").isEqualTo("appeal_empty");
        decided.save(0, "  ", Map.of());
        assertThat(decided.send(1).code()).isEqualTo("appeal_empty");

        Person sitting = people.student();
        UUID running = people.start(sitting, people.exam());
        assertThat(sitting.http()
                        .get("/api/exam/sessions/" + running + "/appeal")
                        .code())
                .isEqualTo("session_not_over");
    }

    @Test
    void afterTheDeadlineADraftIsKeptAndSaysThatItIsLate() {
        Sat sat = appeals.sat();
        appeals.decide(sat, people.proctor());
        sat.save(0, "Almost done", Map.of());
        clock.advance(LATE);
        try {
            TestHttp.Answer late = sat.save(1, "More", Map.of());
            assertThat(late.code()).isEqualTo("appeal_expired");
            assertThat(late.text()).contains("What you wrote before is kept");
            assertThat(sat.send(1).code()).isEqualTo("appeal_expired");
            JsonNode read = sat.read().json();
            assertThat(read.at("/appeal/status").asString()).isEqualTo("expired");
            assertThat(read.at("/appeal/statement").asString()).isEqualTo("Almost done");
            assertThat(read.path("can_write").asBoolean()).isFalse();
        } finally {
            clock.advance(LATE.negated());
        }
        assertThat(sat.save(1, "In time", Map.of()).status()).isEqualTo(200);
    }

    @Test
    void whatIsTakenBackIsNobodyElsesAndCanBeSentAgain() {
        Sat sat = appeals.sat();
        appeals.decide(sat, people.proctor());
        Person second = people.proctor();
        sat.save(0, "Draft", Map.of());
        String appealId = sat.read().json().at("/appeal/appeal_id").asString();
        assertThat(second.http().get("/api/appeals/" + appealId).status())
                .as("a draft")
                .isEqualTo(404);
        sat.send(1);
        assertThat(sat.send(1).status()).as("sending again").isEqualTo(200);
        assertThat(sat.save(1, "Changed", Map.of()).code()).isEqualTo("appeal_sent");
        assertThat(second.http().get("/api/appeals/" + appealId).status()).isEqualTo(200);

        JsonNode back =
                sat.student().http().post(sat.path() + "/withdraw", null).json();
        assertThat(back.at("/appeal/status").asString()).isEqualTo("withdrawn");
        assertThat(second.http().get("/api/appeals/" + appealId).status()).isEqualTo(404);
        assertThat(TestAppeals.decide(second, appealId, sat, "upheld", "upheld").status())
                .isEqualTo(404);
        assertThat(sat.save(1, "Changed", Map.of()).status()).isEqualTo(200);
        assertThat(sat.send(2).json().at("/appeal/status").asString()).isEqualTo("sent");
    }

    @Test
    void theQueueOfAnExamHasWhatIsDueFirst() {
        UUID exam = people.exam();
        Person first = people.proctor();
        Person second = people.proctor();
        Sat early = appeals.sat(exam);
        Sat late = appeals.sat(exam);
        appeals.decide(early, first);
        appeals.decide(late, first);
        String earlyId = appeals.sent(early);
        String lateId = appeals.sent(late);
        appeals.decide(appeals.sat(exam), first);

        String path = "/api/exams/" + exam + "/appeals";
        JsonNode queue = second.http().get(path).json();
        assertThat(queue.path("total").asLong()).isEqualTo(2);
        assertThat(queue.path("appeals"))
                .extracting(line -> line.path("appeal_id").asString())
                .containsExactly(earlyId, lateId);
        assertThat(queue.at("/appeals/0/answer_count").asInt()).isEqualTo(1);
        assertThat(queue.at("/appeals/0/has_decided").asBoolean()).isFalse();
        assertThat(first.http().get(path).json().at("/appeals/0/has_decided").asBoolean())
                .isTrue();
        clock.advance(LATE);
        try {
            assertThat(second.http()
                            .get(path)
                            .json()
                            .at("/appeals/0/is_overdue")
                            .asBoolean())
                    .isTrue();
        } finally {
            clock.advance(LATE.negated());
        }

        TestAppeals.decide(second, earlyId, early, "granted", "granted");
        assertThat(second.http().get(path).json().path("total").asLong()).isEqualTo(1);
        assertThat(second.http()
                        .get(path + "?status=decided")
                        .json()
                        .at("/appeals/0/outcome")
                        .asString())
                .isEqualTo("granted");
        assertThat(second.http().get("/api/appeals?limit=500").json().path("appeals"))
                .extracting(line -> line.path("appeal_id").asString())
                .contains(lateId)
                .doesNotContain(earlyId);
    }

    @Test
    void aPageOfTheQueueGoesOnWhereTheOneBeforeEndedWhateverOthersDecideMeanwhile() {
        UUID exam = people.exam();
        Person first = people.proctor();
        Person second = people.proctor();
        List<Sat> sats = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Sat sat = appeals.sat(exam);
            appeals.decide(sat, first);
            sats.add(sat);
            ids.add(appeals.sent(sat));
        }
        // Two of one moment: the id has to tell them apart.
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("""
                        UPDATE appeals SET answer_until = (SELECT max(answer_until) FROM appeals WHERE exam_id = :exam)
                         WHERE id = ANY (:ids)""")
                .param("exam", exam)
                .param("ids", ids.subList(3, 5).stream().map(UUID::fromString).toArray(UUID[]::new))
                .update());
        String path = "/api/exams/" + exam + "/appeals?limit=2";

        JsonNode page = second.http().get(path).json();
        assertThat(appealIds(page)).isEqualTo(ids.subList(0, 2));
        assertThat(page.path("total").asLong()).isEqualTo(5);
        TestAppeals.decide(second, ids.getFirst(), sats.getFirst(), "upheld", "upheld");
        assertThat(following(second.http(), path, page))
                .as("none is skipped and none comes twice")
                .hasSize(3)
                .startsWith(ids.get(2))
                .containsExactlyInAnyOrderElementsOf(ids.subList(2, 5));

        for (int i = 1; i < 5; i++) {
            TestAppeals.decide(second, ids.get(i), sats.get(i), "upheld", "upheld");
        }
        path += "&status=decided";
        JsonNode decided = second.http().get(path).json();
        assertThat(appealIds(decided)).as("the last one first").containsExactly(ids.get(4), ids.get(3));
        assertThat(following(second.http(), path, decided)).containsExactly(ids.get(2), ids.get(1), ids.get(0));
        assertThat(second.http().get(path + "&after=1.2").code()).isEqualTo("invalid_request");
    }

    /** The appeals of all the pages after this one. */
    private static List<String> following(TestHttp reader, String path, JsonNode first) {
        List<String> ids = new ArrayList<>();
        JsonNode page = first;
        while (page.path("next").isString()) {
            page = reader.get(path + "&after=" + page.path("next").asString()).json();
            ids.addAll(appealIds(page));
        }
        return ids;
    }

    private static List<String> appealIds(JsonNode page) {
        return page.path("appeals")
                .valueStream()
                .map(line -> line.path("appeal_id").asString())
                .toList();
    }
}
