package org.invigil.server.session;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.invigil.rules.sitting.SittingState;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.session.SessionRows.SessionRow;
import org.invigil.server.session.SittingView.SubmitReason;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The one place in which a sitting changes its state: it asks {@link SittingState} whether it may, compares and sets the row,
 * keeps the change in {@code session_state_changes}, and says afterwards what has happened. Runs inside a transaction that its
 * caller has begun.
 */
@Component
class SittingTransitions {

    private final SessionRows sessions;
    private final ApplicationEventPublisher events;

    SittingTransitions(SessionRows sessions, ApplicationEventPublisher events) {
        this.sessions = sessions;
        this.events = events;
    }

    /**
     * Who changes a state, when, and why.
     *
     * @param reason 1 to 500 characters; the wire name of a {@link SubmitReason} where a sitting is submitted, and words for
     *     the student where it is ended
     */
    record Cause(Actor by, Instant at, String reason) {

        /** Clocks of nodes differ, and states follow each other all the same. */
        Cause notBefore(Instant last) {
            return at.isBefore(last) ? new Cause(by, last, reason) : this;
        }

        /** In which of their roles they have to do with this student's sitting: with the own one as the student. */
        Actor.Role roleAt(UUID studentId) {
            if (studentId.equals(by.userId())) {
                return Actor.Role.STUDENT;
            }
            return Stream.of(Actor.Role.SYSTEM, Actor.Role.PROCTOR, Actor.Role.ADMIN)
                    .filter(by::has)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("Nobody who moves a sitting: " + by));
        }
    }

    /** A change that was made, for {@link #publish} after its transaction has committed. */
    record Change(@Nullable SittingState from, SessionRow row) {}

    /**
     * What a new sitting begins with.
     *
     * @param attempt counts the sittings of this student at this exam from 1
     */
    record NewSitting(
            UUID examId, int attempt, Duration duration, Instant closesAt, String consentVersion, String policyJson) {}

    /**
     * Makes the row of a sitting, checking in.
     *
     * @return empty if another request of the same student was faster
     */
    Optional<Change> checkIn(JdbcClient jdbc, NewSitting sitting, Cause cause) {
        UUID sessionId = UUID.randomUUID();
        SittingClock clock = SittingClock.notStarted(sitting.duration(), sitting.closesAt());
        int inserted = jdbc.sql("""
                        INSERT INTO exam_sessions (id, exam_id, student_id, attempt, status, status_since, started_at, ends_at,
                                                   duration_ms, closes_at, consent_version, consented_at, policy)
                        VALUES (:id, :exam, :student, :attempt, :status, :now, :now, :ends_at,
                                :duration_ms, :closes_at, :consent, :now, CAST(:policy AS jsonb))
                        ON CONFLICT (exam_id, student_id, attempt) DO NOTHING""")
                .param("id", sessionId)
                .param("exam", sitting.examId())
                .param("student", cause.by().person())
                .param("attempt", sitting.attempt())
                .param("status", SittingState.CHECKING_IN.wireName())
                .param("now", SqlTime.toSql(cause.at()))
                .param("ends_at", SqlTime.toSql(clock.endsAt()))
                .param("duration_ms", sitting.duration().toMillis())
                .param("closes_at", SqlTime.toSql(sitting.closesAt()))
                .param("consent", sitting.consentVersion())
                .param("policy", sitting.policyJson())
                .update();
        if (inserted == 0) {
            return Optional.empty();
        }
        return Optional.of(kept(jdbc, null, sessionId, cause));
    }

    /**
     * Moves a sitting on, and locks its row until the transaction ends. The lock comes first: see
     * {@code invigil_keep_last_focus_scores} for why no late row is missed.
     *
     * @param finalScore 0 to 100, of a sitting that is over then; null for every other state
     * @return empty if that state cannot follow where the sitting stands by now, such as when somebody was faster
     * @throws SessionException if there is no such sitting
     */
    Optional<Change> move(JdbcClient jdbc, UUID sessionId, SittingState to, Cause asked, @Nullable Double finalScore) {
        SessionRow before = sessions.lock(jdbc, sessionId).orElseThrow(SessionException::notFound);
        SittingState from = before.session().status();
        Cause cause = asked.notBefore(before.session().statusSince());
        if (!from.canBecome(to)) {
            return Optional.empty();
        }
        SittingClock clock = before.clock().after(from, before.session().statusSince(), to, cause.at());
        boolean isSubmitted = to == SittingState.SUBMITTED;
        int set = jdbc.sql("""
                        UPDATE exam_sessions
                        SET status = :to, status_since = :at, clock_started_at = :clock_started_at, paused_ms = :paused_ms,
                            ends_at = :ends_at, closes_at = :closes_at, submitted_at = :submitted_at, submit_reason = :submit_reason,
                            end_reason = :end_reason, cheat_score = :cheat_score
                        WHERE id = :id AND status = :from""")
                .param("to", to.wireName())
                .param("at", SqlTime.toSql(cause.at()))
                .param("clock_started_at", SqlTime.toNullableSql(clock.startedAt()))
                .param("paused_ms", clock.paused().toMillis())
                .param("ends_at", SqlTime.toSql(clock.endsAt()))
                .param("closes_at", SqlTime.toSql(clock.closesAt()))
                .param("submitted_at", isSubmitted ? SqlTime.toSql(cause.at()) : null)
                .param(
                        "submit_reason",
                        isSubmitted
                                ? WireNamed.get(SubmitReason.class, cause.reason())
                                        .wireName()
                                : null)
                .param("end_reason", to == SittingState.ENDED ? cause.reason() : null)
                .param(
                        "cheat_score",
                        finalScore == null
                                ? null
                                : BigDecimal.valueOf(finalScore).setScale(2, RoundingMode.HALF_UP))
                .param("id", sessionId)
                .param("from", from.wireName())
                .update();
        if (set == 0) {
            return Optional.empty();
        }
        if (to.isOver()) {
            jdbc.sql("SELECT 1 FROM invigil_keep_last_focus_scores(ARRAY[CAST(? AS uuid)])")
                    .param(sessionId)
                    .query(Integer.class)
                    .single();
        }
        return Optional.of(kept(jdbc, from, sessionId, cause));
    }

    /**
     * Gives a sitting more time, and locks its row until the transaction ends. Its state stays.
     *
     * @throws SessionException if there is no such sitting
     */
    Change extend(JdbcClient jdbc, UUID sessionId, Duration more) {
        SessionRow before = sessions.lock(jdbc, sessionId).orElseThrow(SessionException::notFound);
        SittingClock clock = before.clock().extended(more);
        jdbc.sql("UPDATE exam_sessions SET duration_ms = ?, closes_at = ?, ends_at = ? WHERE id = ?")
                .params(
                        clock.duration().toMillis(),
                        SqlTime.toSql(clock.closesAt()),
                        SqlTime.toSql(clock.endsAt()),
                        sessionId)
                .update();
        return new Change(
                before.session().status(), sessions.find(jdbc, sessionId).orElseThrow(SessionException::notFound));
    }

    /** Keeps the change in the history. The row is locked: its changes are counted one after the other. */
    private Change kept(JdbcClient jdbc, @Nullable SittingState from, UUID sessionId, Cause cause) {
        SessionRow row = sessions.find(jdbc, sessionId).orElseThrow(SessionException::notFound);
        jdbc.sql("""
                        INSERT INTO session_state_changes (session_id, seq, student_id, from_state, to_state, changed_at,
                                                           actor_role, actor_id, reason)
                        SELECT :session, coalesce(max(seq), 0) + 1, :student, :from, :to, :at, :role, CAST(:actor AS uuid), :reason
                        FROM session_state_changes WHERE session_id = :session""")
                .param("session", sessionId)
                .param("student", row.session().studentId())
                .param("from", from == null ? null : from.wireName())
                .param("to", row.session().status().wireName())
                .param("at", SqlTime.toSql(cause.at()))
                .param("role", cause.roleAt(row.session().studentId()).wireName())
                .param("actor", cause.by().userId())
                .param("reason", cause.reason())
                .update();
        return new Change(from, row);
    }

    /** Tells everybody on this node. Call it when the transaction has committed. */
    void publish(Change change) {
        ExamSession session = change.row().session();
        Double cheatScore = change.row().cheatScore();
        double score = cheatScore == null ? 0 : cheatScore;
        events.publishEvent(
                switch (session.status()) {
                    case SUBMITTED -> new SessionSubmitted(session, score);
                    case ENDED -> new SessionEnded(session, score);
                    case ACTIVE ->
                        change.from() == SittingState.WAITING ? new SessionStarted(session) : new SessionMoved(session);
                    case CHECKING_IN, WAITING, PAUSED -> new SessionMoved(session);
                });
    }
}
