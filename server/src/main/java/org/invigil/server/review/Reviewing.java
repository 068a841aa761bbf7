package org.invigil.server.review;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.invigil.rules.sitting.SittingState;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.invigil.server.exam.PolicyReader;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Decides about incidents and sittings. A decision names the one that its writer has seen as the newest; where somebody was
 * faster nothing is written, and the writer is given what the other has decided.
 */
@Service
class Reviewing {

    private static final String SITTING = """
            SELECT s.id, s.exam_id, s.student_id, s.status, s.policy, invigil_reviews(s.exam_id, s.student_id) AS reviews
              FROM exam_sessions s WHERE s.id = ?""";

    private static final String INCIDENT =
            "SELECT id, session_id, student_id, behavior, started_at, ended_at FROM incidents WHERE id = ?";

    private final ActorTransactions transactions;
    private final ObjectProvider<DecisionHold> holds;
    private final Clock clock;

    Reviewing(ActorTransactions transactions, ObjectProvider<DecisionHold> holds, Clock clock) {
        this.transactions = transactions;
        this.holds = holds;
        this.clock = clock;
    }

    /**
     * What came of a decision.
     *
     * @param newest the newest decision now
     * @param isOurs false if it is another one, and nothing was written; null then if there is none after all
     */
    record Result<T>(@Nullable T newest, boolean isOurs) {}

    /** A sitting to decide about. */
    record Sitting(UUID sessionId, UUID examId, UUID studentId, SittingState state, String policyJson) {}

    /**
     * Decides about an incident that is over.
     *
     * @throws ReviewException if the actor may not, or the incident goes on, or nothing says why
     */
    Result<IncidentDecision> decideIncident(Actor actor, UUID incidentId, DecisionInput<Decision> input) {
        checkReason(input, DecisionReason.of(input.verdict()), true);
        return decided(
                actor,
                jdbc -> {
                    Decisions.Subject incident = incident(jdbc, incidentId);
                    requireReviewer(jdbc, actor, incident.sessionId());
                    requireNoHold(jdbc, incident.sessionId());
                    return decide(
                            Decisions.ofIncident(jdbc, incidentId),
                            input,
                            IncidentDecision::id,
                            () -> Decisions.add(jdbc, incident, input, DecisionOrigin.REVIEW, actor.person(), now()),
                            () -> Decisions.ofIncident(jdbc, incidentId));
                },
                jdbc -> Decisions.ofIncident(jdbc, incidentId));
    }

    /**
     * Decides about a sitting that is over.
     *
     * @throws ReviewException if the actor may not, or the sitting runs, or nothing says why there is a concern, or it would be
     *     concluded with incidents that must be decided and are not
     */
    Result<SessionDecision> decideSession(Actor actor, UUID sessionId, DecisionInput<Outcome> input) {
        checkReason(input, DecisionReason.of(input.verdict()), input.verdict() == Outcome.CONCERN);
        return decided(
                actor,
                jdbc -> {
                    Sitting sitting = requireReviewer(jdbc, actor, sessionId);
                    if (!sitting.state().isOver()) {
                        throw ReviewException.notOver();
                    }
                    requireNoHold(jdbc, sessionId);
                    if (input.verdict().isDecided()) {
                        requireIncidentsDecided(jdbc, sessionId);
                    }
                    Instant now = now();
                    return decide(
                            Decisions.ofSession(jdbc, sessionId),
                            input,
                            SessionDecision::id,
                            () -> Decisions.add(
                                    jdbc,
                                    sessionId,
                                    sitting.studentId(),
                                    input,
                                    DecisionOrigin.REVIEW,
                                    actor.person(),
                                    now,
                                    deadline(sitting, input.verdict(), now)),
                            () -> Decisions.ofSession(jdbc, sessionId));
                },
                jdbc -> Decisions.ofSession(jdbc, sessionId));
    }

