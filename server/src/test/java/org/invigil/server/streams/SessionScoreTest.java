package org.invigil.server.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.invigil.rules.batch.SignalBatch;
import org.invigil.rules.batch.SignalBatchCodec;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.UnwatchedCause;
import org.invigil.rules.sitting.SittingState;
import org.invigil.server.session.ExamSession;
import org.invigil.server.store.IncidentRow;
import org.invigil.server.store.OpenIncident;
import org.invigil.server.store.ScoreListener;
import org.invigil.server.store.ScoreRow;
import org.invigil.server.store.ScoreUpdate;
import org.invigil.server.store.ScoreWrite;
import org.invigil.server.store.StoredScores;
import org.invigil.server.store.StoredSignals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a running score hands over what it has gathered, at any frame rate. */
class SessionScoreTest {

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
    private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

    private final List<ScoreWrite> writes = new ArrayList<>();
    private final List<ScoreUpdate> updates = new ArrayList<>();
    private final ExamSession session = new ExamSession(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "exam",
            UUID.randomUUID(),
            "student",
            "Student",
            SittingState.ACTIVE,
            START,
            START,
            START.plus(Duration.ofHours(1)),
            "{}");
    private SessionScore score = score(0, StoredScores.NONE);
    private long at = START.toEpochMilli();

    private SessionScore score(long epoch, StoredScores stored) {
        ScoreListener listener = new ScoreListener() {
            @Override
            public void connected(ExamSession connected) {}

            @Override
            public void disconnected(UUID sessionId) {}

            @Override
            public void moved(ExamSession moved) {}

            @Override
            public void scored(ExamSession scored, ScoreUpdate update) {
                updates.add(update);
            }
        };
        return new SessionScore(session, epoch, Policy.DEFAULT, stored, writes::add, List.of(listener));
    }

    private void frameAfter(long millis) {
        at += millis;
        assertThat(score.score(ATTENTIVE, at, at, null, false, false)).isPresent();
        score.store();
    }

    private void show(FrameAnalysis picture, double seconds) {
        for (int i = 0; i < seconds * 10; i++) {
            at += 100;
            assertThat(score.score(picture, at, at, null, false, false)).isPresent();
            score.store();
        }
    }

    private List<IncidentRow> incidents() {
        return writes.stream()
                .filter(ScoreWrite.Incidents.class::isInstance)
                .map(write -> ((ScoreWrite.Incidents) write).row())
                .toList();
    }

    /** Without the rows that only tell a lower focus score of what goes on. */
    private List<IncidentRow> turns() {
        List<IncidentRow> turns = new ArrayList<>();
        for (IncidentRow row : incidents()) {
            if (turns.isEmpty()
                    || !turns.getLast().behavior().equals(row.behavior())
                    || !Objects.equals(turns.getLast().endedAt(), row.endedAt())) {
                turns.add(row);
            }
        }
        return turns;
    }

    private List<ScoreRow> full() {
        return writes.stream()
                .filter(ScoreWrite.Scores.class::isInstance)
                .map(write -> ((ScoreWrite.Scores) write).row())
                .toList();
    }

    private List<ScoreRow> unfinished() {
        return writes.stream()
                .filter(ScoreWrite.Unfinished.class::isInstance)
                .map(write -> ((ScoreWrite.Unfinished) write).row())
                .toList();
    }

    private long handedOverUntil() {
        return writes.stream()
                .map(write -> switch (write) {
                    case ScoreWrite.Scores scores -> scores.row();
                    case ScoreWrite.Unfinished unfinished -> unfinished.row();
                    default -> throw new AssertionError(write);
                })
                .mapToLong(row -> row.endedAt().toEpochMilli())
                .max()
                .orElse(START.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 10, 12, 15, 20, 30})
    void noFrameThatWasScoredHalfASecondAgoIsStillInHand(int fps) {
        frameAfter(0);
        for (int i = 1; i < 97; i++) {
            frameAfter(1_000 / fps);
            assertThat(at - handedOverUntil()).isLessThan(500);
        }
        score.park();

        assertThat(full())
                .extracting(ScoreRow::frames)
                .hasSize(10)
                .startsWith(10)
                .endsWith(7);
        assertThat(full()).extracting(ScoreRow::batchSeq).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(unfinished()).hasSizeLessThanOrEqualTo(fps >= 20 ? 0 : 96);
    }

    private static SignalBatch signals(ScoreRow row) {
        return StoredSignals.decode(Objects.requireNonNull(row.signalBytes()), 0);
    }

