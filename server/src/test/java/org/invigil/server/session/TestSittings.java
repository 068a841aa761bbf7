package org.invigil.server.session;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.sitting.SittingState;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;

/** Moves sittings to states to which no route leads, by the way that every change of state takes. */
public final class TestSittings {

    private final SittingTransitions transitions;
    private final ActorTransactions transactions;
    private final FinalScore finalScore;
    private final ExamSessions sessions;
    private final Clock clock;

    TestSittings(
            SittingTransitions transitions,
            ActorTransactions transactions,
            FinalScore finalScore,
            ExamSessions sessions,
            Clock clock) {
        this.transitions = transitions;
        this.transactions = transactions;
        this.finalScore = finalScore;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Moves the sitting on, and says whether it moved. */
    public boolean move(UUID sessionId, SittingState to, Actor by, String reason) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Double score = to.isOver() ? finalScore.settle(sessions.find(sessionId).orElseThrow(), now) : null;
        Optional<SittingTransitions.Change> change = transactions.run(
                Actor.SYSTEM,
                jdbc -> transitions.move(jdbc, sessionId, to, new SittingTransitions.Cause(by, now, reason), score));
        change.ifPresent(transitions::publish);
        return change.isPresent();
    }

    public void pause(UUID sessionId) {
        require(move(sessionId, SittingState.PAUSED, Actor.SYSTEM, "a break"));
    }

    public void resume(UUID sessionId) {
        require(move(sessionId, SittingState.ACTIVE, Actor.SYSTEM, "the break is over"));
    }

    public void end(UUID sessionId, String reason) {
        require(move(sessionId, SittingState.ENDED, Actor.SYSTEM, reason));
    }

    /** A student at the device check: no route stops there. */
    public UUID checkIn(Actor student, UUID examId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        SittingTransitions.Change change = transactions.run(student, jdbc -> transitions
                .checkIn(
                        jdbc,
                        new SittingTransitions.NewSitting(
                                examId,
                                1,
                                java.time.Duration.ofMinutes(60),
                                jdbc.sql("SELECT closes_at FROM exams WHERE id = ?")
                                        .param(examId)
                                        .query((row, number) -> SqlTime.instant(row, "closes_at"))
                                        .single(),
                                ExamStart.CONSENT_VERSION,
                                "{}"),
                        new SittingTransitions.Cause(student, now, "agreed"))
                .orElseThrow());
        transitions.publish(change);
        return change.row().session().sessionId();
    }

    private static void require(boolean moved) {
        if (!moved) {
            throw new IllegalStateException("The sitting stands where this state cannot follow");
        }
    }
}