    private void requireNoHold(JdbcClient jdbc, UUID sessionId) {
        if (holds.stream().anyMatch(hold -> hold.isHeld(jdbc, sessionId))) {
            throw ReviewException.underAppeal();
        }
    }

    private static void requireIncidentsDecided(JdbcClient jdbc, UUID sessionId) {
        int left = jdbc.sql("SELECT undecided FROM review_cases WHERE session_id = ?")
                .param(sessionId)
                .query(Integer.class)
                .single();
        if (left > 0) {
            throw ReviewException.incidentsUndecided(left);
        }
    }

    /** Until when the student may appeal. */
    private static @Nullable Instant deadline(Sitting sitting, Outcome outcome, Instant decidedAt) {
        int days = PolicyReader.read(sitting.policyJson()).review().appealWithinDays();
        return outcome.isDecided() ? decidedAt.plus(days, ChronoUnit.DAYS) : null;
    }

    private static <V extends Enum<V>> void checkReason(
            DecisionInput<V> input, Set<DecisionReason> suitable, boolean isRequired) {
        DecisionReason reason = input.reason();
        if (reason != null && !suitable.contains(reason)) {
            throw ReviewException.unsuitableReason(DecisionReason.names(suitable));
        }
        if (isRequired && reason == null && input.comment().isEmpty()) {
            throw ReviewException.reasonRequired();
        }
    }

    private static <T, V extends Enum<V>> Result<T> decide(
            Optional<T> newest,
            DecisionInput<V> input,
            Function<T, UUID> id,
            Runnable add,
            Supplier<Optional<T>> read) {
        UUID newestId = newest.map(id).orElse(null);
        if (input.id().equals(newestId)) {
            return new Result<>(newest.get(), true); // sent again, as its answer was lost
        }
        if (!Objects.equals(newestId, input.supersedes())) {
            return new Result<>(newest.orElse(null), false);
        }
        add.run();
        return new Result<>(read.get().orElse(null), true);
    }

    /** Two at once: the key lets one through, and the other is told in a transaction that sees it. */
    private <T> Result<T> decided(
            Actor actor, Function<JdbcClient, Result<T>> decide, Function<JdbcClient, Optional<T>> newest) {
        try {
            return transactions.run(actor, decide);
        } catch (DuplicateKeyException e) {
            return new Result<>(transactions.run(actor, newest).orElse(null), false);
        }
    }

    /** The sitting, if the actor reviews it. */
    static Sitting requireReviewer(JdbcClient jdbc, Actor actor, UUID sessionId) {
        record Found(Sitting sitting, boolean reviews) {}
        Found found = jdbc.sql(SITTING)
                .param(sessionId)
                .query((row, number) -> new Found(
                        new Sitting(
                                row.getObject("id", UUID.class),
                                row.getObject("exam_id", UUID.class),
                                row.getObject("student_id", UUID.class),
                                WireNamed.get(SittingState.class, row.getString("status")),
                                row.getString("policy")),
                        row.getBoolean("reviews")))
                .optional()
                .orElseThrow(ReviewException::notFound);
        if (found.sitting().studentId().equals(actor.person())) {
            throw ReviewException.ownSitting();
        }
        if (!found.reviews()) {
            throw ReviewException.notAReviewer();
        }
        return found.sitting();
    }

    private static Decisions.Subject incident(JdbcClient jdbc, UUID incidentId) {
        return jdbc.sql(INCIDENT)
                .param(incidentId)
                .query((row, number) -> {
                    Instant endedAt = SqlTime.nullableInstant(row, "ended_at");
                    if (endedAt == null) {
                        throw ReviewException.incidentOpen();
                    }
                    return new Decisions.Subject(
                            row.getObject("id", UUID.class),
                            row.getObject("session_id", UUID.class),
                            row.getObject("student_id", UUID.class),
                            row.getString("behavior"),
                            SqlTime.instant(row, "started_at"),
                            endedAt);
                })
                .optional()
                .orElseThrow(ReviewException::incidentNotFound);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