    @Test
    void anUnfinishedRowIsTheBeginningOfTheFullOne() {
        for (int i = 0; i < 10; i++) {
            frameAfter(250);
        }
        ScoreRow full = full().getFirst();

        assertThat(unfinished()).extracting(ScoreRow::frames).containsExactly(3, 5, 7, 9);
        assertThat(unfinished()).allSatisfy(row -> {
            assertThat(row.batchSeq()).isEqualTo(full.batchSeq());
            assertThat(row.startedAt()).isEqualTo(full.startedAt());
            assertThat(signals(row).frames()).isEqualTo(signals(full).frames().subList(0, row.frames()));
        });
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepFramesInHand() {
        frameAfter(250);
        frameAfter(250);
        frameAfter(-3_600_000);
        assertThat(writes.getLast()).isInstanceOfSatisfying(ScoreWrite.Unfinished.class, write -> assertThat(
                        write.row().endedAt())
                .isEqualTo(Instant.ofEpochMilli(at)));
    }

    @Test
    void oneAbsenceIsOneIncidentWhichBecomesAway() {
        show(ATTENTIVE, 3);
        long leftMillis = at + 100;
        show(ABSENT, 3);
        assertThat(updates.getLast().openIncidents())
                .singleElement()
                .extracting(OpenIncident::behavior)
                .isEqualTo(Behavior.ABSENT);
        UUID id = updates.getLast().openIncidents().getFirst().id();

        show(ABSENT, 5);
        assertThat(updates.getLast().openIncidents())
                .containsExactly(new OpenIncident(id, Behavior.AWAY, Instant.ofEpochMilli(leftMillis)));
        assertThat(updates.getLast().behaviors())
                .as("both go on as triggers")
                .containsExactly(Behavior.ABSENT, Behavior.AWAY);
        long backMillis = at + 100;
        show(ATTENTIVE, 3);
        score.settle();

        assertThat(updates.getLast().openIncidents()).isEmpty();
        assertThat(updates.getLast().incidentCount()).isEqualTo(1);
        assertThat(incidents()).extracting(IncidentRow::id).containsOnly(id);
        assertThat(turns()).extracting(IncidentRow::behavior).containsExactly("absent", "away", "away");
        assertThat(incidents()).extracting(IncidentRow::startedAt).containsOnly(Instant.ofEpochMilli(leftMillis));
        assertThat(turns())
                .extracting(IncidentRow::endedAt)
                .containsExactly(null, null, Instant.ofEpochMilli(backMillis));
        assertThat(full())
                .extracting(ScoreRow::detectedBehavior)
                .as("both are told of in the rows")
                .anyMatch(told -> told.contains("\"absent\"") && told.contains("\"away\""));
    }

    @Test
    void theRowOfWhatGoesOnTellsTheLowestFocusScoreSoFar() {
        show(ATTENTIVE, 3);
        show(ABSENT, 6);
        double now = updates.getLast().focusScore();
        assertThat(now).isLessThan(60);

        assertThat(incidents().getLast().endedAt()).isNull();
        assertThat(incidents().getLast().focusScoreMin()).isBetween(now, now + 20); // a second behind at most
        assertThat(incidents()).as("a row a second, not a frame").hasSizeLessThanOrEqualTo(7);
        int rows = incidents().size();
        show(ABSENT, 10); // down to the floor
        show(ABSENT, 10);
        assertThat(incidents().getLast().focusScoreMin())
                .isEqualTo(updates.getLast().focusScore());
        assertThat(incidents().size()).as("and none once it is lowest").isLessThan(rows + 12);
    }

    @Test
    void whatWasOpenEndsWithTheLastPictureOnceNoLaterOneCanBelongToIt() {
        show(ATTENTIVE, 3);
        show(ABSENT, 6);
        long lastMillis = at;

        score.endUnseen(lastMillis + 12_000);
        assertThat(incidents().getLast().endedAt()).isNull();
        score.endUnseen(lastMillis + 12_001);
        assertThat(incidents().getLast().endedAt()).isEqualTo(Instant.ofEpochMilli(lastMillis));
        int rows = incidents().size();
        score.endUnseen(lastMillis + 60_000);
        at += 60_000;
        show(ATTENTIVE, 3);
        score.settle();
        assertThat(incidents()).as("ended once").hasSize(rows);
        assertThat(updates.getLast().openIncidents()).isEmpty();
        assertThat(updates.getLast().incidentCount()).isEqualTo(1);
    }

    /** The rows of a sitting whose browser is gone for a while. */
    private List<ScoreRow> awayAndBack(boolean isEndedMeanwhile) {
        writes.clear();
        score = score(0, StoredScores.NONE);
        at = START.toEpochMilli();
        show(ABSENT, 6);
        if (isEndedMeanwhile) {
            score.endUnseen(at + 20_000);
        }
        at += 25_000;
        assertThat(score.score(ABSENT, at, at, UnwatchedCause.NO_PICTURE, false, false))
                .isPresent();
        score.store();
        show(ABSENT, 4);
        show(ATTENTIVE, 3);
        score.settle();
        return full();
    }

    @Test
    void whatIsScoredAndStoredIsTheSameWhetherOrNotItWasEndedMeanwhile() {
        List<ScoreRow> waited = awayAndBack(false);
        List<Instant> ends = incidents().stream()
                .map(IncidentRow::endedAt)
                .filter(Objects::nonNull)
                .toList();
        List<ScoreRow> ended = awayAndBack(true);
        assertThat(ended).usingRecursiveComparison().isEqualTo(waited);
        assertThat(incidents())
                .extracting(IncidentRow::endedAt)
                .filteredOn(Objects::nonNull)
                .isEqualTo(ends);
    }

    @Test
    void anAbsenceGoesOnAsOneOnTheNextNode() {
        show(ABSENT, 3);
        score.release();
        ScoreWrite.Park park = (ScoreWrite.Park) writes.getLast();
        StoredScores left =
                StoredScores.ofParked(park.row().parkedState(), null, 1).orElseThrow();
        UUID id = left.open().getFirst().id();

        score = score(1, left);
        show(ABSENT, 4);
        score.settle();

        assertThat(incidents()).extracting(IncidentRow::id).containsOnly(id);
        assertThat(turns()).extracting(IncidentRow::behavior).containsExactly("absent", "away", "away");
        assertThat(updates.getLast().incidentCount()).isEqualTo(1);
    }

    @Test
    void aFrameThatWasScoredIsStoredWhateverBecomesOfItsAnswer() {
        assertThat(score.score(ATTENTIVE, at, at, null, false, false))
                .isPresent(); // its answer could not be written, and nobody stores it
        frameAfter(100);
        assertThat(score.score(ABSENT, at + 100, at + 100, null, false, false))
                .isPresent(); // the session ends before this one is stored
        score.settle();
        score.store();

        assertThat(full()).extracting(ScoreRow::frames).containsExactly(3);
        assertThat(updates).as("told of what was stored in its turn").hasSize(1);
    }

    @Test
    void whatWasAskedForIsNoIncidentAndStoredAsAskedFor() {
        for (int i = 0; i < 100; i++) {
            at += 100;
            score.score(ABSENT, at, at, null, true, false);
            score.store();
        }

        assertThat(incidents()).isEmpty();
        assertThat(updates.getLast().focusScore()).isEqualTo(100);
        assertThat(full()).isNotEmpty().allSatisfy(row -> assertThat(SignalBatchCodec.decode(
                                Base64.getDecoder().decode(Objects.requireNonNull(row.signalBytes())), 0)
                        .frames())
                .allMatch(frame -> frame.signal().turnAsked()));
    }

    @Test
    void whileTheSittingIsPausedFramesAreLookedAtAndCountNothing() {
        show(ABSENT, 3);
        assertThat(stands(SittingState.PAUSED)).isTrue();
        assertThat(incidents().getLast().endedAt())
                .as("what was going on has ended")
                .isNotNull();
        assertThat(full()).extracting(ScoreRow::frames).containsExactly(10, 10, 10);
        List<ScoreWrite> before = List.copyOf(writes);
        double cheatScore = updates.getLast().cheatScore();

        at += 100;
        FrameScore seen = score.score(ABSENT, at, at, null, false, false).orElseThrow();
        score.store();
        show(ABSENT, 600);

        assertThat(writes).as("nothing is stored").isEqualTo(before);
        assertThat(seen.behaviors()).isEmpty();
        assertThat(seen.clip()).isNull();
        assertThat(updates.getLast().presence()).isEqualTo(Presence.ABSENT);
        assertThat(updates.getLast().cheatScore()).isEqualTo(cheatScore);
        assertThat(updates.getLast().openIncidents()).isEmpty();

        assertThat(stands(SittingState.ACTIVE)).isTrue();
        show(ATTENTIVE, 3);
        assertThat(full()).hasSize(6);
        assertThat(incidents())
                .extracting(IncidentRow::id)
                .containsOnly(incidents().getFirst().id());
        assertThat(updates.getLast().cheatScore()).isLessThanOrEqualTo(cheatScore);
    }

    @Test
    void whatWasReadBeforeTheLastChangeIsOutOfDate() {
        at += 1_000;
        assertThat(stands(SittingState.PAUSED)).isTrue();
        assertThat(score.follow(SittingState.ACTIVE, START, START)).isFalse();
        assertThat(stands(SittingState.PAUSED)).as("no news").isFalse();
        assertThat(score.session().isActive()).isFalse();
    }

    private boolean stands(SittingState state) {
        return score.follow(state, Instant.ofEpochMilli(at), START.plus(Duration.ofHours(1)));
    }
}
