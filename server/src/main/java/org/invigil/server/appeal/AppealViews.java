package org.invigil.server.appeal;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.invigil.server.appeal.AppealRows.AnswerRow;
import org.invigil.server.appeal.AppealRows.DecisionRow;
import org.invigil.server.appeal.AppealRows.Row;
import org.invigil.server.appeal.AppealView.Appeal;
import org.invigil.server.appeal.AppealView.Incident;
import org.invigil.server.identity.Actor;
import org.invigil.server.review.DecidedSittings.Sitting;
import org.invigil.server.review.Decision;
import org.invigil.server.review.IncidentDecision;
import org.invigil.server.review.IncidentView;
import org.invigil.server.review.Outcome;
import org.invigil.server.review.SessionDecision;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts a sitting, its decisions and its appeal together as they are shown, inside a transaction of the one who asks. */
final class AppealViews {

    private AppealViews() {}

    /**
     * What is shown at a moment. Of a decision that was renewed since the last save, the newer deadline counts.
     *
     * @param hasDecided whether the actor decided about the sitting in review
     * @param overAt when the sitting was over
     * @param stored null if there is no appeal
     */
    static AppealView of(
            JdbcClient jdbc,
            Actor actor,
            Sitting sitting,
            boolean hasDecided,
            Instant overAt,
            @Nullable Row stored,
            Instant now) {
        AppealTimes times = new AppealTimes(sitting.policy().review());
        List<AnswerRow> answers = stored == null ? List.of() : AppealRows.answers(jdbc, stored.appealId());
        List<DecisionRow> decided = stored == null ? List.of() : AppealRows.decisions(jdbc, stored.appealId());
        boolean isOwn = sitting.student().id().equals(actor.userId());
        SessionDecision told = told(sitting);
        Instant until = told == null ? null : told.deadline();
        Row row = stored == null || until == null ? stored : stored.until(until);
        AppealState state = row == null ? AppealState.DRAFT : row.at(now);
        return new AppealView(
                sitting.sessionId(),
                sitting.examId(),
                sitting.examTitle(),
                new AppealView.Student(
                        sitting.student().id(),
                        sitting.student().username(),
                        sitting.student().displayName()),
                sitting.startedAt(),
                overAt,
                sitting.submitReason(),
                sitting.endReason(),
                sitting.incidents().stream().anyMatch(IncidentView::mustBeDecided),
                times.lookUntil(overAt),
                now,
                told,
                told == null ? null : sitting.firstDecision(),
                row == null ? null : appeal(row, now, decided),
                incidents(sitting, answers, decided),
                sitting.clips(),
                isOwn && state.isWritable() && until != null && !now.isAfter(until) && hasGrounds(sitting),
                !isOwn && !hasDecided && state == AppealState.SENT,
                hasDecided,
                sitting.cheatScore(),
                new AppealView.Limits(AppealView.Limits.MAX_TEXT_CHARACTERS));
    }

    /** The decision that the student is told: not one that asks for another look. */
    static @Nullable SessionDecision told(Sitting sitting) {
        SessionDecision decision = sitting.decision();
        return decision != null && decision.outcome().isDecided() ? decision : null;
    }

    /** Whether there is a decision that holds something against the student. */
    static boolean hasGrounds(Sitting sitting) {
        SessionDecision told = told(sitting);
        return told != null
                && (told.outcome() == Outcome.CONCERN
                        || sitting.incidentDecisions().stream().anyMatch(AppealViews::isConfirmed));
    }

    static boolean isConfirmed(IncidentDecision decision) {
        return decision.decision() == Decision.CONFIRMED;
    }

    private static Appeal appeal(Row row, Instant now, List<DecisionRow> decided) {
        return new Appeal(
                row.appealId(),
                row.at(now),
                row.version(),
                row.statement(),
                row.appealUntil(),
                row.savedAt(),
                row.sentAt(),
                row.answerUntil(),
                row.decidedAt(),
                decided.stream()
                        .filter(decision -> decision.incidentId() == null)
                        .map(AppealViews::outcome)
                        .findFirst()
                        .orElse(null));
    }

    private static AppealView.Outcome outcome(DecisionRow decision) {
        return new AppealView.Outcome(decision.outcome(), decision.reason());
    }

    /** What is stored, and what is not any more but was decided or written about. */
    private static List<Incident> incidents(Sitting sitting, List<AnswerRow> answers, List<DecisionRow> decided) {
        Map<UUID, IncidentDecision> decisions = byIncident(sitting.incidentDecisions());
        Map<UUID, IncidentDecision> first = byIncident(sitting.firstIncidentDecisions());
        Map<UUID, AppealView.Outcome> outcomes = new HashMap<>();
        for (DecisionRow decision : decided) {
            if (decision.incidentId() != null) {
                outcomes.put(decision.incidentId(), outcome(decision));
            }
        }
        Map<UUID, String> words = answers.stream().collect(Collectors.toMap(AnswerRow::incidentId, AnswerRow::body));

        Map<UUID, Incident> all = new LinkedHashMap<>();
        sitting.incidents()
                .forEach(seen -> all.put(
                        seen.id(),
                        new Incident(
                                seen.id(),
                                seen.behavior(),
                                seen.startedAt(),
                                seen.endedAt(),
                                seen.clip(),
                                decisions.get(seen.id()),
                                first.get(seen.id()),
                                words.getOrDefault(seen.id(), ""),
                                outcomes.get(seen.id()))));
        decisions
                .values()
                .forEach(gone -> all.putIfAbsent(
                        gone.incidentId(),
                        new Incident(
                                gone.incidentId(),
                                gone.behavior(),
                                gone.startedAt(),
                                gone.endedAt(),
                                null,
                                gone,
                                first.get(gone.incidentId()),
                                words.getOrDefault(gone.incidentId(), ""),
                                outcomes.get(gone.incidentId()))));
        answers.forEach(gone -> all.putIfAbsent(
                gone.incidentId(),
                new Incident(
                        gone.incidentId(),
                        gone.behavior(),
                        gone.startedAt(),
                        null,
                        null,
                        null,
                        null,
                        gone.body(),
                        null)));
        return all.values().stream()
                .sorted(Comparator.comparing(Incident::startedAt).thenComparing(Incident::id))
                .toList();
    }

    private static Map<UUID, IncidentDecision> byIncident(List<IncidentDecision> decisions) {
        return decisions.stream()
                .collect(Collectors.toMap(IncidentDecision::incidentId, Function.identity(), (one, other) -> other));
    }
}
