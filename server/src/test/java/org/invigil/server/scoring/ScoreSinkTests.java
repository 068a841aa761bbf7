package org.invigil.server.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The batch sink on a real PostgreSQL: one row, many rows, refused rows, no database, too many rows. Nothing sleeps. */
@ServerTest
class ScoreSinkTests {

    private static final long SHORT_PATIENCE_MILLIS = 250;

    @Autowired
    ScoreStore store;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    DataSource dataSource;

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Autowired
    ExamSessions sessions;

    private final Map<UUID, Instant> startedAt = new HashMap<>();
    private Person student;
    private UUID session;
    private ScoreSink sink;
    private Runnable restorePatience = () -> {};

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        session = people.start(student, people.exam());
        startedAt.put(session, sessions.find(session).orElseThrow().startedAt());
        sink = new ScoreSink(store, clock, 1_000, meters);
    }

    private ScoreWrite row(UUID sessionId, UUID studentId, long seq, double cheatScore) {
        Instant at = Instant.ofEpochMilli(1_800_000_000_000L + seq * 330);
        return new ScoreWrite.Scores(new ScoreRow(
                sessionId,
                studentId,
                seq,
                startedAt.computeIfAbsent(
                        sessionId,
                        id -> sessions.find(id).map(ExamSession::startedAt).orElse(at)),
                at,
                at.plusMillis(300),
                10,
                97.5,
                91.25,
                cheatScore,
                "present",
                "{\"looking_left\":{\"frames\":7,\"confidence\":0.9}}",
                "{\"t\":[0]}"));
    }

    private ScoreWrite row(long seq) {
        return row(session, student.id(), seq, 3.5);
    }

    private ScoreWrite incident(UUID id, @Nullable Long endedAtMillis) {
        return new ScoreWrite.Incidents(IncidentRow.of(
                id,
                session,
                student.id(),
                new Incident(Behavior.LOOKING_LEFT, 1_800_000_000_000L, endedAtMillis, 0.875, 72.5)));
    }

    private void flushAll() {
        for (int turn = 0; turn < 200 && !sink.flush(); turn++) {
            clock.advance(Duration.ofMillis(250));
        }
    }

    private List<Long> storedSeqs(UUID sessionId) {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT batch_seq FROM cheat_scores WHERE session_id = ? ORDER BY batch_seq")
                .param(sessionId)
                .query(Long.class)
                .list());
    }

    private double counted(String name) {
        return meters.counter("invigil.scoring.sink." + name).count();
    }

    @Test
    void oneRowIsStoredAsItIs() {
        sink.offer(row(0));
        assertThat(sink.flush()).isTrue();

        String stored = transactions.run(student.actor(), jdbc -> jdbc.sql("""
                                SELECT concat_ws(' ', student_id = :student, frames, focus_score, focus_score_min, cheat_score,
                                  presence, detected_behavior -> 'looking_left' ->> 'frames', signals -> 't',
                                  extract(epoch from started_at), extract(epoch from ended_at - started_at))
                                FROM cheat_scores WHERE session_id = :session
                                """)
                .param("student", student.id())
                .param("session", session)
                .query(String.class)
                .single());
        assertThat(stored).isEqualTo("t 10 97.50 91.25 3.50 present 7 [0] 1800000000.000000 0.300000");
    }

    @Test
    void theRowsOfManyStudentsGoInTogether() {
        List<UUID> sessions = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Person other = people.student();
            UUID theirs = people.start(other, people.exam());
            sessions.add(theirs);
            for (long seq = 0; seq < 20; seq++) {
                sink.offer(row(theirs, other.id(), seq, 1));
            }
        }
        UUID incident = UUID.randomUUID();
        sink.offer(incident(incident, null));
        sink.offer(incident(incident, 1_800_000_005_000L));

        assertThat(sink.flush()).isTrue();

        assertThat(counted("transactions")).isEqualTo(1);
        assertThat(counted("saved")).isEqualTo(100);
        assertThat(sessions).allSatisfy(id -> assertThat(storedSeqs(id)).hasSize(20));
    }

    @Test
    void aRowThatIsThereAlreadyChangesNothing() {
        sink.offer(row(session, student.id(), 0, 5));
        flushAll();
        sink.offer(row(session, student.id(), 0, 99));
        sink.offer(row(1));
        flushAll();

        assertThat(storedSeqs(session)).containsExactly(0L, 1L);
        assertThat(counted("saved")).isEqualTo(2);
    }

    @Test
    void anIncidentOpensAndCloses() {
        UUID id = UUID.randomUUID();
        sink.offer(incident(id, null));
        flushAll();
        assertThat(openIncidents()).isEqualTo(1);

        sink.offer(incident(id, 1_800_000_005_000L));
        flushAll();
        assertThat(openIncidents()).isZero();
    }

    @Test
    void aRowTheDatabaseRefusesCostsTheOthersNothing() {
        for (long seq = 0; seq < 50; seq++) {
            sink.offer(row(seq));
            if (seq == 17) {
                sink.offer(row(UUID.randomUUID(), student.id(), 0, 1)); // no such session
            }
        }
        flushAll();

        assertThat(storedSeqs(session)).hasSize(50);
        assertThat(counted("refused")).isEqualTo(1);
        assertThat(counted("transactions")).as("singled out by halving").isLessThan(20);
    }

    @Test
    void noRowIsLostInAMinuteWithoutADatabase() throws SQLException {
        List<Connection> all = takeAllConnections();
        for (long seq = 0; seq < 180; seq++) {
            sink.offer(row(seq)); // 3 a second
            if (seq % 3 == 0) {
                clock.advance(Duration.ofSeconds(1));
                sink.flush();
            }
        }
        assertThat(counted("transactions"))
                .as("pauses grow instead of hammering")
                .isLessThan(25);
        assertThat(counted("saved")).isZero();

        giveBack(all);
        clock.advance(Duration.ofSeconds(5));
        flushAll();

        assertThat(storedSeqs(session)).hasSize(180);
        assertThat(counted("dropped")).isZero();
    }

    @Test
    void aClockThatIsSetBackDoesNotStopTheSink() throws SQLException {
        List<Connection> all = takeAllConnections();
        sink.offer(row(0));
        assertThat(sink.flush()).isFalse();
        giveBack(all);
        Duration jump = Duration.ofHours(2);
        clock.advance(jump.negated());
        try {
            assertThat(sink.flush()).isTrue();
        } finally {
            clock.advance(jump);
        }
        assertThat(storedSeqs(session)).containsExactly(0L);
    }

    @Test
    void whatIsBeyondTheBoundIsDroppedAndCounted() throws SQLException {
        sink = new ScoreSink(store, clock, 100, meters);
        List<Connection> all = takeAllConnections();
        for (long seq = 0; seq < 130; seq++) {
            sink.offer(row(seq));
        }
        sink.flush();
        giveBack(all);
        clock.advance(Duration.ofSeconds(5));
        flushAll();

        assertThat(counted("dropped")).isEqualTo(30);
        assertThat(storedSeqs(session)).hasSize(100);
    }

    @Test
    void settlingComesAfterAllThatWasOfferedBefore() {
        CompletableFuture<Double> finalScore = new CompletableFuture<>();
        sink.offer(row(session, student.id(), 0, 4));
        sink.offer(incident(UUID.randomUUID(), null));
        sink.offer(row(session, student.id(), 1, 41.25));
        sink.offer(new ScoreWrite.Settle(sessions.find(session).orElseThrow(), finalScore));
        flushAll();

        assertThat(finalScore).isCompletedWithValue(41.25);
        assertThat(openIncidents()).isZero();
    }

    @Test
    void theServersLastTurnsStoreWhatIsLeft() {
        ScoreSinkThread thread = new ScoreSinkThread(store, clock, new ScoreSinkProperties(1_000, 10_000), meters);
        for (long seq = 0; seq < 40; seq++) {
            thread.sink().offer(row(seq));
        }
        thread.close();

        assertThat(storedSeqs(session)).hasSize(40);
    }

    /** Until they come back no transaction begins: to the sink the database is away. */
    private List<Connection> takeAllConnections() throws SQLException {
        HikariDataSource pool = dataSource.unwrap(HikariDataSource.class);
        long patience = pool.getConnectionTimeout();
        List<Connection> taken = new ArrayList<>();
        while (taken.size() < pool.getMaximumPoolSize()) {
            taken.add(pool.getConnection());
        }
        pool.setConnectionTimeout(SHORT_PATIENCE_MILLIS);
        restorePatience = () -> pool.setConnectionTimeout(patience);
        return taken;
    }

    private void giveBack(List<Connection> connections) throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
        restorePatience.run();
    }

    private int openIncidents() {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT count(*) FROM incidents WHERE session_id = ? AND ended_at IS NULL")
                .param(session)
                .query(Integer.class)
                .single());
    }
}
