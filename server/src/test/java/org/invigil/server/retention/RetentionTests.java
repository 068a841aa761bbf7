package org.invigil.server.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.invigil.server.ModuleTest;
import org.invigil.server.TestClip;
import org.invigil.server.TestClock;
import org.invigil.server.TestDatabase;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.admission.Admissions;
import org.invigil.server.devices.SharedAddresses;
import org.invigil.server.evidence.ClipRetention;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.nodes.ScheduledWork;
import org.invigil.server.session.SessionHold;
import org.invigil.server.session.SessionRetention;
import org.invigil.server.store.ScoreRetention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

/** What is deleted when, and that nothing else is; on a database of its own, as it deletes for everybody. */
@ModuleTest
@TestPropertySource(properties = "invigil.retention.clip-days=180") // a context, and so a database, of its own
@TestInstance(Lifecycle.PER_CLASS)
class RetentionTests {

    private static final RetentionSettings NEVER = new RetentionSettings(0, 0, 0, 0, 0);

    /** Sessions that nothing may be deleted of, as those under appeal are. */
    private static final List<UUID> HELD = new CopyOnWriteArrayList<>();

    @TestConfiguration(proxyBeanMethods = false)
    static class Holds {
        @Bean
        SessionHold heldByTheTest() {
            return () -> HELD;
        }
    }

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    ScheduledWork work;

    @Autowired
    ClipRetention clips;

    @Autowired
    ScoreRetention scores;

    @Autowired
    SessionRetention sessions;

    @Autowired
    Admissions admissions;

    @Autowired
    SharedAddresses addresses;

    @Autowired
    Environment environment;

    private Retention retention(RetentionSettings settings) {
        return new Retention(settings, work, clips, scores, sessions, admissions, addresses, clock);
    }

    private Retention.Deleted runAfterDays(int days, RetentionSettings settings) {
        return afterDays(days, settings, Retention::run);
    }

    private <T> T afterDays(int days, RetentionSettings settings, Function<Retention, T> work) {
        clock.advance(Duration.ofDays(days));
        try {
            return work.apply(retention(settings));
        } finally {
            clock.advance(Duration.ofDays(-days));
        }
    }

    /** A session with a score, an incident and a clip, submitted. */
    private UUID sat() {
        Person student = people.student();
        UUID session = people.start(student, people.exam());
        score(session, 0);
        transactions.run(Actor.ANALYZER, jdbc -> jdbc.sql("INSERT INTO incidents SELECT ?, id, student_id, 'absent',"
                        + " started_at, started_at, 1, 0 FROM exam_sessions WHERE id = ?")
                .params(UUID.randomUUID(), session)
                .update());
        String clip = UUID.randomUUID().toString();
        assertThat(TestClip.upload(student.http(), session.toString(), clip, TestClip.webm(clip), Map.of())
                        .status())
                .isEqualTo(201);
        student.http().post("/api/exam/submit", Map.of("session_id", session, "reason", "student"));
        return session;
    }

    private int score(UUID session, long seq) {
        return transactions.run(
                Actor.ANALYZER, jdbc -> jdbc.sql("INSERT INTO cheat_scores SELECT id, student_id, ?, started_at,"
                                + " started_at, started_at, 10, 90, 90, 5, 'present', '{}', '{}' FROM exam_sessions WHERE id = ?"
                                + " ON CONFLICT DO NOTHING")
                        .params(seq, session)
                        .update());
    }

    private UUID satOn(Instant start) {
        UUID session = sat();
        transactions.run(Actor.SYSTEM, jdbc -> {
            jdbc.sql("DELETE FROM cheat_scores WHERE session_id = ?")
                    .param(session)
                    .update();
            return jdbc.sql("UPDATE exam_sessions SET started_at = ?, ends_at = ? WHERE id = ?")
                    .params(
                            start.atOffset(ZoneOffset.UTC),
                            start.plusSeconds(60).atOffset(ZoneOffset.UTC),
                            session)
                    .update();
        });
        score(session, 0);
        return session;
    }

    private String left(UUID session) {
        return transactions.run(
                Actor.SYSTEM,
                jdbc -> jdbc.sql("""
                        SELECT concat('sessions=', (SELECT count(*) FROM exam_sessions WHERE id = :id),
                            ' scores=', (SELECT count(*) FROM cheat_scores WHERE session_id = :id),
                            ' incidents=', (SELECT count(*) FROM incidents WHERE session_id = :id),
                            ' clips=', (SELECT count(*) FROM video_metadata WHERE session_id = :id))""").param("id", session).query(String.class).single());
    }

