package org.invigil.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.invigil.rules.batch.SignalBatch;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.score.CheatScore;
import org.invigil.rules.sight.Calibration;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.TestTransactions;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    ParkedScores parked;

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
    private @Nullable HikariDataSource own;

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        session = people.start(student, people.exam());
        startedAt.put(session, sessions.find(session).orElseThrow().startedAt());
        sink = new ScoreSink(store, clock, 1_000, meters);
    }

    private ScoreWrite row(UUID sessionId, UUID studentId, long seq, double cheatScore) {
        return new ScoreWrite.Scores(row(sessionId, studentId, seq, cheatScore, 10));
    }

    private ScoreRow row(UUID sessionId, UUID studentId, long seq, double cheatScore, int frames) {
        Instant at = Instant.ofEpochMilli(1_800_000_000_000L + seq * 330);
        return new ScoreRow(
                sessionId,
                studentId,
                seq,
                startedAt.computeIfAbsent(
                        sessionId,
                        id -> sessions.find(id).map(ExamSession::startedAt).orElse(at)),
                at,
                at.plusMillis(frames * 30L),
                frames,
                97.5,
                91.25,
                cheatScore,
                "present",
                "{\"looking_left\":{\"frames\":7,\"confidence\":0.9}}",
                "{\"t\":[0]}",
                null);
    }

    private ScoreWrite unfinished(long seq, int frames) {
        return new ScoreWrite.Unfinished(row(session, student.id(), seq, 3.5, frames));
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

    private List<Integer> storedFrames(String table) {
        return transactions.run(Actor.ANALYZER, jdbc -> jdbc.sql(
                        "SELECT frames FROM " + table + " WHERE session_id = ? ORDER BY batch_seq")
                .param(session)
                .query(Integer.class)
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

    /** The last row of the session, with signals in the one or the other column. */
    private ScoreRow last(@Nullable String signals, @Nullable String signalBytes) {
        ScoreRow row = row(session, student.id(), 7, 20, 10);
        return new ScoreRow(
                row.sessionId(),
                row.studentId(),
                row.batchSeq(),
                row.sessionStartedAt(),
                row.startedAt(),
                row.endedAt(),
                row.frames(),
                row.focusScore(),
                row.focusScoreMin(),
                row.cheatScore(),
                row.presence(),
                row.detectedBehavior(),
                signals,
                signalBytes);
    }

    private StoredScores resumedAfter(ScoreWrite last) {
        sink.offer(last);
        assertThat(sink.flush()).isTrue();
        return store.resume(sessions.find(session).orElseThrow(), Policy.DEFAULT, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSessionGoesOnFromItsLastRowToTheBit(boolean isOfTheVersionBefore) {
        SignalBatch signals = new SignalBatch(
                List.of(), new CheatScore(0.1 + 0.2, 59_999), new Calibration.Baseline(1.0 / 3, -8, 2, -2.0 / 3));
        ScoreRow row = isOfTheVersionBefore
                ? last(SignalJson.write(signals).toString(), null)
                : last(null, StoredSignals.encode(signals));

        for (StoredScores resumed :
                List.of(resumedAfter(new ScoreWrite.Unfinished(row)), resumedAfter(new ScoreWrite.Scores(row)))) {
            assertThat(resumed.state().cheatScore()).isEqualTo(signals.cheatScore());
            assertThat(resumed.state().calibration().baseline()).isEqualTo(signals.baseline());
        }
    }

    @Test
    void aSessionGoesOnFromScoresAloneWhereSignalsCannotBeRead() {
        String ofAVersionToCome = Base64.getEncoder().encodeToString(new byte[] {2, 1, 0});

        StoredScores resumed = resumedAfter(new ScoreWrite.Scores(last(null, ofAVersionToCome)));

        assertThat(resumed.state().focusScore()).isEqualTo(97.5);
        assertThat(resumed.state().cheatScore().value(Policy.DEFAULT)).isCloseTo(20, within(1e-9));
    }

    @Test
    void aRowHasItsSignalsInOneColumn() {
        sink.offer(new ScoreWrite.Scores(last("{}", StoredSignals.encode(new SignalBatch(List.of(), null, null)))));
        sink.offer(new ScoreWrite.Scores(last(null, null)));
        flushAll();

        assertThat(counted("refused")).isEqualTo(2);
        assertThat(storedSeqs(session)).isEmpty();
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
    void ofAnUnfinishedRowTheNewestIsKeptAndTheFinishedOneIsAllThatRemains() {
        sink.offer(unfinished(0, 2));
        sink.offer(unfinished(0, 4));
        flushAll();
        assertThat(storedFrames("unfinished_scores")).containsExactly(4);
        sink.offer(unfinished(0, 6));
        flushAll();
        assertThat(storedFrames("unfinished_scores")).containsExactly(6);
        assertThat(storedFrames("cheat_scores")).as("no row before it is full").isEmpty();

        sink.offer(unfinished(0, 8));
        sink.offer(row(0));
        flushAll();
        store.resume(sessions.find(session).orElseThrow(), Policy.DEFAULT, 1);

        assertThat(storedFrames("cheat_scores")).containsExactly(10);
        assertThat(storedFrames("unfinished_scores")).isEmpty();
        assertThat(counted("transactions")).isEqualTo(3);
    }

    @Test
    void anUnfinishedRowOfANodeThatLostTheSessionDoesNotReplaceItsSuccessors() {
        long successors = StoredScores.firstBatchSeq(1);
        sink.offer(unfinished(successors, 3));
        flushAll();
        sink.offer(unfinished(7, 9));
        sink.offer(new ScoreWrite.Park(new ParkRow(session, 0, 8, "{}")));
        flushAll();

        assertThat(storedFrames("unfinished_scores")).containsExactly(3);
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
        Connection only = takeItsConnection(1_000);
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

        only.close();
        clock.advance(Duration.ofSeconds(5));
        flushAll();

        assertThat(storedSeqs(session)).hasSize(180);
        assertThat(counted("dropped")).isZero();
    }

    @Test
    void aClockThatIsSetBackDoesNotStopTheSink() throws SQLException {
        Connection only = takeItsConnection(1_000);
        sink.offer(row(0));
        assertThat(sink.flush()).isFalse();
        only.close();
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
        Connection only = takeItsConnection(100);
        for (long seq = 0; seq < 130; seq++) {
            sink.offer(unfinished(seq, 5)); // takes no room from those that are full
            sink.offer(row(seq));
        }
        sink.flush();
        only.close();
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
        ScoreSinkThread thread =
                new ScoreSinkThread(store, transactions, clock, new ScoreSinkProperties(1_000, 10_000), meters);
        for (long seq = 0; seq < 40; seq++) {
            thread.sink().offer(row(seq));
        }
        thread.close();

        assertThat(storedSeqs(session)).hasSize(40);
    }

    /** Gives the sink a database of its own to lose: the connection that is returned is the only one there is. */
    private Connection takeItsConnection(int capacity) throws SQLException {
        HikariDataSource all = dataSource.unwrap(HikariDataSource.class);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(all.getJdbcUrl());
        config.setUsername(all.getUsername());
        config.setPassword(all.getPassword());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(SHORT_PATIENCE_MILLIS);
        own = new HikariDataSource(config);
        sink = new ScoreSink(new ScoreStore(TestTransactions.on(own), parked), clock, capacity, meters);
        return own.getConnection();
    }

    @AfterEach
    void closeItsDatabase() {
        if (own != null) {
            own.close();
        }
    }

    private int openIncidents() {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT count(*) FROM incidents WHERE session_id = ? AND ended_at IS NULL")
                .param(session)
                .query(Integer.class)
                .single());
    }
}
