package org.invigil.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.invigil.server.ServerTest;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.streams.SessionScores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The last focus score that a submitted session shows is that of its last row, whenever that row came. */
@ServerTest
class LateScoresTests {

    @Autowired
    ScoreStore store;

    @Autowired
    SessionScores scores;

    @Autowired
    ExamSessions sessions;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    TestPeople people;

    private TestPeople.Person student;
    private ExamSession session;

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        session = sessions.find(people.start(student, people.exam())).orElseThrow();
    }

    @Test
    void rowsThatComeAfterTheEndAreFollowed() {
        save(row(5, 60));
        assertThat(shown().path("focus_score").asDouble()).isEqualTo(60);
        assertThat(submit().status()).isEqualTo(200);
        assertThat(shown().path("focus_score").asDouble()).isEqualTo(60);

        save(row(7, 33));
        assertThat(shown().path("focus_score").asDouble()).as("a later row").isEqualTo(33);
        save(row(6, 99));
        assertThat(shown().path("focus_score").asDouble())
                .as("a row from before")
                .isEqualTo(33);
        assertThat(shown().path("cheat_score").asDouble()).as("the final score").isEqualTo(5);
        assertThat(scores.lastKnown(List.of(session.sessionId())).getFirst().focusScore())
                .as("on the dashboard")
                .isEqualTo(33);
    }

    @Test
    void whatADeadServerHadGatheredIsFollowedToo() {
        save(row(5, 60));
        assertThat(submit().status()).isEqualTo(200);
        store.save(List.of(), List.of(row(6, 21)), List.of(), List.of(), List.of());
        assertThat(shown().path("focus_score").asDouble()).isEqualTo(60);

        store.save(List.of(), List.of(), List.of(), List.of(), List.of(session));
        assertThat(shown().path("focus_score").asDouble()).isEqualTo(21);
    }

    @Test
    void aRowThatIsBeingStoredWhileTheSessionEndsIsNotMissed() {
        save(row(5, 60));
        CompletableFuture<TestHttp.Answer> submitting = transactions.run(Actor.ANALYZER, jdbc -> {
            jdbc.sql("INSERT INTO cheat_scores VALUES (?, ?, 6, ?, now(), now(), 10, 12, 12, 5, 'present', '{}', '{}')")
                    .params(session.sessionId(), session.studentId(), SqlTime.toSql(session.startedAt()))
                    .update();
            CompletableFuture<TestHttp.Answer> answer = CompletableFuture.supplyAsync(this::submit);
            await().until(() -> answer.isDone() || somebodyWaitsForALock());
            return answer;
        });
        assertThat(submitting.join().status()).isEqualTo(200);
        assertThat(shown().path("focus_score").asDouble()).isEqualTo(12);
    }

    private boolean somebodyWaitsForALock() {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND datname = current_database())")
                .query(Boolean.class)
                .single());
    }

    private TestHttp.Answer submit() {
        return student.http().post("/api/exam/submit", Map.of("session_id", session.sessionId(), "reason", "student"));
    }

    private JsonNode shown() {
        return student.http().get("/api/sessions/" + session.sessionId()).json();
    }

    private void save(ScoreRow row) {
        store.save(List.of(row), List.of(), List.of(), List.of(), List.of());
    }

    private ScoreRow row(long seq, double focusScore) {
        Instant at = session.startedAt().plusMillis(seq * 330);
        return new ScoreRow(
                session.sessionId(),
                session.studentId(),
                seq,
                session.startedAt(),
                at,
                at.plusMillis(300),
                10,
                focusScore,
                focusScore,
                5,
                "present",
                "{}",
                "{}",
                null);
    }
}
