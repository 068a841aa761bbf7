package org.invigil.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClip;
import org.invigil.server.TestClock;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Faults of the server are no faults of a clip: a store that is away, a node that dies, a check that breaks, two at the same time. */
@ServerTest
class ClipCheckFaultsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] FILM = TestVideo.webm(TestVideo.FRANCK, 0, 1, "libvpx");

    /** Long past any pause. */
    private static final Duration LATER = Duration.ofHours(2);

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    ExamSessions sessions;

    @Autowired
    ClipRequests requests;

    @Autowired
    ClipChecker checker;

    @Autowired
    ClipStore store;

    private Duration ahead = Duration.ZERO;

    @BeforeEach
    void nothingElseIsDue() {
        await().atMost(PATIENCE)
                .until(() -> transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql(
                                        "SELECT count(*) FROM clip_checks WHERE state = 'unchecked'")
                                .query(Integer.class)
                                .single())
                        == 0);
    }

    @AfterEach
    void setBack() {
        clock.advance(ahead.negated());
    }

    private void advance(Duration by) {
        ahead = ahead.plus(by);
        clock.advance(by);
    }

    private record Sitting(Person student, ExamSession session) {}

    private Sitting sitting() {
        Person student = people.student();
        return new Sitting(
                student, sessions.find(people.start(student, people.exam())).orElseThrow());
    }

    /** Its request is noted; of itself there is nothing yet. */
    private Clip asked(Sitting sitting, String fileName) throws IOException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        UUID id = UUID.randomUUID();
        requests.clipAsked(sitting.session(), id, "absent", now, now, now);
        requests.flush();
        return clip(sitting, id, fileName, now);
    }

    private static Clip clip(Sitting sitting, UUID id, String fileName, Instant now) throws IOException {
        String path = "exam-recordings/" + sitting.student().id() + "/"
                + sitting.session().sessionId() + "/" + fileName + ".webm";
        return new Clip(
                id,
                sitting.session().sessionId(),
                sitting.student().id(),
                path,
                FILM.length,
                Sha256.of(() -> new ByteArrayInputStream(FILM)),
                ClipUpload.CONTENT_TYPE,
                "absent",
                now,
                1_000,
                now,
                null);
    }

    private void row(Sitting sitting, Clip clip) {
        transactions.run(sitting.student().actor(), jdbc -> ClipRows.insert(jdbc, clip));
    }

    private static void due(JdbcClient jdbc, Clip clip) {
        ClipChecks.insert(jdbc, clip, ClipCheck.State.UNCHECKED, clip.recordedAt());
    }

    private record Check(String state, int tries, Instant dueAt) {}

    private Check check(Clip clip) {
        return transactions.run(
                Actor.SYSTEM, jdbc -> jdbc.sql("SELECT state, tries, due_at FROM clip_checks WHERE clip_id = ?")
                        .param(clip.id())
                        .query((row, number) ->
                                new Check(row.getString("state"), row.getInt("tries"), SqlTime.instant(row, "due_at")))
                        .single());
    }

    private void awaitState(Clip clip, String state) {
        checker.stored(true);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(check(clip).state()).isEqualTo(state));
    }

    @Test
    void aStoreThatIsAwayForLongLeavesAClipUncheckedUntilItIsBack() throws Exception {
        Sitting sitting = sitting();
        Clip clip = asked(sitting, "away");
        row(sitting, clip);
        transactions.run(Actor.SYSTEM, jdbc -> {
            due(jdbc, clip);
            return true;
        });
        Instant before = clip.uploadedAt();
        for (int i = 0; i < ClipChecker.MOST_TRIES + 2; i++) {
            Instant due = before;
            checker.stored(true);
            await().atMost(PATIENCE).until(() -> {
                Check check = check(clip);
                return check.dueAt().isAfter(due) && check.tries() == 0;
            });
            assertThat(check(clip).state()).isEqualTo("unchecked");
            before = check(clip).dueAt();
            advance(LATER);
        }

        store.putIfAbsent(clip.storagePath(), () -> new ByteArrayInputStream(FILM), FILM.length, clip.sha256());
        advance(LATER);
        awaitState(clip, "unknown"); // nothing was analysed
    }

    @Test
    void aCheckThatBreaksDownIsTriedThreeTimesAndTheOthersGoOn() throws Exception {
        Sitting sitting = sitting();
        Clip breaks = asked(sitting, "../../../../outside");
        row(sitting, breaks);
        transactions.run(Actor.SYSTEM, jdbc -> {
            due(jdbc, breaks);
            return true;
        });
        for (int tries = 1; tries < ClipChecker.MOST_TRIES; tries++) {
            int expected = tries;
            checker.stored(true);
            await().atMost(PATIENCE).until(() -> check(breaks).tries() == expected);
            assertThat(check(breaks).state()).isEqualTo("unchecked");
            advance(ClipChecks.LEASE.plusSeconds(1));
        }
        awaitState(breaks, "unknown");
    }

    @Test
    void whatANodeWasAtThatDiedIsTakenByAnotherAfterThreeMinutes() throws Exception {
        Sitting sitting = sitting();
        Clip clip = asked(sitting, "taken");
        store.putIfAbsent(clip.storagePath(), () -> new ByteArrayInputStream(FILM), FILM.length, clip.sha256());
        row(sitting, clip);
        transactions.run(Actor.SYSTEM, jdbc -> {
            due(jdbc, clip);
            assertThat(ClipChecks.take(jdbc, clock.instant())).get().returns(clip.id(), ClipChecks.Due::clipId);
            return true;
        });
        Instant almost = clock.instant().plus(Duration.ofMinutes(2));
        assertThat(transactions.<Boolean>run(
                        Actor.SYSTEM, jdbc -> ClipChecks.take(jdbc, almost).isEmpty()))
                .isTrue();

        advance(Duration.ofMinutes(3).plusSeconds(1));
        awaitState(clip, "unknown");
    }

    private static final class UndoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void whoSendsClipsThatTakeLongHoldsUpNobodyElse() throws Exception {
        Sitting greedy = sitting();
        Sitting other = sitting();
        Clip first = asked(greedy, "first");
        Clip second = asked(greedy, "second");
        Clip third = asked(other, "third");
        row(greedy, first);
        row(greedy, second);
        row(other, third);

        assertThatExceptionOfType(UndoneException.class)
                .isThrownBy(() -> transactions.run(Actor.SYSTEM, jdbc -> {
                    due(jdbc, first);
                    due(jdbc, second);
                    due(jdbc, third);
                    Instant now = clock.instant();
                    assertThat(ClipChecks.take(jdbc, now)).get().returns(first.id(), ClipChecks.Due::clipId);
                    assertThat(ClipChecks.take(jdbc, now)).get().returns(third.id(), ClipChecks.Due::clipId);
                    assertThat(ClipChecks.take(jdbc, now)).get().returns(second.id(), ClipChecks.Due::clipId);
                    throw new UndoneException();
                }));
    }

    @Test
    void aRequestThatIsNotedWhileItsClipIsStoredCounts() throws Exception {
        Sitting sitting = sitting();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        UUID id = UUID.randomUUID();
        Clip inTheWay = clip(sitting, id, "in-the-way", now);
        List<CompletableFuture<TestHttp.Answer>> uploads = new ArrayList<>();

        // The upload has looked for its request and stands before its row; then the request is noted.
        assertThatExceptionOfType(UndoneException.class)
                .isThrownBy(() -> transactions.run(sitting.student().actor(), jdbc -> {
                    ClipRows.insert(jdbc, inTheWay);
                    uploads.add(CompletableFuture.supplyAsync(() -> TestClip.upload(
                            sitting.student().http(),
                            sitting.session().sessionId().toString(),
                            id.toString(),
                            FILM,
                            Map.of("behavior", "absent", "recorded_at", now.toString(), "duration_ms", "1000"))));
                    await().atMost(PATIENCE)
                            .until(() -> transactions.<Boolean>run(Actor.SYSTEM, other -> other.sql(
                                            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted)")
                                    .query(Boolean.class)
                                    .single()));
                    requests.clipAsked(sitting.session(), id, "absent", now, now, now);
                    requests.flush();
                    throw new UndoneException();
                }));

        TestHttp.Answer answer = uploads.getFirst().join();
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        awaitState(inTheWay, "unknown"); // too short, and looked at
        List<ClipRequest> known = transactions.run(
                Actor.SYSTEM, jdbc -> requests.ofSession(jdbc, sitting.session().sessionId(), null));
        assertThat(known).singleElement().returns(ClipFate.SENT, ClipRequest::fate);
    }
}
