package org.invigil.server.appeal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.invigil.server.appeal.AppealDecisionController.DecideAppeal;
import org.invigil.server.appeal.AppealDecisionController.DecideAppealedIncident;
import org.invigil.server.appeal.AppealRows.DecisionRow;
import org.invigil.server.appeal.AppealRows.Row;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.problem.ProblemException.FieldProblem;
import org.invigil.server.review.DecidedSittings;
import org.invigil.server.review.DecidedSittings.Sitting;
import org.invigil.server.review.IncidentDecision;
import org.invigil.server.review.SessionDecision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Deciding on appeals. Who may is said here in words, and held by the database, whatever this program does. */
@Service
class AppealDecisions {

    private static final Logger log = LoggerFactory.getLogger(AppealDecisions.class);

    private final ActorTransactions transactions;
    private final DecidedSittings sittings;
    private final Clock clock;

    AppealDecisions(ActorTransactions transactions, DecidedSittings sittings, Clock clock) {
        this.transactions = transactions;
        this.sittings = sittings;
        this.clock = clock;
    }

    /**
     * How deciding ended.
     *
     * @param isDone false if somebody else was faster, and nothing was stored
     */
    record Result(boolean isDone, AppealView view) {}

    /**
     * An appeal as staff read it.
     *
     * @throws AppealException if it is not there for the actor
     */
    AppealView view(Actor actor, UUID appealId) {
        Instant now = now();
        return transactions.run(actor, jdbc -> view(jdbc, actor, find(jdbc, actor, appealId), now));
    }

    /**
     * Decides, once and for all. What is granted is dismissed for everybody, in the same transaction.
     *
     * @throws AppealException if it is not there for the actor, or the actor decided about the sitting before, or a decision
     *     is missing, or the whole is granted and a moment is not
     */
    Result decide(Actor actor, UUID appealId, DecideAppeal input) {
        Instant now = now();
        boolean isDone;
        try {
            isDone = transactions.runThenAsSystem(
                    actor, jdbc -> decide(jdbc, actor, appealId, input, now), (jdbc, decided) -> {
                        if (decided) {
                            AppealRows.close(jdbc, appealId, now);
                        }
                        return decided;
                    });
        } catch (DataIntegrityViolationException e) {
            if (isOpen(actor, appealId)) {
                throw e;
            }
            isDone = false; // somebody else decided between the look at it and the write
        }
        if (isDone) {
            log.info("An appeal is decided");
        }
        return new Result(isDone, view(actor, appealId));
    }

    private boolean isOpen(Actor actor, UUID appealId) {
        return transactions.run(actor, jdbc -> find(jdbc, actor, appealId).status() == AppealState.SENT);
    }

    /** Whether it was open. */
    private boolean decide(JdbcClient jdbc, Actor actor, UUID appealId, DecideAppeal input, Instant now) {
        Row appeal = find(jdbc, actor, appealId);
        if (hasDecided(jdbc, actor, appeal)) {
            throw AppealException.decidedBefore();
        }
        if (appeal.status() != AppealState.SENT) {
            return false;
        }
        Sitting sitting = sittings.find(jdbc, appeal.sessionId()).orElseThrow(AppealException::notFound);
        Map<UUID, IncidentDecision> confirmed = sitting.incidentDecisions().stream()
                .filter(AppealViews::isConfirmed)
                .collect(Collectors.toMap(IncidentDecision::incidentId, Function.identity()));
        requireComplete(jdbc, appeal, input.incidents(), confirmed.keySet());
        requireOneVoice(input, confirmed.size());

        UUID by = actor.person();
        UUID studentId = appeal.studentId();
        String reason = input.reason().strip();
        AppealRows.decide(jdbc, appealId, studentId, new DecisionRow(null, input.outcome(), reason, by, now));
        for (DecideAppealedIncident about : input.incidents()) {
            String why = about.reason().strip();
            AppealRows.decide(
                    jdbc, appealId, studentId, new DecisionRow(about.incidentId(), about.outcome(), why, by, now));
            IncidentDecision first = confirmed.get(about.incidentId());
            if (about.outcome() == AppealOutcome.GRANTED && first != null) {
                sittings.dismiss(jdbc, studentId, first, why, by, now);
            }
        }
        SessionDecision first = sitting.decision();
        if (input.outcome() == AppealOutcome.GRANTED && first != null) {
            sittings.clear(jdbc, studentId, first, reason, by, now);
        }
        return true;
    }

    /** Each incident that is decided on was confirmed, none twice, and none that the student answered is left out. */
    private static void requireComplete(
            JdbcClient jdbc, Row appeal, List<DecideAppealedIncident> input, Set<UUID> confirmed) {
        List<FieldProblem> problems = new ArrayList<>();
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < input.size(); i++) {
            UUID id = input.get(i).incidentId();
            String field = "incidents[" + i + "].incident_id";
            if (!confirmed.contains(id)) {
                problems.add(new FieldProblem(field, "is no confirmed incident of this sitting"));
            } else if (!seen.add(id)) {
                problems.add(new FieldProblem(field, "appears twice"));
            }
        }
        long missing = AppealRows.answers(jdbc, appeal.appealId()).stream()
                .filter(answer -> !answer.body().isBlank() && confirmed.contains(answer.incidentId()))
                .filter(answer -> !seen.contains(answer.incidentId()))
                .count();
        if (missing > 0) {
            problems.add(new FieldProblem("incidents", "lacks " + missing + " that the student answered"));
        }
        if (!problems.isEmpty()) {
            throw AppealException.missingDecisions(problems);
        }
    }

    /** That nothing is held against the student, and that a moment is, are not said together. */
    private static void requireOneVoice(DecideAppeal input, int confirmed) {
        long granted = input.incidents().stream()
                .filter(about -> about.outcome() == AppealOutcome.GRANTED)
                .count();
        if (input.outcome() == AppealOutcome.GRANTED && granted < confirmed) {
            throw AppealException.contradiction((int) (confirmed - granted));
        }
    }

    private AppealView view(JdbcClient jdbc, Actor actor, Row appeal, Instant now) {
        Sitting sitting = sittings.find(jdbc, appeal.sessionId()).orElseThrow(AppealException::notFound);
        Instant overAt = sitting.overAt();
        if (overAt == null) {
            throw AppealException.notOver();
        }
        return AppealViews.of(jdbc, actor, sitting, hasDecided(jdbc, actor, appeal), overAt, appeal, now);
    }

    private boolean hasDecided(JdbcClient jdbc, Actor actor, Row appeal) {
        return !sittings.decidedBy(jdbc, actor.person(), List.of(appeal.sessionId()))
                .isEmpty();
    }

    /** What was sent, and is not the actor's own. */
    private static Row find(JdbcClient jdbc, Actor actor, UUID appealId) {
        return AppealRows.find(jdbc, appealId)
                .filter(row -> !row.studentId().equals(actor.userId()))
                .filter(row -> row.status() == AppealState.SENT || row.status() == AppealState.DECIDED)
                .orElseThrow(AppealException::notFound);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
