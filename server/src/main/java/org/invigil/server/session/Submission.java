package org.invigil.server.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.invigil.rules.sitting.SittingState;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.Device;
import org.invigil.server.session.SessionRows.SessionRow;
import org.invigil.server.session.SittingTransitions.Cause;
import org.invigil.server.session.SittingTransitions.Change;
import org.invigil.server.session.SittingView.SubmitReason;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Submits a sitting: settles its score, then closes it. Whoever comes second, by a double click, a retry or the deadline,
 * gets the first one's result.
 */
@Service
class Submission {

    /** How far a page's clock may be ahead of the server's. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    /** A pause is for a proctor to end. One that was forgotten so long after the exam's close ends what it holds up. */
    static final Duration FORGOTTEN = Duration.ofDays(1);

    private static final String NEVER_BEGUN = "The exam closed before it had begun for you.";

    private final ActorTransactions transactions;
    private final SessionRows sessions;
    private final SittingTransitions transitions;
    private final FinalScore finalScore;
    private final DeviceRule devices;
    private final Clock clock;

    Submission(
            ActorTransactions transactions,
            SessionRows sessions,
            SittingTransitions transitions,
            FinalScore finalScore,
            DeviceRule devices,
            Clock clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.transitions = transitions;
        this.finalScore = finalScore;
        this.devices = devices;
        this.clock = clock;
    }

    /** How a session was submitted. */
    record Submitted(
            UUID sessionId, SittingState status, Instant submittedAt, SubmitReason submitReason, double cheatScore) {

        /** @throws SessionException if it was ended otherwise */
        static Submitted of(SessionRow row) {
            ExamSession session = row.session();
            if (row.submittedAt() == null || row.submitReason() == null || row.cheatScore() == null) {
                throw SessionException.closed(session.status());
            }
            return new Submitted(
                    session.sessionId(), session.status(), row.submittedAt(), row.submitReason(), row.cheatScore());
        }
    }

    /**
     * Submits for the student, a paused sitting too.
     *
     * @param claimed what the page says; that the time was over is believed only if it was, or nearly
     * @throws SessionException if it is not the student's session, has not begun, or was ended
     * @throws org.invigil.server.problem.ProblemException if it goes on on another device
     */
    Submitted submit(Actor student, Device device, UUID sessionId, SubmitReason claimed) {
        SessionRow row = transactions.run(student, jdbc -> {
            SessionRow found = sessions.find(jdbc, sessionId).orElseThrow(SessionException::notFound);
            if (!found.session().isOver()) {
                devices.require(jdbc, found.session(), device);
            }
            return found;
        });
        SittingState state = row.session().status();
        if (state.isOver()) {
            return Submitted.of(row);
        }
        if (!state.canBecome(SittingState.SUBMITTED)) {
            throw SessionException.notActive(state);
        }
        Instant now = now();
        SubmitReason reason = row.clock().isOver(state, now.plus(CLOCK_SKEW)) ? claimed : SubmitReason.STUDENT;
        double score = finalScore.settle(row.session(), now);
        record Outcome(Optional<Change> change, SessionRow row) {}
        Outcome outcome = transactions.run(Actor.SYSTEM, jdbc -> {
            Actor by = reason == SubmitReason.TIME ? Actor.SYSTEM : student; // whoever's page was first to say so
            Optional<Change> change = transitions.move(
                    jdbc, sessionId, SittingState.SUBMITTED, new Cause(by, now, reason.wireName()), score);
            return new Outcome(
                    change,
                    change.map(Change::row)
                            .or(() -> sessions.find(jdbc, sessionId))
                            .orElseThrow(SessionException::notFound));
        });
        outcome.change().ifPresent(transitions::publish);
        return Submitted.of(outcome.row());
    }

    /**
     * Submits one session whose time is over, if no other node is at it. The time of a paused one stands still; it is due
     * when it was {@link #FORGOTTEN}, as is one that has not begun, which is ended.
     *
     * @param dueSince sessions that ended before this moment are due
     * @param skip sessions not to try
     * @param trying is told the session before it is tried
     * @return the session that was submitted, empty if none is due
     */
    Optional<UUID> submitNextOverdue(Instant dueSince, Collection<UUID> skip, Consumer<UUID> trying) {
        Optional<Change> submitted = transactions.run(Actor.SYSTEM, jdbc -> {
            Optional<UUID> due = lockNextOverdue(jdbc, dueSince, skip);
            if (due.isEmpty()) {
                return Optional.empty();
            }
            trying.accept(due.get());
            ExamSession session = sessions.find(jdbc, due.get())
                    .orElseThrow(SessionException::notFound)
                    .session();
            Instant now = now();
            double score = finalScore.settle(session, now);
            boolean hasBegun = !session.status().isBeforeStart();
            return transitions.move(
                    jdbc,
                    session.sessionId(),
                    hasBegun ? SittingState.SUBMITTED : SittingState.ENDED,
                    new Cause(Actor.SYSTEM, now, hasBegun ? SubmitReason.TIME.wireName() : NEVER_BEGUN),
                    score);
        });
        submitted.ifPresent(transitions::publish);
        return submitted.map(change -> change.row().session().sessionId());
    }

    /** NO KEY: settling writes rows that refer to the session, from another transaction. */
    private static Optional<UUID> lockNextOverdue(JdbcClient jdbc, Instant dueSince, Collection<UUID> skip) {
        return jdbc.sql("""
                        SELECT id FROM exam_sessions
                        WHERE status IN ('checking_in', 'waiting', 'active', 'paused')
                          AND CASE status WHEN 'active' THEN ends_at ELSE greatest(closes_at, status_since) + make_interval(secs => ?) END < ?
                          AND NOT id = ANY (?)
                        ORDER BY ends_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED""")
                .params(FORGOTTEN.toSeconds(), SqlTime.toSql(dueSince), skip.toArray(UUID[]::new))
                .query(UUID.class)
                .optional();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
