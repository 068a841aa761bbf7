package org.invigil.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.sitting.SittingState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose account of a session is believed. */
class OtherBoardsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final UUID SESSION = new UUID(0, 1);
    private static final UUID NODE_A = new UUID(1, 1);
    private static final UUID NODE_B = new UUID(1, 2);

    private final OtherBoards boards = new OtherBoards();

    private static LiveSession session(
            SittingState status, boolean connected, @Nullable Instant lastFrameAt, int clips) {
        return new LiveSession(
                SESSION,
                new UUID(0, 2),
                "Exam",
                new LiveSession.Student(new UUID(0, 3), "s", "S"),
                status,
                NOW,
                connected,
                Presence.PRESENT,
                90.0,
                5,
                List.of(),
                List.of(),
                0,
                clips,
                0,
                List.of(),
                30,
                NOW,
                NOW.plusSeconds(3600),
                lastFrameAt,
                null,
                null,
                null);
    }

    private static LiveSession silent(LiveSession session, @Nullable Instant since) {
        return session.withSilentSince(since);
    }

    private LiveSession believed() {
        return Objects.requireNonNull(boards.find(SESSION));
    }

    @Test
    void theNodeWithTheSocketIsBelievedAndWhatWasCountedOfAnyNode() {
        boards.stored(List.of(new StoredSession(session(SittingState.ACTIVE, false, NOW.minusSeconds(60), 3), null)));
        boards.board(NODE_A, List.of(session(SittingState.ACTIVE, true, NOW, 1)), NOW);
        assertThat(believed().connected()).isTrue();
        assertThat(believed().clipCount()).isEqualTo(3);

        boards.board(NODE_B, List.of(session(SittingState.ACTIVE, true, NOW.plusSeconds(1), 0)), NOW);
        assertThat(boards.board(NODE_A, List.of(session(SittingState.ACTIVE, false, NOW, 1)), NOW))
                .as("the node that the student left has nothing to say any more")
                .isEmpty();
        assertThat(believed().connected()).isTrue();
    }

    @Test
    void aStudentIsHeardIfAnyNodeHearsThemAndElseSinceWhenTheLastDid() {
        LiveSession camera = session(SittingState.ACTIVE, true, NOW, 0);
        LiveSession page = session(SittingState.ACTIVE, false, null, 0);
        boards.stored(List.of(new StoredSession(silent(page, NOW.minusSeconds(600)), null)));
        boards.board(NODE_A, List.of(camera), NOW);
        boards.board(NODE_B, List.of(page), NOW);
        assertThat(believed().silentSince()).isNull();

        assertThat(boards.board(NODE_A, List.of(silent(camera, NOW)), NOW.plusSeconds(4)))
                .as("the camera's line is dead, the page is heard")
                .isEmpty();
        assertThat(boards.board(NODE_B, List.of(silent(page, NOW.plusSeconds(2))), NOW.plusSeconds(6)))
                .containsExactly(SESSION);
        assertThat(believed().silentSince()).isEqualTo(NOW.plusSeconds(2));
        assertThat(believed().connected()).isTrue();

        boards.board(NODE_A, List.of(camera), NOW.plusSeconds(7));
        assertThat(believed().silentSince()).isNull();
        boards.stored(List.of(new StoredSession(silent(page, NOW), null)));
        assertThat(believed().silentSince()).as("the database hears nobody").isNull();
    }

    @Test
    void whoWasHeardByANodeThatIsGoneIsNotHeard() {
        boards.board(NODE_A, List.of(session(SittingState.ACTIVE, false, null, 0)), NOW);
        assertThat(boards.gone(NODE_A, NOW.plusSeconds(3))).containsExactly(SESSION);
        assertThat(believed().silentSince()).isEqualTo(NOW.plusSeconds(3));
    }

    @Test
    void aNodeThatIsGoneHasNobodyConnected() {
        boards.board(NODE_A, List.of(session(SittingState.ACTIVE, true, NOW, 0)), NOW);
        assertThat(boards.gone(NODE_A, NOW)).isEqualTo(Set.of(SESSION));
        assertThat(believed().connected()).isFalse();
        assertThat(boards.nodes()).isEmpty();
    }

    @Test
    void aSubmittedSessionStaysSubmittedAndLeavesAfterItsTime() {
        boards.board(NODE_A, List.of(session(SittingState.SUBMITTED, false, NOW, 0)), NOW);
        boards.board(NODE_B, List.of(session(SittingState.ACTIVE, true, NOW.plusSeconds(5), 0)), NOW);
        assertThat(believed().status()).isEqualTo(SittingState.SUBMITTED);
        assertThat(boards.removeOver(NOW.plus(LiveEntry.STAY).minusMillis(1))).isEmpty();
        assertThat(boards.removeOver(NOW.plus(LiveEntry.STAY))).containsExactly(SESSION);
    }

    @Test
    void aPauseIsBelievedOfWhoeverKnowsTheLaterChange() {
        LiveSession camera = session(SittingState.ACTIVE, true, NOW, 1);
        LiveSession paused = standing(session(SittingState.PAUSED, false, null, 0), NOW.plusSeconds(60));
        boards.board(NODE_A, List.of(camera), NOW);
        assertThat(boards.board(NODE_B, List.of(paused), NOW)).containsExactly(SESSION);
        assertThat(believed().status()).isEqualTo(SittingState.PAUSED);
        assertThat(believed().statusSince()).isEqualTo(NOW.plusSeconds(60));
        assertThat(believed().connected()).as("all else is the camera's").isTrue();

        boards.board(NODE_A, List.of(standing(camera, NOW.plusSeconds(90))), NOW);
        assertThat(believed().status()).isEqualTo(SittingState.ACTIVE);
    }

    private static LiveSession standing(LiveSession session, Instant since) {
        return new LiveSession(
                session.sessionId(),
                session.examId(),
                session.examTitle(),
                session.student(),
                session.status(),
                since,
                session.connected(),
                session.presence(),
                session.focusScore(),
                session.cheatScore(),
                session.behaviors(),
                session.openIncidents(),
                session.incidentCount(),
                session.clipCount(),
                session.lookedIncidentCount(),
                session.hints(),
                session.fps(),
                session.startedAt(),
                session.endsAt(),
                session.lastFrameAt(),
                session.silentSince(),
                session.watching(),
                session.faceSize());
    }
}
