package org.invigil.server.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.rules.batch.SignalBatch;
import org.invigil.rules.batch.SignalBatchCodec;
import org.invigil.rules.score.CheatScore;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.TimedSignal;
import org.invigil.server.ServerTest;
import org.invigil.server.TestDatabase;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command on the database of a running server. */
@ServerTest
class ExportTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final byte[] SIGNALS = SignalBatchCodec.encode(new SignalBatch(
            List.of(
                    new TimedSignal(
                            0,
                            new FrameSignal(Presence.PRESENT, 0.99, 1, 1, new HeadPose(-12.3, 6.8, 1.0, 0.56), null)),
                    new TimedSignal(33, new FrameSignal(Presence.ABSENT, 0.95, 0, 0, null, null))),
            new CheatScore(0.1 + 0.2, 60_000),
            null));

    @Autowired
    Environment environment;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    TestPeople people;

    private final Path folder;
    private final StringWriter told = new StringWriter();
    private Person student;
    private UUID exam;
    private UUID session;

    ExportTests(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        exam = people.exam();
        session = people.start(student, exam);
    }

    private void store(UUID sessionId, long seq, String signals, byte[] bytes) {
        transactions.run(
                Actor.ANALYZER,
                jdbc -> jdbc.sql("""
                        INSERT INTO cheat_scores (session_id, student_id, batch_seq, session_started_at, started_at, ended_at,
                                                  frames, focus_score, focus_score_min, cheat_score, presence,
                                                  detected_behavior, signals, signal_bytes)
                        SELECT id, student_id, ?, started_at, '2026-03-01T09:00:00.250Z', '2026-03-01T09:00:00.283Z', 2, 97.5,
                               91.25, 3, 'present', '{"absent": {"frames": 1, "confidence": 0.95}}',
                               nullif(?, '')::json, nullif(?, ''::bytea)
                          FROM exam_sessions WHERE id = ?
                        """).params(seq, signals, bytes, sessionId).update());
    }

    private void store(UUID sessionId, long seq) {
        store(sessionId, seq, "", SIGNALS);
    }

    /** Counted into the future, so that the server itself has nothing to add. */
    private void watchAMinute() {
        transactions.run(
                Actor.SYSTEM,
                jdbc -> jdbc.sql("""
                        INSERT INTO session_watches AS w (session_id, student_id, watched_ms, no_picture_ms, active_since, counted_until)
                        SELECT ?, ?, 60000, 20000, now(), now() + interval '1 hour'
                        ON CONFLICT (session_id) DO UPDATE SET watched_ms = 60000, no_picture_ms = 20000, outage_ms = 0,
                            counted_until = excluded.counted_until""").params(session, student.id()).update());
    }

    /** What an operator writes who has a database of their own. */
    private Path configuration(Map<String, String> changed) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String key : List.of("url", "owner.username", "owner.password", "app.username", "app.password")) {
            String name = "invigil.database." + key;
            lines.append(name)
                    .append(": \"")
                    .append(changed.getOrDefault(key, environment.getRequiredProperty(name)))
                    .append("\"\n");
        }
        return Files.writeString(folder.resolve("invigil.yaml"), lines);
    }

    private int export(OutputStream out, String... selection) throws IOException {
        return export(configuration(Map.of()), out, selection);
    }

    private int export(Path configuration, OutputStream out, String... selection) {
        String[] arguments = List.of(
                        List.of(selection),
                        List.of(
                                "--config",
                                configuration.toString(),
                                "--data",
                                folder.resolve("data").toString()))
                .stream()
                .flatMap(List::stream)
                .toArray(String[]::new);
        return ExportCommand.run(out, new PrintWriter(told, true), arguments);
    }

    private List<JsonNode> exported(String... selection) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exitCode = export(out, selection);
        // Among all rows there are those that other tests made unreadable.
        assertThat(exitCode).as(told.toString()).isIn(selection[0].equals("--all") ? List.of(0, 3) : List.of(0));
        return out.toString(StandardCharsets.UTF_8).lines().map(JSON::readTree).toList();
    }

    @Test
    void aRowIsALineWithItsSignalsInWords() throws Exception {
        store(session, 4);
        watchAMinute();

        assertThat(exported("--session", session.toString()))
                .singleElement()
                .hasToString(("{'session_id':'" + session
                                + "','exam_id':'" + exam + "','student_id':'" + student.id()
                                + "','batch_seq':4,'started_at':'2026-03-01T09:00:00.250Z','ended_at':'2026-03-01T09:00:00.283Z',"
                                + "'frames':2,'focus_score':97.5,'focus_score_min':91.25,'cheat_score':3.0,'presence':'present',"
                                + "'detected_behavior':{'absent':{'frames':1,'confidence':0.95}},"
                                + "'signals':{'t':[0,33],'presence':'pa','presence_confidence':[0.99,0.95],'faces':[1,0],'persons':[1,0],"
                                + "'yaw':[-12.3,null],'pitch':[6.8,null],'roll':[1.0,null],'pose_confidence':[0.56,null],'pose_uncertainty':[0.0,null],"
                                + "'eye_yaw':[null,null],'eye_pitch':[null,null],'openness':[null,null],'eye_confidence':[null,null],"
                                + "'phone_confidence':[null,null],'followed':[false,false],'picture_hash':[null,null],'replay_confidence':[null,null],'gap':[null,null],"
                                + "'turn_asked':[false,false],'totals':{'suspicious_ms':0.30000000000000004,'observed_ms':60000.0}},"
                                + "'watching':{'watched_seconds':60,'watched_share':0.75,'unwatched_seconds':"
                                + "{'no_picture':20,'slow_link':0,'outage':0,'server_full':0},'is_unwatched':false}}")
                        .replace('\'', '"'));
        assertThat(told).hasToString("1 rows of 1 sessions" + System.lineSeparator());
    }

    @Test
    void signalsOfOldRowsAndOtherAnalysersAreWrittenAsTheyAre() throws Exception {
        store(session, 0, "{\"t\": [0],\n  \"anything\": {\"digits\": 0.1234567890123456789}}", new byte[0]);

        assertThat(exported("--session", session.toString()))
                .singleElement()
                .extracting(line ->
                        line.path("signals").path("anything").path("digits").isNumber())
                .isEqualTo(true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        export(out, "--session", session.toString());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"signals\":{\"t\":[0],\"anything\":{\"digits\":0.1234567890123456789}}")
                .hasLineCount(1);
    }

    @Test
    void anExamHasItsSessionsOneAfterTheOther() throws Exception {
        UUID other = people.start(people.student(), exam);
        UUID elsewhere = people.start(people.student(), people.exam());
        for (UUID each : List.of(other, session, elsewhere)) {
            store(each, 1);
            store(each, 0);
        }

        assertThat(exported("--exam", exam.toString()))
                .hasSize(4)
                .allMatch(line -> line.path("exam_id").asString().equals(exam.toString()))
                .extracting(line -> line.path("batch_seq").asInt())
                .containsExactly(0, 1, 0, 1);
        assertThat(exported("--all"))
                .extracting(line -> line.path("session_id").asString())
                .contains(session.toString(), other.toString(), elsewhere.toString());
    }

    @Test
    void whatThisVersionCannotReadIsSaidAndTheRestWritten() throws Exception {
        store(session, 0, "", new byte[] {99, 1, 0});
        store(session, 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(export(out, "--session", session.toString())).isEqualTo(3);

        List<JsonNode> lines =
                out.toString(StandardCharsets.UTF_8).lines().map(JSON::readTree).toList();
        assertThat(lines.getFirst().path("signals").isNull()).isTrue();
        assertThat(lines.getFirst().path("signals_problem").asString())
                .isEqualTo("No batch of signals: its version 99 is not known here");
        assertThat(lines.getLast().path("signals").isObject()).isTrue();
        assertThat(told.toString()).contains("the signals of 1 rows cannot be read by this version");
    }

    @Test
    void wrongUsageIsSaid() throws Exception {
        OutputStream nowhere = OutputStream.nullOutputStream();
        assertThat(export(nowhere)).isEqualTo(2);
        assertThat(export(nowhere, "--session", "x")).isEqualTo(2);
        assertThat(export(nowhere, "--all", "--exam", exam.toString())).isEqualTo(2);
        assertThat(told.toString())
                .contains("(--session=ID | --exam=ID | --all)")
                .contains("Invalid value for option '--session'")
                .contains("mutually exclusive");
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        UUID nobody = UUID.randomUUID();
        OutputStream nowhere = OutputStream.nullOutputStream();

        assertThat(export(nowhere, "--session", nobody.toString())).isEqualTo(1);
        assertThat(export(nowhere, "--exam", nobody.toString())).isEqualTo(1);

        assertThat(told.toString())
                .contains("invigil export: There is no session " + nobody + " in this database.")
                .contains("invigil export: There is no exam " + nobody + " in this database.");
    }

    @Test
    void aDatabaseOfAnotherVersionIsNoRiddle() throws Exception {
        Map<String, Object> empty = TestDatabase.create();
        Path configuration = configuration(Map.of("url", String.valueOf(empty.get("invigil.database.url"))));

        assertThat(export(configuration, OutputStream.nullOutputStream(), "--all"))
                .isEqualTo(1);
        assertThat(told.toString()).contains("The database has the schema of another version of Invigil, or none.");
    }

    @Test
    void anOutputThatTakesNoMoreEndsTheExport() throws Exception {
        store(session, 0);
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThat(export(full, "--session", session.toString())).isEqualTo(1);
        assertThat(told.toString()).contains("The export cannot be written: No space left on device");
    }
}
