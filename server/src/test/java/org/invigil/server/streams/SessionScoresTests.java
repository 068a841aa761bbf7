package org.invigil.server.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.invigil.rules.batch.SignalBatch;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.incident.Incident;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.score.Rescoring;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.store.ScoreSinkThread;
import org.invigil.server.store.ScoreStore;
import org.invigil.server.store.StoredSignals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** A session's score from its first frame to its final value, across lost connections and restarts. */
@ServerTest
class SessionScoresTests {

    private static final FrameAnalysis ATTENTIVE = new FrameAnalysis(
            320,
            240,
            Presence.PRESENT,
            0.98,
            1,
            1,
            1,
            List.of(),
            new HeadPose(1, -4, 0, 0.9),
            null,
            Gaze.CENTER,
            null,
            false);
    private static final FrameAnalysis ABSENT = new FrameAnalysis(
            320, 240, Presence.ABSENT, 0.95, 0, 0, 0, List.of(), null, null, Gaze.UNKNOWN, null, false);

    @Autowired
    SessionScores scores;

    @Autowired
    ScoreStore store;

    @Autowired
    ScoreSinkThread sinkThread;

    @Autowired
    ExamSessions sessions;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    private Person student;
    private ExamSession session;
    private long at;

    @BeforeEach
    void sitAnExam() {
        student = people.student();
        session = sessions.find(people.start(student, people.exam())).orElseThrow();
        at = clock.millis();
    }

    private FrameScore show(SessionScore score, FrameAnalysis frame, double seconds) {
        return show(score, frame, seconds, 100);
    }

    private FrameScore show(SessionScore score, FrameAnalysis frame, double seconds, long frameMillis) {
        FrameScore last = null;
        for (int i = 0; i < seconds * 1000 / frameMillis; i++) {
            at += frameMillis;
            last = score.score(frame, at + 3_600_000, at, null, false, false).orElseThrow();
            score.store();
        }
        return Objects.requireNonNull(last);
    }