    private String partitionOf(UUID session) {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT DISTINCT tableoid::regclass::text FROM cheat_scores WHERE session_id = ?")
                .param(session)
                .query(String.class)
                .single());
    }

    private List<String> files(UUID session) throws Exception {
        try (Stream<Path> files = Files.walk(Path.of(environment.getRequiredProperty("invigil.data"), "storage"))) {
            return files.map(Path::toString)
                    .filter(path -> path.contains(session.toString()) && path.endsWith(".webm"))
                    .toList();
        }
    }

    @Test
    void zeroKeepsEverything() throws Exception {
        UUID session = sat();
        assertThat(runAfterDays(30_000, NEVER)).isEqualTo(new Retention.Deleted(0, 0, 0, 0, 0, 0));
        assertThat(left(session)).isEqualTo("sessions=1 scores=1 incidents=1 clips=1");
        assertThat(files(session)).hasSize(1);
    }

    @Test
    void clipsGoWithTheirFilesWhenTheirTimeIsOverAndNotBefore() throws Exception {
        UUID session = sat();
        RetentionSettings settings = new RetentionSettings(30, 0, 0, 0, 0);

        assertThat(runAfterDays(29, settings).clips()).isZero();
        assertThat(files(session)).hasSize(1);

        Files.delete(Path.of(files(session).getFirst())); // as after a run that was cut off between object and row
        UUID other = sat();
        assertThat(runAfterDays(31, settings).clips()).isGreaterThanOrEqualTo(2);
        assertThat(left(session)).isEqualTo("sessions=1 scores=1 incidents=1 clips=0");
        assertThat(files(other)).isEmpty();
    }

    @Test
    void scoresGoByWholeDaysAndIncidentsByTheirStart() {
        UUID session = sat();
        retention(NEVER).addPartitions();
        assertThat(partitionOf(session)).matches("cheat_scores_\\d{8}");

        assertThat(runAfterDays(9, new RetentionSettings(0, 10, 0, 0, 0)).scoreDays())
                .isZero();
        assertThat(runAfterDays(11, new RetentionSettings(0, 10, 20, 0, 0)).incidents())
                .isZero();
        assertThat(left(session)).isEqualTo("sessions=1 scores=0 incidents=1 clips=1");
        assertThat(runAfterDays(21, new RetentionSettings(0, 10, 20, 0, 0)).incidents())
                .isPositive();
        assertThat(left(session)).isEqualTo("sessions=1 scores=0 incidents=0 clips=1");
        retention(NEVER).addPartitions();
    }

    @Test
    void aSessionGoesWithAllThatIsItsOwn() throws Exception {
        UUID session = sat();
        Person active = people.student();
        UUID running = people.start(active, people.exam());

        assertThat(runAfterDays(41, new RetentionSettings(0, 0, 0, 0, 40)).sessions())
                .isPositive();

        assertThat(left(session)).isEqualTo("sessions=0 scores=0 incidents=0 clips=0");
        assertThat(files(session)).as("its clips went first").isEmpty();
        assertThat(left(running)).startsWith("sessions=1");
    }

    @Test
    void whatIsHeldStaysWhateverItsAgeAndGoesOnceItIsLetGo() throws Exception {
        UUID held = sat();
        retention(NEVER).addPartitions();
        Instant farBefore = clock.instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(50));
        UUID heldWithoutPartition = satOn(farBefore);
        HELD.addAll(List.of(held, heldWithoutPartition));
        UUID free = sat();
        RetentionSettings all = new RetentionSettings(10, 10, 10, 0, 10);
        try {
            runAfterDays(20, all);
            assertThat(left(held)).isEqualTo("sessions=1 scores=1 incidents=1 clips=1");
            assertThat(left(heldWithoutPartition)).isEqualTo("sessions=1 scores=1 incidents=1 clips=1");
            assertThat(files(held)).hasSize(1);
            assertThat(left(free))
                    .as("the day of its scores is held, and went with it")
                    .isEqualTo("sessions=0 scores=0 incidents=0 clips=0");
        } finally {
            HELD.clear();
        }
        runAfterDays(20, all);
        assertThat(left(held)).isEqualTo("sessions=0 scores=0 incidents=0 clips=0");
        assertThat(files(held)).isEmpty();
        retention(NEVER).addPartitions();
    }

    @Test
    void aScoreWhoseDayHasNoPartitionIsKeptAndMovesIntoItLater() {
        Instant farAhead = clock.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(400));
        UUID session = satOn(farAhead.plusSeconds(3_600));
        assertThat(partitionOf(session)).isEqualTo("cheat_scores_default");
        assertThat(score(session, 0)).as("the same batch again").isZero();

        LocalDate day = LocalDate.ofInstant(farAhead, ZoneOffset.UTC);
        assertThat(scores.addPartition(day)).isTrue();
        assertThat(scores.addPartition(day)).as("it is there").isFalse();

        assertThat(partitionOf(session))
                .isEqualTo("cheat_scores_" + day.toString().replace("-", ""));
        assertThat(score(session, 0)).as("still the same batch").isZero();
        assertThat(score(session, 1)).isEqualTo(1);
    }

    @Test
    void theIndexOfADayThatIsOverIsBuiltAnewOnce() {
        retention(NEVER).addPartitions();
        UUID session = sat();
        for (long seq = 5_000; seq > 0; seq--) { // each in the middle of its page, or before it
            score(session, seq);
        }
        String partition = partitionOf(session);
        long asWritten = indexBytes(partition);

        assertThat(retention(NEVER).rebuildIndexes()).as("the day is not over").isZero();
        assertThat(afterDays(1, NEVER, Retention::rebuildIndexes))
                .as("a sitting from before midnight may last")
                .isZero();
        assertThat(afterDays(2, NEVER, Retention::rebuildIndexes)).isEqualTo(1);

        assertThat(indexBytes(partition)).isLessThan(asWritten * 3 / 4);
        assertThat(afterDays(2, NEVER, Retention::rebuildIndexes))
                .as("it has been done")
                .isZero();
        assertThat(score(session, 5_000)).as("still the same batch").isZero();
        assertThat(mayBuildAnew(partition)).as("what was lent was given back").isFalse();
    }

    @Test
    void anIndexWhoseBuildingWasCutOffIsBuiltByTheNextRun() throws Exception {
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(30);
        scores.addPartition(day);
        String partition = "cheat_scores_" + day.toString().replace("-", "");
        // As a server that died leaves it: lent, and with an index that was not finished.
        transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT invigil_lend_score_index(?)")
                .param(day.plusDays(1))
                .query(String.class)
                .single());
        try (Connection superuser = TestDatabase.superuser(environment.getRequiredProperty("invigil.database.url"));
                Statement statement = superuser.createStatement()) {
            statement.execute("CREATE INDEX half_built_ccnew ON " + partition + " (batch_seq)");
            statement.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half_built_ccnew'::regclass");
        }
        assertThat(mayBuildAnew(partition)).isTrue();

        assertThat(retention(NEVER).rebuildIndexes()).isEqualTo(1);

        assertThat(indexes(partition)).containsExactly(partition + "_pkey");
        assertThat(mayBuildAnew(partition)).isFalse();
        assertThat(scores.deleteScoresOfDaysBefore(clock.instant().minus(Duration.ofDays(29))))
                .isEqualTo(1);
    }

    @Test
    void onlyTheServerItselfIsLentAnIndex() {
        for (String call : List.of(
                "SELECT invigil_lend_score_index('2100-01-01')::text",
                "SELECT invigil_return_score_index('cheat_scores_pkey', true)::text")) {
            assertThatThrownBy(() -> transactions.run(
                            Actor.ANALYZER,
                            jdbc -> jdbc.sql(call).query(String.class).single()))
                    .as(call)
                    .hasStackTraceContaining("by the server itself");
        }
    }

    private long indexBytes(String partition) {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT pg_indexes_size(?::regclass)")
                .param(partition)
                .query(Long.class)
                .single());
    }

    private boolean mayBuildAnew(String partition) {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT has_table_privilege(?, 'MAINTAIN')")
                .param(partition)
                .query(Boolean.class)
                .single());
    }

    private List<String> indexes(String partition) {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                        "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = ?::regclass")
                .param(partition)
                .query(String.class)
                .list());
    }

    @Test
    void workForAllIsDoneOnceUntilItsTimeIsOver() {
        int[] runs = new int[1];
        Duration once = Duration.ofHours(1);
        assertThat(work.runOnce("test-once", once, once, () -> runs[0]++)).isTrue();
        assertThat(work.runOnce("test-once", once, once, () -> runs[0]++)).isFalse();
        assertThat(work.runOnce("test-more", Duration.ZERO, once, () -> runs[0]++))
                .isTrue();
        assertThat(work.runOnce("test-more", Duration.ZERO, once, () -> runs[0]++))
                .isTrue();
        assertThat(runs[0]).isEqualTo(3);
    }
}
