package org.invigil.server.appeal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;

/** Makes sittings that were decided on, and walks the ways of an appeal. */
final class TestAppeals {

    static final Duration TIME_TO_APPEAL = Duration.ofDays(14);

    private final TestPeople people;
    private final ActorTransactions transactions;

    TestAppeals(TestPeople people, ActorTransactions transactions) {
        this.people = people;
        this.transactions = transactions;
    }

    /** A sitting that is over, with two incidents, and who sat it. */
    record Sat(Person student, UUID exam, UUID session, UUID absent, UUID left) {

        String path() {
            return "/api/exam/sessions/" + session + "/appeal";
        }

        TestHttp.Answer read() {
            return student.http().get(path());
        }

        TestHttp.Answer save(long buildsOn, String statement, Map<UUID, String> answers) {
            return student.http()
                    .put(
                            path(),
                            Map.of(
                                    "builds_on",
                                    buildsOn,
                                    "statement",
                                    statement,
                                    "answers",
                                    answers.entrySet().stream()
                                            .map(answer ->
                                                    Map.of("incident_id", answer.getKey(), "text", answer.getValue()))
                                            .toList()));
        }

        TestHttp.Answer send(long buildsOn) {
            return student.http().post(path(), Map.of("builds_on", buildsOn));
        }
    }

    Sat sat() {
        return sat(people.exam());
    }

    Sat sat(UUID exam) {
        Person student = people.student();
        UUID session = people.start(student, exam);
        UUID absent = incident(session, "absent", 10);
        UUID left = incident(session, "looking_left", 60);
        TestHttp.Answer submitted =
                student.http().post("/api/exam/submit", Map.of("session_id", session, "reason", "student"));
        if (submitted.status() != 200) {
            throw new IllegalStateException(submitted.text());
        }
        return new Sat(student, exam, session, absent, left);
    }

    private UUID incident(UUID session, String behavior, int secondsIn) {
        UUID id = UUID.randomUUID();
        transactions.run(Actor.ANALYZER, jdbc -> jdbc.sql("""
                        INSERT INTO incidents SELECT :id, id, student_id, :behavior, started_at + make_interval(secs => :from),
                                                     started_at + make_interval(secs => :from + 8), 1, 0
                          FROM exam_sessions WHERE id = :session""")
                .param("id", id)
                .param("behavior", behavior)
                .param("from", secondsIn)
                .param("session", session)
                .update());
        return id;
    }

    /** Both incidents confirmed and a concern about the whole. */
    void decide(Sat sat, Person reviewer) {
        confirm(sat, sat.absent(), reviewer);
        confirm(sat, sat.left(), reviewer);
        conclude(sat, reviewer, "concern");
    }

    void confirm(Sat sat, UUID incident, Person reviewer) {
        transactions.run(reviewer.actor(), jdbc -> jdbc.sql("""
                        INSERT INTO incident_decisions (id, incident_id, session_id, student_id, behavior, started_at, ended_at,
                                                        decision, comment, origin, decided_by, decided_at)
                        SELECT :id, i.id, i.session_id, i.student_id, i.behavior, i.started_at, i.ended_at, 'confirmed',
                               'Seen in the clip.', 'review', :by, :at
                          FROM incidents i WHERE i.id = :incident""")
                .param("id", UUID.randomUUID())
                .param("by", reviewer.id())
                .param("at", SqlTime.toSql(Instant.now().truncatedTo(ChronoUnit.MILLIS)))
                .param("incident", incident)
                .update());
    }

    /** The id of a decision about the whole that can be appealed. */
    UUID conclude(Sat sat, Person reviewer, String outcome) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        UUID id = UUID.randomUUID();
        transactions.run(reviewer.actor(), jdbc -> jdbc.sql("""
                        INSERT INTO session_decisions (id, session_id, student_id, outcome, comment, origin, decided_by, decided_at,
                                                       deadline)
                        VALUES (?, ?, ?, ?, 'Talk to me.', 'review', ?, ?, ?)""")
                .params(
                        id,
                        sat.session(),
                        sat.student().id(),
                        outcome,
                        reviewer.id(),
                        SqlTime.toSql(now),
                        SqlTime.toSql(now.plus(TIME_TO_APPEAL)))
                .update());
        return id;
    }

    /** Says of a sitting that was decided that it needs another look. */
    void askAgain(Sat sat, UUID first, Person reviewer) {
        transactions.run(reviewer.actor(), jdbc -> jdbc.sql("""
                        INSERT INTO session_decisions (id, session_id, student_id, outcome, comment, origin, decided_by, decided_at,
                                                       supersedes)
                        VALUES (?, ?, ?, 'needs_more', '', 'review', ?, ?, ?)""")
                .params(
                        UUID.randomUUID(),
                        sat.session(),
                        sat.student().id(),
                        reviewer.id(),
                        SqlTime.toSql(Instant.now().truncatedTo(ChronoUnit.MILLIS)),
                        first)
                .update());
    }

    /** The id of an appeal about the first incident and the whole that was just sent. */
    String sent(Sat sat) {
        TestHttp.Answer saved = sat.save(0, "Please look again.", Map.of(sat.absent(), "I was ill."));
        TestHttp.Answer sent = sat.send(1);
        if (sent.status() != 200) {
            throw new IllegalStateException(saved.text() + sent.text());
        }
        return sent.json().path("appeal").path("appeal_id").asString();
    }

    /** Decides on such an appeal. Whoever grants the whole grants the other incident too. */
    static TestHttp.Answer decide(Person decider, String appealId, Sat sat, String incident, String whole) {
        return decider.http()
                .post(
                        "/api/appeals/" + appealId + "/decision",
                        Map.of(
                                "outcome",
                                whole,
                                "reason",
                                "All in all.",
                                "incidents",
                                Stream.of(
                                                about(sat.absent(), incident, "The doctor says so."),
                                                about(sat.left(), "granted", "That was nothing."))
                                        .limit(whole.equals("granted") ? 2 : 1)
                                        .toList()));
    }

    private static Map<String, Object> about(UUID incident, String outcome, String reason) {
        return Map.of("incident_id", incident, "outcome", outcome, "reason", reason);
    }
}
