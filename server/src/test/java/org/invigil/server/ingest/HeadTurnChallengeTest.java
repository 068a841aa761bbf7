package org.invigil.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.rules.signal.Gaze;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a student is asked to turn the head, and what counts as that, on made-up frames at 10 a second. */
class HeadTurnChallengeTest {

    private static final Policy.Challenge ASKED = new Policy.Challenge(true, false, 0.2, 15_000, 20);
    private static final double CERTAIN = 0.5;

    private final List<TurnRequest> told = new ArrayList<>();
    private HeadTurnChallenge challenge = new HeadTurnChallenge(new Random(1));
    private long nowMillis;

    private void show(double seconds, double yaw, double replayed, Policy.@Nullable Challenge how) {
        for (int i = 0; i < seconds * 10; i++) {
            frame(yaw, i % 20 == 0 ? replayed : null, how);
        }
    }

    private void frame(@Nullable Double yaw, @Nullable Double replayed, Policy.@Nullable Challenge how) {
        FrameAnalysis analysis = new FrameAnalysis(
                        320,
                        240,
                        Presence.PRESENT,
                        1,
                        1,
                        1,
                        1,
                        List.of(),
                        yaw == null ? null : new HeadPose(yaw, 0, 0, 1),
                        null,
                        Gaze.CENTER,
                        null,
                        false)
                .withReplayConfidence(replayed);
        TurnRequest request = challenge.after(analysis, how, CERTAIN, nowMillis);
        if (request != null) {
            told.add(request);
        }
        nowMillis += 100;
    }

    private double asked(double degrees) {
        return told.getLast().isLeft() ? degrees : -degrees;
    }

    @Test
    void isAskedWhereItIsDoubtfulForAWhile() {
        show(4, 0, 0.3, ASKED);
        assertThat(told).isEmpty();
        show(1, 0, 0.3, ASKED);
        assertThat(told).singleElement().satisfies(request -> {
            assertThat(request.forMillis()).isEqualTo(15_000);
            assertThat(request.toJson())
                    .isEqualTo("{\"type\":\"challenge\",\"turn\":\"" + request.side() + "\",\"for_ms\":15000}");
        });
    }

    @Test
    void nobodyElseIsAsked() {
        show(60, 0, 0, ASKED); // who lives
        show(60, 0, 0.9, ASKED); // where an incident says it
        show(60, 0, 0.3, null); // where none is to be asked
        assertThat(told).isEmpty();
    }

    @Test
    void aTurnToTheAskedSideIsTheAnswer() {
        show(5, 4, 0.3, ASKED);
        show(2, 4, 0.3, ASKED);
        show(0.3, 4 + asked(25), 0, ASKED);
        assertThat(told).hasSize(2);
        assertThat(told.getLast().forMillis()).isZero();
        assertThat(told.getLast().outcome())
                .isEqualTo("to the " + told.getLast().side() + ": done after 3 s");
    }

    @Test
    void theOtherSideOrTooLittleOrASingleFrameIsNone() {
        show(5, 0, 0.3, ASKED);
        show(4, asked(-40), 0.3, ASKED);
        show(4, asked(15), 0.3, ASKED);
        show(0.1, asked(40), 0.3, ASKED);
        assertThat(told).hasSize(1);
        show(8, 0, 0.3, ASKED);
        assertThat(told.getLast().outcome()).endsWith("not done");
    }

    @Test
    void framesWithoutAFaceOrHalfWayBackInBetweenDoNotCountAgainstIt() {
        show(5, 0, 0.3, ASKED);
        for (int i = 0; i < 3; i++) {
            frame(asked(25), null, ASKED);
            frame(null, null, ASKED);
            frame(asked(15), null, ASKED);
        }
        assertThat(told.getLast().outcome()).contains("done after");
    }

    @Test
    void whoIsAskedMayTurnTheHeadAndHasTimeToTurnItBack() {
        show(4, 0, 0.3, ASKED);
        assertThat(challenge.isTurnAsked(nowMillis)).isFalse();
        show(1, 0, 0.3, ASKED);
        assertThat(challenge.isTurnAsked(nowMillis)).isTrue();
        show(0.3, asked(25), 0, ASKED);
        assertThat(told.getLast().outcome()).isNotNull();
        assertThat(challenge.isTurnAsked(nowMillis + 4_000)).isTrue();
        assertThat(challenge.isTurnAsked(nowMillis + 6_000)).isFalse();
    }

    @Test
    void whoSendsNothingAnyMoreIsNotAskedForGood() {
        show(5, 0, 0.3, ASKED);
        assertThat(challenge.isTurnAsked(nowMillis + 21_000)).isFalse();
    }

    @Test
    void whereTheConnectionEndsNobodyKnowsWhatCameOfIt() {
        assertThat(challenge.drop(nowMillis)).isNull();
        show(5, 0, 0.3, ASKED);
        TurnRequest dropped = Objects.requireNonNull(challenge.drop(nowMillis));
        assertThat(dropped.outcome()).endsWith("the connection ended first");
        show(60, 0, 0.3, ASKED);
        assertThat(told).as("it rests all the same").hasSize(1);
    }

    @Test
    void bothSidesAreAskedFor() {
        List<Boolean> sides = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            challenge = new HeadTurnChallenge(random);
            show(5, 0, 0.3, ASKED);
            sides.add(told.getLast().isLeft());
        }
        assertThat(sides).contains(true, false);
    }

    @Test
    void isAskedThriceAtMostAndRestsInBetween() {
        for (int i = 0; i < 120; i++) {
            show(20, 0, 0.3, ASKED);
        }
        assertThat(told).filteredOn(request -> request.forMillis() > 0).hasSize(3);
        assertThat(told).hasSize(6);
    }

    @Test
    void endsWithThePause() {
        show(5, 0, 0.3, ASKED);
        show(0.1, 0, 0.3, null);
        assertThat(told.getLast().outcome()).endsWith("no longer asked");
    }
}
