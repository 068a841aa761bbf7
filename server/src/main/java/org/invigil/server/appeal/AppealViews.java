package org.invigil.server.appeal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.invigil.server.appeal.AppealRows.AnswerRow;
import org.invigil.server.appeal.AppealRows.DecisionRow;
import org.invigil.server.appeal.AppealRows.Row;
import org.invigil.server.appeal.AppealView.Appeal;
import org.invigil.server.appeal.AppealView.Incident;
import org.invigil.server.appeal.AppealView.IncidentDecision;
import org.invigil.server.appeal.AppealView.Outcome;
import org.invigil.server.identity.Actor;
import org.invigil.server.review.DecidedSittings;
import org.invigil.server.review.DecidedSittings.Decision;
import org.invigil.server.review.DecidedSittings.Sitting;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts a sitting, its decisions and its appeal together as they are shown, inside a transaction of the one who asks. */
final class AppealViews {

    private AppealViews() {}

    /**
     * What is shown at a moment. Of a decision that was renewed since the last save, the newer deadline counts.
     *
     * @param overAt when the sitting was over
     * @param stored null if there is no appeal
     */
    static AppealView of(
            JdbcClient jdbc, Actor actor, Sitting sitting, Instant overAt, @Nullable Row stored, Instant now) {
        AppealTimes times = new AppealTimes(sitting.policy().review());
        List<AnswerRow> answers = stored == null ? List.of() : AppealRows.answers(jdbc, stored.appealId());
        List<DecisionRow> decided = stored == null ? List.of() : AppealRows.decisions(jdbc, stored.appealId());
        boolean isOwn = sitting.student().id().equals(actor.userId());
        boolean hasDecided = !isOwn && AppealRows.hasDecided(jdbc, sitting.sessionId(), actor.person());
        DecidedSittings.Outcome outcome = told(sitting);
        Instant until = outcome == null ? null : outcome.appealUntil();
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
                times.lookUntil(overAt),
                now,
                outcome == null ? null : decision(outcome),
                row == null ? null : appeal(row, now, decided),
                incidents(sitting, answers, decided),
                sitting.clips(),
                isOwn && state.isWritable() && canAppeal(sitting, now),
                !isOwn && !hasDecided && state == AppealState.SENT,
                hasDecided,
                sitting.cheatScore(),
                new AppealView.Limits(AppealView.Limits.MAX_TEXT_CHARACTERS));
    }

    /** The decision that the student is told: not one that asks for another look. */
    static DecidedSittings.@Nullable Outcome told(Sitting sitting) {
        DecidedSittings.Outcome outcome = sitting.outcome();
        return outcome == null || outcome.outcome().equals("needs_more") ? null : outcome;
    }

    /** Whether there is a decision that holds something against the student. */
    static boolean hasGrounds(Sitting sitting) {
        DecidedSittings.Outcome outcome = told(sitting);
        return outcome != null
                && (outcome.outcome().equals("concern")
                        || sitting.decisions().stream().anyMatch(Decision::isConfirmed));
    }

    private static boolean canAppeal(Sitting sitting, Instant now) {
        DecidedSittings.Outcome outcome = told(sitting);
        return outcome != null
                && outcome.appealUntil() != null
                && !now.isAfter(outcome.appealUntil())
                && hasGrounds(sitting);
    }

    private static AppealView.Decision decision(DecidedSittings.Outcome outcome) {
        return new AppealView.Decision(
                outcome.outcome(),
                outcome.reasonGroup(),
                outcome.reason(),
                outcome.comment(),
                outcome.decidedAt(),
                outcome.appealUntil(),
                outcome.onAppeal());
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

    private static Outcome outcome(DecisionRow decision) {
        return new Outcome(decision.outcome(), decision.reason());
    }

    /** What is stored, and what is not any more but was decided or written about. */
    private static List<Incident> incidents(Sitting sitting, List<AnswerRow> answers, List<DecisionRow> decided) {
        Map<UUID, Decision> decisions = sitting.decisions().stream()
                .collect(Collectors.toMap(Decision::incidentId, Function.identity(), (one, other) -> other));
        Map<UUID, AnswerRow> words =
                answers.stream().collect(Collectors.toMap(AnswerRow::incidentId, Function.identity()));
        Map<UUID, Outcome> outcomes = new HashMap<>();
        decided.forEach(decision -> outcomes.put(
                Objects.requireNonNullElse(decision.incidentId(), sitting.sessionId()), outcome(decision)));

        Map<UUID, Incident> all = new LinkedHashMap<>();
        sitting.incidents()
                .forEach(seen -> all.put(
                        seen.id(),
                        new Incident(
                                seen.id(),
                                seen.behavior(),
                                seen.startedAt(),
                                seen.endedAt(),
                                false,
                                decision(decisions.get(seen.id())),
                                text(words.get(seen.id())),
                                outcomes.get(seen.id()))));
        sitting.decisions()
                .forEach(gone -> all.putIfAbsent(
                        gone.incidentId(),
                        new Incident(
                                gone.incidentId(),
                                gone.behavior(),
                                gone.startedAt(),
                                gone.endedAt(),
                                true,
                                decision(gone),
                                text(words.get(gone.incidentId())),
                                outcomes.get(gone.incidentId()))));
        answers.forEach(gone -> all.putIfAbsent(
                gone.incidentId(),
                new Incident(
                        gone.incidentId(),
                        gone.behavior(),
                        gone.startedAt(),
                        null,
                        true,
                        null,
                        gone.body(),
                        outcomes.get(gone.incidentId()))));
        List<Incident> sorted = new ArrayList<>(all.values());
        sorted.sort(Comparator.comparing(Incident::startedAt).thenComparing(Incident::id));
        return sorted;
    }

    private static @Nullable IncidentDecision decision(@Nullable Decision decision) {
        return decision == null
                ? null
                : new IncidentDecision(
                        decision.isConfirmed() ? "confirmed" : "dismissed",
                        decision.reasonGroup(),
                        decision.reason(),
                        decision.comment(),
                        decision.decidedAt(),
                        decision.onAppeal());
    }

    private static String text(@Nullable AnswerRow answer) {
        return answer == null ? "" : answer.body();
    }
}
