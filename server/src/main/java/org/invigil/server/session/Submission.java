package org.invigil.server.session;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.SessionRows.SessionRow;
import org.invigil.server.session.SittingView.Status;
import org.invigil.server.session.SittingView.SubmitReason;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Ends a sitting: settles its score, then closes it. Whoever comes second, by a double click, a retry or the deadline,
 * gets the first one's result.
 */
@Service
class Submission {

    /** How far a page's clock may be ahead of the server's. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private final ActorTransactions transactions;
    private final SessionRows sessions;
    private final FinalScore finalScore;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Submission(
            ActorTransactions transactions,
            SessionRows sessions,
            FinalScore finalScore,
            ApplicationEventPublisher events,
            Clock clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.finalScore = finalScore;
        this.events = events;
        this.clock = clock;
    }

    /** How a session ended. */
    record Submitted(UUID sessionId, Status status, Instant submittedAt, SubmitReason submitReason, double cheatScore) {

        static Submitted of(SessionRow row) {
            ExamSession session = row.session();
            if (session.submittedAt() == null || row.submitReason() == null || row.cheatScore() == null) {
                throw new IllegalStateException("Session " + session.sessionId() + " is not submitted");
            }
            return new Submitted(
                    session.sessionId(), Status.SUBMITTED, session.submittedAt(), row.submitReason(), row.cheatScore());
        }
    }

    /**
     * Submits for the student.
     *
     * @param claimed what the page says; that the time was over is believed only if it was, or nearly
     * @throws SessionException if it is not the student's session
     */
    Submitted submit(Actor student, UUID sessionId, SubmitReason claimed) {
        SessionRow row = transactions
                .run(student, jdbc -> sessions.find(jdbc, sessionId))
                .orElseThrow(SessionException::notFound);
        if (!row.session().isActive()) {
            return Submitted.of(row);
        }
        Instant now = now();
        boolean over = !now.isBefore(row.session().endsAt().minus(CLOCK_SKEW));
        SubmitReason reason = over ? claimed : SubmitReason.STUDENT;
        double score = finalScore.settle(row.session(), now);
        Closed closed = transactions.run(Actor.SYSTEM, jdbc -> close(jdbc, row.session(), reason, now, score));
        publish(closed);
        return Submitted.of(closed.row());
    }

    /**
     * Submits one session whose time is over, if no other node is at it.
     *
     * @param dueSince sessions that ended before this moment are due
     * @param skip sessions not to try
     * @param trying is told the session before it is tried
     * @return the session that was submitted, empty if none is due
     */
    Optional<UUID> submitNextOverdue(Instant dueSince, Collection<UUID> skip, Consumer<UUID> trying) {
        Optional<Closed> closed = transactions.run(Actor.SYSTEM, jdbc -> {
            // NO KEY: settling writes rows that refer to the session, from another transaction.
            Optional<UUID> next = jdbc.sql("""
                            SELECT id FROM exam_sessions
                            WHERE status = 'active' AND ends_at < ? AND NOT id = ANY (?)
                            ORDER BY ends_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED""")
                    .params(SqlTime.toSql(dueSince), skip.toArray(UUID[]::new))
                    .query(UUID.class)
                    .optional();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            UUID due = next.get();
            trying.accept(due);
            ExamSession session = sessions.find(jdbc, due)
                    .orElseThrow(SessionException::notFound)
                    .session();
            Instant now = now();
            return Optional.of(close(jdbc, session, SubmitReason.TIME, now, finalScore.settle(session, now)));
        });
        closed.ifPresent(this::publish);
        return closed.map(done -> done.row().session().sessionId());
    }

    private record Closed(SessionRow row, boolean byUs) {}

    /** Locks the session first: see {@code invigil_keep_last_focus_scores} for why no late row is missed. */
    private Closed close(JdbcClient jdbc, ExamSession session, SubmitReason reason, Instant at, double score) {
        jdbc.sql("SELECT 1 FROM exam_sessions WHERE id = ? FOR UPDATE")
                .param(session.sessionId())
                .query(Integer.class)
                .optional();
        int closed = jdbc.sql("""
                        UPDATE exam_sessions
                        SET status = 'submitted', submitted_at = ?, submit_reason = ?, cheat_score = ?
                        WHERE id = ? AND status = 'active'""")
                .params(
                        SqlTime.toSql(at),
                        reason.wireName(),
                        BigDecimal.valueOf(score).setScale(2, RoundingMode.HALF_UP),
                        session.sessionId())
                .update();
        jdbc.sql("SELECT 1 FROM invigil_keep_last_focus_scores(ARRAY[CAST(? AS uuid)])")
                .param(session.sessionId())
                .query(Integer.class)
                .single();
        SessionRow row = sessions.find(jdbc, session.sessionId()).orElseThrow(SessionException::notFound);
        return new Closed(row, closed == 1);
    }

    private void publish(Closed closed) {
        if (closed.byUs()) {
            events.publishEvent(new SessionSubmitted(
                    closed.row().session(), Submitted.of(closed.row()).cheatScore()));
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
