package org.invigil.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.UnwatchedCause;
import org.invigil.rules.sitting.SittingState;
import org.invigil.server.session.ExamSession;
import org.invigil.server.store.OpenIncident;
import org.invigil.server.store.ScoreUpdate;
import org.invigil.server.watch.WatchChanged;
import org.junit.jupiter.api.Test;

/** What is still said to go on when no picture comes any more. */
class LiveEntryTest {

    private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant LAST = START.plusSeconds(60);

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
    private final LiveEntry entry = new LiveEntry(session, START);

    private void scored(boolean smallFace) {
        entry.scored(new ScoreUpdate(
                session.sessionId(),
                LAST,
                Presence.ABSENT,
                20,
                30,
                List.of(Behavior.AWAY),
                List.of(new OpenIncident(UUID.randomUUID(), Behavior.AWAY, LAST.minusSeconds(9))),
                1,
                smallFace));
    }

    private List<String> openAfter(Duration silence) {
        return entry.view(LAST.plus(silence)).openIncidents().stream()
                .map(LiveSession.OpenIncidentView::behavior)
                .toList();
    }

    @Test
    void nothingIsSaidToGoOnFifteenSecondsAfterTheLastPicture() {
        scored(false);
        assertThat(openAfter(Duration.ofMillis(14_999))).containsExactly("away");
        assertThat(openAfter(Duration.ofSeconds(15))).isEmpty();
        assertThat(entry.view(LAST.plusSeconds(15)).behaviors()).isEmpty();
        assertThat(entry.view(LAST.plusSeconds(15)).incidentCount()).isEqualTo(1);
    }

    @Test
    void itIsToldWhenItIsSoAndToOtherNodesAtOnce() {
        scored(false);
        entry.heard(LAST.plusSeconds(60)); // the page is still there, without a camera
        entry.tick(0.5, LAST);
        for (int i = 0; i < 20; i++) {
            entry.tick(0.5, LAST); // until the rate of pictures that is shown is 0
        }
        entry.hasNews(LAST.plusSeconds(14));
        assertThat(entry.tick(0.5, LAST.plusSeconds(14))).isFalse();
        assertThat(entry.tick(0.5, LAST.plusSeconds(15))).isTrue();
        assertThat(entry.hasNews(LAST.plusSeconds(15))).isTrue();
        assertThat(entry.hasNews(LAST.plusSeconds(16))).isFalse();
    }

    @Test
    void thatNoPictureComesGoesOn() {
        scored(false);
        OpenIncident unwatched = new OpenIncident(UUID.randomUUID(), Behavior.UNWATCHED, LAST);
        entry.watched(new WatchChanged(session, UnwatchedCause.NO_PICTURE, unwatched, 1, 0.5));
        assertThat(openAfter(Duration.ofSeconds(14))).containsExactly("away", "unwatched");
        assertThat(openAfter(Duration.ofSeconds(15))).containsExactly("unwatched");
    }

    @Test
    void aSmallFaceIsToldOfWhilePicturesCome() {
        scored(true);
        assertThat(entry.view(LAST).faceSize()).isEqualTo("small");
        assertThat(entry.view(LAST.plusSeconds(15)).faceSize()).isNull();
        scored(false);
        assertThat(entry.view(LAST).faceSize()).isNull();
    }
}