    private List<SignalBatch> stored() {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("SELECT " + StoredSignals.COLUMNS
                        + ", started_at FROM cheat_scores WHERE session_id = ? ORDER BY batch_seq")
                .param(session.sessionId())
                .query((row, number) -> StoredSignals.read(
                        row,
                        row.getObject("started_at", java.time.OffsetDateTime.class)
                                .toInstant()
                                .toEpochMilli()))
                .list());
    }

    private String summary() {
        return transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("""
                                SELECT concat('rows=', (SELECT count(*) FROM cheat_scores WHERE session_id = :id),
                                    ' frames=', (SELECT coalesce(sum(frames), 0) FROM cheat_scores WHERE session_id = :id),
                                    ' incidents=', (SELECT count(*) FROM incidents WHERE session_id = :id),
                                    ' open=', (SELECT count(*) FROM incidents WHERE session_id = :id AND ended_at IS NULL))
                                """)
                .param("id", session.sessionId())
                .query(String.class)
                .single());
    }

    private String storedIncidents() {
        return transactions.run(Actor.ANALYZER, jdbc -> jdbc.sql(
                        "SELECT string_agg(behavior || CASE WHEN ended_at IS NULL THEN ' open' ELSE ' ended' END, ', ')"
                                + " FROM incidents WHERE session_id = ?")
                .param(session.sessionId())
                .query(String.class)
                .single());
    }

    private Instant endOfIncident() {
        return transactions.run(Actor.ANALYZER, jdbc -> jdbc.sql("SELECT ended_at FROM incidents WHERE session_id = ?")
                .param(session.sessionId())
                .query(java.time.OffsetDateTime.class)
                .single()
                .toInstant());
    }

    private int unfinished() {
        return transactions.run(
                Actor.ANALYZER, jdbc -> jdbc.sql("SELECT count(*) FROM unfinished_scores WHERE session_id = ?")
                        .param(session.sessionId())
                        .query(Integer.class)
                        .single());
    }

    /** This node forgets the session, as after a restart. */
    private void forget() {
        scores.forget(session.sessionId());
    }

    @Test
    void leavingTheSeatAsksForAClipOfTheMomentAndKeepsTheRows() {
        SessionScore score = scores.prepare(session);
        show(score, ATTENTIVE, 10);
        long left = at;
        FrameScore opened = show(score, ABSENT, 1.7);

        FrameScore.Clip clip = Objects.requireNonNull(opened.clip());
        assertThat(clip.behavior()).isEqualTo("absent");
        assertThat(clip.eventAt()).isEqualTo(Instant.ofEpochMilli(left + 100));
        assertThat(clip.eventCaptureTimeMillis()).as("on the sender's clock").isEqualTo(left + 100 + 3_600_000);
        assertThat(show(score, ABSENT, 2).clip()).as("repeated for 3 s").isEqualTo(clip);
        assertThat(show(score, ABSENT, 2).clip()).isNull();

        double finalScore = scores.settle(session, clock.instant());
        assertThat(finalScore).isPositive();
        assertThat(summary()).contains("rows=16", "frames=157", "incidents=1", "open=0");
    }

    @Test
    void theStoredSessionScoredAgainComesToTheSame() {
        SessionScore score = scores.prepare(session);
        show(score, ATTENTIVE, 12);
        show(score, ABSENT, 9);
        show(score, ATTENTIVE, 3);
        double finalScore = scores.settle(session, clock.instant());

        List<SignalBatch> stored = stored();
        Rescoring.Result again =
                Rescoring.rescore(stored.stream().map(SignalBatch::frames).toList(), Policy.DEFAULT);

        assertThat(again.cheatScore())
                .as("to the bit")
                .isEqualTo(Objects.requireNonNull(stored.getLast().cheatScore()).value(Policy.DEFAULT));
        assertThat(again.cheatScore()).isCloseTo(finalScore, within(0.005));
        assertThat(again.incidents()).extracting(Incident::behavior).containsExactly(Behavior.AWAY);
        assertThat(storedIncidents()).isEqualTo("away ended");
    }

    @Test
    void aLostConnectionLosesNothing() {
        SessionScore score = scores.prepare(session);
        show(score, ABSENT, 6);
        scores.disconnected(session.sessionId());
        at += 20_000;
        SessionScore again = scores.prepare(session);

        assertThat(again).isSameAs(score);
        assertThat(show(again, ATTENTIVE, 0.1).focusScore()).isLessThan(50);
        scores.settle(session, clock.instant());
        assertThat(summary()).contains("frames=61", "open=0");
    }

    @Test
    void aClosedBrowserLeavesNothingOpenAndIsScoredAsEver() {
        SessionScore score = scores.prepare(session);
        show(score, ATTENTIVE, 3);
        show(score, ABSENT, 8);
        long lastMillis = at;
        scores.disconnected(session.sessionId());
        awaitStored(110);
        assertThat(storedIncidents()).isEqualTo("away open");

        clock.advance(Duration.ofMillis(lastMillis + 12_001 - clock.millis()));
        scores.endUnseen();
        await().until(() -> storedIncidents().equals("away ended"));
        assertThat(endOfIncident()).isEqualTo(Instant.ofEpochMilli(lastMillis));

        forget(); // another node goes on with what was left behind
        at += 20_000;
        show(scores.prepare(session), ATTENTIVE, 3);
        scores.settle(session, clock.instant());
        assertThat(endOfIncident()).isEqualTo(Instant.ofEpochMilli(lastMillis));
        Rescoring.Result again =
                Rescoring.rescore(stored().stream().map(SignalBatch::frames).toList(), Policy.DEFAULT);
        assertThat(again.cheatScore())
                .as("to the bit")
                .isEqualTo(
                        Objects.requireNonNull(stored().getLast().cheatScore()).value(Policy.DEFAULT));
        assertThat(again.incidents())
                .singleElement()
                .extracting(Incident::endedAtMillis)
                .isEqualTo(lastMillis);
    }

    @Test
    void aServerThatCrashedIsGoneOnFromTheLastRow() {
        SessionScore score = scores.prepare(session);
        show(score, ATTENTIVE, 10);
        double before = show(score, ABSENT, 6).focusScore();
        awaitStored(160);
        forget(); // without a word left behind, as a crash does

        at += 30_000;
        SessionScore resumed = scores.prepare(session);
        assertThat(resumed).isNotSameAs(score);
        assertThat(summary()).as("what was open has ended").contains("open=0");
        assertThat(show(resumed, ATTENTIVE, 0.1).focusScore()).isCloseTo(before, within(0.1));
        show(resumed, ATTENTIVE, 2);
        double finalScore = scores.settle(session, clock.instant());

        assertThat(finalScore).isPositive();
        assertThat(summary()).contains("frames=181", "incidents=1");
    }

    @Test
    void ofASlowCameraACrashTakesLessThanHalfASecondAndNoRowIsLeftOver() {
        SessionScore score = scores.prepare(session);
        show(score, ATTENTIVE, 4, 250);
        double before =
                show(score, ABSENT, 2.75, 250).focusScore(); // 27 frames: two rows and seven, of which six were due
        awaitNothingLeft();
        assertThat(summary()).contains("rows=2", "frames=20");
        assertThat(scores.hasBegun(session)).isTrue();
        forget();

        SessionScore resumed = scores.prepare(session);
        assertThat(summary()).contains("rows=3", "frames=26", "open=0");
        assertThat(show(resumed, ATTENTIVE, 0.25, 250).focusScore()).isCloseTo(before, within(4.0));
        show(resumed, ATTENTIVE, 3, 250); // 13 frames
        scores.settle(session, clock.instant());
        assertThat(summary()).as("whole tens and the rest").contains("rows=5", "frames=39");
        assertThat(unfinished()).isZero();
    }

    @Test
    void aCrashedSessionThatIsNeverComeBackToIsSettledWithItsLastFrames() {
        SessionScore score = scores.prepare(session);
        show(score, ATTENTIVE, 2, 250);
        show(score, ABSENT, 2.5, 250);
        awaitNothingLeft();
        double before = Objects.requireNonNull(stored().getLast().cheatScore()).value(Policy.DEFAULT);
        forget();

        assertThat(scores.settle(session, clock.instant())).isGreaterThan(before);
        assertThat(summary()).contains("rows=2", "frames=18", "open=0");
        assertThat(unfinished()).isZero();
    }

    @Test
    void aStateThatWasLeftBehindBeforeTheLastRowsIsOutOfDate() {
        SessionScore score = scores.prepare(session);
        show(score, ATTENTIVE, 5);
        scores.disconnected(session.sessionId());
        double after = show(scores.prepare(session), ABSENT, 6).focusScore();
        awaitStored(110);
        forget();

        assertThat(show(scores.prepare(session), ABSENT, 0.1).focusScore()).isCloseTo(after, within(1.0));
    }

    @Test
    void settlingTwiceOrElsewhereGivesTheSameScore() {
        SessionScore score = scores.prepare(session);
        show(score, ATTENTIVE, 5);
        show(score, ABSENT, 8);
        double first = scores.settle(session, clock.instant());

        assertThat(scores.settle(session, clock.instant())).isEqualTo(first);
        assertThat(score.score(ATTENTIVE, at, at, null, false, false))
                .as("takes no more frames")
                .isEmpty();
        assertThat(summary()).contains("frames=130", "open=0");
    }

    @Test
    void aSessionWithoutAFrameSettlesAtZero() {
        assertThat(scores.settle(session, clock.instant())).isZero();
    }

    @Test
    void anAnalyserElsewhereSavesBatchesOnce() {
        TestHttp analyzer = people.analyzer();
        Map<String, Object> body =
                Map.of("session_id", session.sessionId(), "batches", List.of(batch(0, 12.5), batch(1, 33.25)));

        TestHttp.Answer first = analyzer.post("/api/exam/analyze-batch", body);
        TestHttp.Answer second = analyzer.post("/api/exam/analyze-batch", body);

        assertThat(first.text()).isEqualTo("{\"saved\":2,\"duplicates\":0}");
        assertThat(second.text()).isEqualTo("{\"saved\":0,\"duplicates\":2}");
        assertThat(scores.settle(session, clock.instant())).isEqualTo(33.25);
        assertThat(show(scores.prepare(session), ATTENTIVE, 0.1).focusScore())
                .as("another analyser's rows are gone on from as well")
                .isCloseTo(80, within(0.1));
    }

    @ParameterizedTest
    @CsvSource({
        "batch_seq, -1, 422",
        "frames, 0, 422",
        "frames, 1001, 422",
        "focus_score, 100.5, 422",
        "focus_score_min, -0.1, 422",
        "cheat_score, , 422",
        "presence, sleeping, 422",
        "ended_at, 2020-01-01T00:00:00Z, 422",
        "detected_behavior, 5, 422",
        "signals, x, 422",
        "frames, many, 400",
        "started_at, yesterday, 400"
    })
    void aBatchThatCannotBeIsRefused(String field, String value, int status) {
        Map<String, Object> broken = new java.util.HashMap<>(batch(0, 1));
        // A number goes as a number: as a text it would be refused for that.
        broken.put(field, value != null && value.matches("-?[0-9.]+") ? new java.math.BigDecimal(value) : value);

        TestHttp.Answer answer = people.analyzer()
                .post("/api/exam/analyze-batch", Map.of("session_id", session.sessionId(), "batches", List.of(broken)));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(status == 422 ? "invalid_batch" : "invalid_request");
        assertThat(answer.json().path("detail").asString())
                .contains(status == 422 ? "batches[0]: " + field + " " : "batches[0]." + field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"looking_left\": {\"frames\": 7, \"confidence\": 0.9, \"was\": \"absent\"}}",
                "{\"looking_left\": \"absent\"}",
                "{\"daydreaming\": {\"frames\": 7, \"confidence\": 0.9}}",
                "{\"looking_left\": {\"frames\": 11, \"confidence\": 0.9}}",
                "{\"looking_left\": {\"frames\": 1.5, \"confidence\": 0.9}}",
                "{\"looking_left\": {\"frames\": 7, \"confidence\": 1.1}}",
                "{\"looking_left\": {\"frames\": 7}}"
            })
    void aBehaviourThatIsNotDescribedIsRefused(String detected) {
        Map<String, Object> broken = new java.util.HashMap<>(batch(0, 1));
        broken.put("detected_behavior", JsonMapper.builder().build().readTree(detected));

        TestHttp.Answer answer = people.analyzer()
                .post("/api/exam/analyze-batch", Map.of("session_id", session.sessionId(), "batches", List.of(broken)));

        assertThat(answer.code()).isEqualTo("invalid_batch");
    }

    @Test
    void onlyAServiceTokenSavesScoresAndOnlyForRunningSessions() {
        Map<String, Object> body = Map.of("session_id", session.sessionId(), "batches", List.of(batch(0, 1)));
        assertThat(people.nobody().post("/api/exam/analyze-batch", body).status())
                .isIn(401, 403);
        assertThat(student.http().post("/api/exam/analyze-batch", body).status())
                .isEqualTo(403);
        assertThat(people.admin().http().post("/api/exam/analyze-batch", body).status())
                .isEqualTo(403);
        TestHttp analyzer = people.analyzer();
        assertThat(analyzer.post(
                                "/api/exam/analyze-batch",
                                Map.of("session_id", UUID.randomUUID(), "batches", List.of(batch(0, 1))))
                        .status())
                .isEqualTo(404);
        assertThat(analyzer.post(
                                "/api/exam/analyze-batch",
                                Map.of("session_id", session.sessionId(), "batches", List.of()))
                        .code())
                .isEqualTo("invalid_batch");
        student.http().post("/api/exam/submit", Map.of("session_id", session.sessionId(), "reason", "student"));
        assertThat(analyzer.post("/api/exam/analyze-batch", body).code()).isEqualTo("session_closed");
    }

    private static Map<String, Object> batch(long seq, double cheatScore) {
        Instant started = Instant.parse("2026-03-01T09:00:00.000Z").plusMillis(seq * 330);
        return Map.of(
                "batch_seq",
                seq,
                "started_at",
                started.toString(),
                "ended_at",
                started.plusMillis(300).toString(),
                "frames",
                10,
                "focus_score",
                80,
                "focus_score_min",
                72.5,
                "cheat_score",
                cheatScore,
                "presence",
                "present",
                "detected_behavior",
                Map.of("looking_left", Map.of("frames", 7, "confidence", 0.9)),
                "signals",
                Map.of("own", List.of(1, 2)));
    }

    private void awaitNothingLeft() {
        boolean empty = false;
        for (int turn = 0; turn < 100 && !empty; turn++) {
            empty = sinkThread.sink().flush();
        }
        assertThat(empty).isTrue();
    }

    /** Gives the sink turns until so many frames are stored. */
    private void awaitStored(int frames) {
        for (int turn = 0; turn < 100 && !summary().contains("frames=" + frames); turn++) {
            sinkThread.sink().flush();
        }
        assertThat(summary()).contains("frames=" + frames);
    }
}
