package org.invigil.server.appeal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.appeal.TestAppeals.Sat;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.SessionHolds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

/** What holds in PostgreSQL itself, whoever writes past the routes. */
@ServerTest
class AppealRuleTests {

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    SessionHolds holds;

    private TestAppeals appeals;

    @BeforeEach
    void makeAppeals() {
        appeals = new TestAppeals(people, transactions);
    }

    private void insertDecision(Person by, String appealId, Sat sat, String decidedBy) {
        transactions.run(by.actor(), jdbc -> jdbc.sql("""
                        INSERT INTO appeal_decisions (appeal_id, student_id, outcome, reason, decided_by, decided_at)
                        VALUES (?, ?, 'upheld', 'Because.', ?, now())""")
                .params(UUID.fromString(appealId), sat.student().id(), UUID.fromString(decidedBy))
                .update());
    }

    private static void refused(ThrowingCallable write, String why) {
        assertThatThrownBy(write)
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining(why);
    }

    @Test
    void whoDecidedOnAnythingInTheSittingIsRefusedAdminsToo() {
        Sat sat = appeals.sat();
        Person ofAnIncident = people.admin();
        Person ofTheWhole = people.admin();
        Person reviewer = people.proctor();
        appeals.confirm(sat, sat.absent(), ofAnIncident);
        appeals.confirm(sat, sat.left(), reviewer);
        appeals.conclude(sat, ofTheWhole, "concern");
        String appealId = appeals.sent(sat);

        for (Person person : new Person[] {ofAnIncident, ofTheWhole, reviewer}) {
            refused(
                    () -> insertDecision(person, appealId, sat, person.id().toString()),
                    "who has decided about the sitting does not decide on the appeal");
        }
        Person free = people.admin();
        refused(
                () -> insertDecision(ofTheWhole, appealId, sat, free.id().toString()),
                "row-level security"); // in nobody else's name
        insertDecision(free, appealId, sat, free.id().toString());
    }

    @Test
    void neitherTheStudentNorTheServerDecides() {
        Sat sat = appeals.sat();
        appeals.decide(sat, people.proctor());
        String appealId = appeals.sent(sat);
        refused(
                () -> insertDecision(
                        sat.student(), appealId, sat, sat.student().id().toString()),
                "row-level security");
        refused(
                () -> transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                                "UPDATE appeals SET status = 'decided', decided_at = now() WHERE id = ?")
                        .param(UUID.fromString(appealId))
                        .update()),
                "an appeal is decided by a decision");
    }

    @Test
    void oneAppealHasOneDecision() {
        Sat sat = appeals.sat();
        appeals.decide(sat, people.proctor());
        String appealId = appeals.sent(sat);
        Person one = people.proctor();
        Person other = people.proctor();
        insertDecision(one, appealId, sat, one.id().toString());
        refused(() -> insertDecision(other, appealId, sat, other.id().toString()), "duplicate key");
    }

    @Test
    void theFirstDecisionDoesNotChangeUnderAnAppealOrAfterIt() {
        Sat sat = appeals.sat();
        Person first = people.proctor();
        appeals.confirm(sat, sat.left(), first);
        appeals.conclude(sat, first, "concern");
        sat.save(0, "Please look again.", Map.of());
        String appealId = sat.send(1).json().path("appeal").path("appeal_id").asString();
        refused(() -> appeals.confirm(sat, sat.absent(), people.admin()), "is decided by the appeal");
        refused(() -> appeals.conclude(sat, people.proctor(), "no_concern"), "is decided by the appeal");

        sat.student().http().post(sat.path() + "/withdraw", null);
        appeals.confirm(sat, sat.absent(), first);
        sat.save(1, "Please look again.", Map.of(sat.absent(), "I was ill."));
        sat.send(2);
        assertThat(TestAppeals.decide(people.proctor(), appealId, sat, "granted", "upheld")
                        .status())
                .isEqualTo(200);
        refused(() -> supersede(sat, first, "review"), "is decided by the appeal");
        refused(() -> supersede(sat, first, "appeal"), "no appeal was granted that says so");
    }

    private void supersede(Sat sat, Person by, String origin) {
        transactions.run(by.actor(), jdbc -> jdbc.sql("""
                        INSERT INTO incident_decisions (id, incident_id, session_id, student_id, behavior, started_at, ended_at,
                                                        decision, comment, origin, decided_by, decided_at, supersedes)
                        SELECT gen_random_uuid(), d.incident_id, d.session_id, d.student_id, d.behavior, d.started_at, d.ended_at,
                               'confirmed', 'After all.', :origin, :by, now(), d.id
                          FROM incident_decisions d
                         WHERE d.incident_id = :incident AND d.origin = 'appeal'""")
                .param("origin", origin)
                .param("by", by.id())
                .param("incident", sat.absent())
                .update());
    }

    @Test
    void whatWasSentIsNotWrittenInAndGoesNoOtherWay() {
        Sat sat = appeals.sat();
        appeals.decide(sat, people.proctor());
        UUID appealId = UUID.fromString(appeals.sent(sat));
        for (Map.Entry<String, String> write : Map.of(
                        "statement = 'other', version = version + 1",
                        "is not written in any more",
                        "status = 'draft', sent_at = NULL, answer_until = NULL",
                        "cannot go from sent to draft",
                        "id = gen_random_uuid()",
                        "stays what it is about")
                .entrySet()) {
            refused(
                    () -> transactions.run(sat.student().actor(), jdbc -> jdbc.sql(
                                    "UPDATE appeals SET " + write.getKey() + " WHERE id = ?")
                            .param(appealId)
                            .update()),
                    write.getValue());
        }
        int changed = transactions.run(
                sat.student().actor(), jdbc -> jdbc.sql("UPDATE appeal_answers SET body = 'other' WHERE appeal_id = ?")
                        .param(appealId)
                        .update());
        assertThat(changed).as("answers that are sent").isZero();
    }

    @Test
    void aDecisionHoldsItsSessionUntilItsAppealIsDecidedOrTooLate() {
        Sat undecided = appeals.sat();
        Sat unanswered = appeals.sat();
        Sat drafted = appeals.sat();
        Sat sent = appeals.sat();
        Sat decided = appeals.sat();
        Sat lookedAtAgain = appeals.sat();
        for (Sat sat : new Sat[] {unanswered, drafted, sent, decided}) {
            appeals.decide(sat, people.proctor());
        }
        drafted.save(0, "Draft", Map.of());
        appeals.sent(sent);
        TestAppeals.decide(people.proctor(), appeals.sent(decided), decided, "upheld", "upheld");
        appeals.askAgain(lookedAtAgain, appeals.conclude(lookedAtAgain, people.proctor(), "concern"), people.proctor());

        assertThat(holds.sessions())
                .contains(unanswered.session(), drafted.session(), sent.session())
                .doesNotContain(undecided.session(), decided.session(), lookedAtAgain.session())
                .doesNotHaveDuplicates();
        assertThat(holds.days()).isNotEmpty();
        Duration later = TestAppeals.TIME_TO_APPEAL.plusDays(30);
        clock.advance(later);
        try {
            assertThat(holds.sessions())
                    .contains(sent.session())
                    .doesNotContain(unanswered.session(), drafted.session());
        } finally {
            clock.advance(later.negated());
        }
    }
}
