package org.invigil.server.review;

import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sittings with incidents, as a test needs them. */
final class TestReviews {

    static final Instant BEGAN = Instant.parse("2026-03-01T09:00:02Z");

    private final TestPeople people;
    private final ActorTransactions transactions;

    TestReviews(TestPeople people, ActorTransactions transactions) {
        this.people = people;
        this.transactions = transactions;
    }

    /** A sitting that is submitted, of a student of its own. */
    UUID submitted(UUID examId) {
        return submitted(people.student(), examId);
    }

    UUID submitted(Person student, UUID examId) {
        UUID session = people.start(student, examId);
        submit(student, session);
        return session;
    }

    static void submit(Person student, UUID session) {
        TestHttp.Answer answer =
                student.http().post("/api/exam/submit", Map.of("session_id", session.toString(), "reason", "student"));
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.text());
        }
    }

    /** An incident of eight seconds. */
    UUID incident(UUID session, String behavior) {
        return incident(session, behavior, BEGAN, BEGAN.plusSeconds(8));
    }

    UUID incident(UUID session, String behavior, Instant from, @Nullable Instant to) {
        return transactions.run(Actor.ANALYZER, jdbc -> incident(jdbc, session, behavior, from, to));
    }

    /** In a transaction of the analyzer's that the caller has begun. */
    static UUID incident(JdbcClient jdbc, UUID session, String behavior, Instant from, @Nullable Instant to) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        INSERT INTO incidents (id, session_id, student_id, behavior, started_at, ended_at, confidence, focus_score_min)
                        SELECT :id, s.id, s.student_id, :behavior, :from, :to, 0.9, 40 FROM exam_sessions s WHERE s.id = :session""")
                .param("id", id)
                .param("behavior", behavior)
                .param("from", SqlTime.toSql(from))
                .param("to", SqlTime.toNullableSql(to), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("session", session)
                .update();
        return id;
    }

    /** The body of a decision about an incident. */
    static Map<String, Object> decision(String decision, String reason, @Nullable String supersedes) {
        Map<String, Object> body = new HashMap<>(
                Map.of("id", UUID.randomUUID().toString(), "decision", decision, "reason", reason, "comment", ""));
        body.put("supersedes", supersedes);
        return body;
    }

    /** The body of a decision about a sitting. */
    static Map<String, Object> outcome(String outcome, String comment, @Nullable String supersedes) {
        Map<String, Object> body =
                new HashMap<>(Map.of("id", UUID.randomUUID().toString(), "outcome", outcome, "comment", comment));
        body.put("supersedes", supersedes);
        return body;
    }
}
