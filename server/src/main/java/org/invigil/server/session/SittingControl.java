package org.invigil.server.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.sitting.SittingState;
import org.invigil.server.identity.Actor;
import org.invigil.server.session.SessionRows.SessionRow;
import org.invigil.server.session.SittingTransitions.Cause;
import org.invigil.server.session.SittingTransitions.Change;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * What others than the student do to a sitting, inside a transaction that the caller has begun as the server itself: look and
 * keep it, change it, and after the commit tell. Who may is for the caller to ask, as the one who wants it.
 */
@Service
public class SittingControl {

    private final SessionRows sessions;
    private final SittingTransitions transitions;
    private final FinalScore finalScore;
    private final Clock clock;

    SittingControl(SessionRows sessions, SittingTransitions transitions, FinalScore finalScore, Clock clock) {
        this.sessions = sessions;
        this.transitions = transitions;
        this.finalScore = finalScore;
        this.clock = clock;
    }

    /** Whether the transaction's actor may do something to this sitting: its proctors and admins. */
    public static boolean mayStepIn(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql("SELECT invigil_may_step_in(?)")
                .param(sessionId)
                .query(Boolean.class)
                .single();
    }

    /** A change that was made, for {@link #publish} after its transaction has committed. */
    public static final class Done {

        private final Change change;

        private Done(Change change) {
            this.change = change;
        }

        /** As it stands after the change. */
        public ExamSession session() {
            return change.row().session();
        }
    }

    /**
     * How the sitting stands, which nobody else can change until the transaction ends. Rows that refer to it can still be
     * written: frames that are still on their way are.
     */
    public Optional<ExamSession> keep(JdbcClient jdbc, UUID sessionId) {
        // On its own, so that the statement after it sees what the one waited for has written.
        jdbc.sql("SELECT 1 FROM exam_sessions WHERE id = ? FOR NO KEY UPDATE")
                .param(sessionId)
                .query(Integer.class)
                .optional();
        return sessions.find(jdbc, sessionId).map(SessionRow::session);
    }

    /**
     * Settles the score of a sitting that is to be ended, for which this waits: call it before the transaction, which would
     * hold its connection and its row meanwhile. From here on the sitting takes no more frames.
     *
     * @return the final cheat score, 0 to 100
     */
    public double settle(ExamSession session) {
        return finalScore.settle(session, now());
    }

    /**
     * Moves a kept sitting to a state that can follow and in which it goes on.
     *
     * @param reason 1 to 500 characters
     * @throws IllegalStateException if that state cannot follow
     */
    public Done move(JdbcClient jdbc, ExamSession kept, SittingState to, Actor by, String reason) {
        return move(jdbc, kept, to, by, reason, null);
    }

    /**
     * Ends a kept sitting.
     *
     * @param reason 1 to 500 characters, words for the student
     * @param score what {@link #settle} gave
     * @throws IllegalStateException if it is over already
     */
    public Done end(JdbcClient jdbc, ExamSession kept, Actor by, String reason, double score) {
        return move(jdbc, kept, SittingState.ENDED, by, reason, score);
    }

    private Done move(
            JdbcClient jdbc, ExamSession kept, SittingState to, Actor by, String reason, @Nullable Double score) {
        return transitions
                .move(jdbc, kept.sessionId(), to, new Cause(by, now(), reason), score)
                .map(Done::new)
                .orElseThrow(() -> new IllegalStateException(
                        "A sitting that is " + kept.status().wireName() + " cannot become " + to.wireName()));
    }

    /** Gives a sitting that is not over more time: its end moves by exactly this, past the exam's close where need be. */
    public Done extend(JdbcClient jdbc, UUID sessionId, Duration more) {
        return new Done(transitions.extend(jdbc, sessionId, more));
    }

    /** Tells everybody. Call it when the transaction has committed. */
    public void publish(Done done) {
        transitions.publish(done.change);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
