package org.invigil.server.appeal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.invigil.server.appeal.AppealController.AppealAnswer;
import org.invigil.server.appeal.AppealController.SaveAppeal;
import org.invigil.server.appeal.AppealRows.AnswerRow;
import org.invigil.server.appeal.AppealRows.Row;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.review.DecidedSittings;
import org.invigil.server.review.DecidedSittings.Sitting;
import org.invigil.server.review.IncidentDecision;
import org.invigil.server.review.IncidentView;
import org.invigil.server.review.SessionDecision;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The student's side: read what was decided, write, send, take back. */
@Service
class Appeals {

    private static final Logger log = LoggerFactory.getLogger(Appeals.class);

    private final ActorTransactions transactions;
    private final DecidedSittings sittings;
    private final Clock clock;

    Appeals(ActorTransactions transactions, DecidedSittings sittings, Clock clock) {
        this.transactions = transactions;
        this.sittings = sittings;
        this.clock = clock;
    }

    /** How a write ended. */
    sealed interface Outcome {}

    /** It is stored. */
    record Done(AppealView view) implements Outcome {}

    /** Nothing was changed: the write does not know what is stored. */
    record Changed(AppealView view) implements Outcome {}

    /** A sitting that is over, and its appeal. */
    private record Own(
            Sitting sitting, Instant overAt, @Nullable Row appeal) {}

    /**
     * What the student reads.
     *
     * @throws AppealException if it is not the student's session, or not over
     */
    AppealView view(Actor student, UUID sessionId) {
        Instant now = now();
        return transactions.run(student, jdbc -> view(jdbc, student, own(jdbc, student, sessionId), now));
    }

    /**
     * Saves the words if they build on what is stored.
     *
     * @throws AppealException if there is nothing to appeal, or nobody has decided about an incident that is answered, or it is too late, or the appeal is not written in any more
     */
    Outcome save(Actor student, UUID sessionId, SaveAppeal input) {
        Instant now = now();
        return transactions.run(student, jdbc -> {
            Own own = own(jdbc, student, sessionId);
            Instant until = requireWritable(own, now);
            List<AnswerRow> answers = answers(own.sitting(), input.answers());
            boolean builds =
                    input.buildsOn() == (own.appeal() == null ? 0 : own.appeal().version());
            if (!builds
                    || !AppealRows.save(
                            jdbc,
                            sessionId,
                            own.sitting().examId(),
                            student.person(),
                            input.buildsOn(),
                            input.statement(),
                            until,
                            now)) {
                return new Changed(view(jdbc, student, own(jdbc, student, sessionId), now));
            }
            Row saved = AppealRows.ofSession(jdbc, sessionId).orElseThrow(AppealException::notFound);
            answers.forEach(answer -> AppealRows.saveAnswer(jdbc, saved.appealId(), student.person(), answer, now));
            return new Done(view(jdbc, student, own(jdbc, student, sessionId), now));
        });
    }

    /**
     * Sends what is stored. Sending again what is sent is done already.
     *
     * @param buildsOn the version that the student saw
     * @throws AppealException if nothing is written, or it is too late
     */
    Outcome send(Actor student, UUID sessionId, long buildsOn) {
        Instant now = now();
        return transactions.run(student, jdbc -> {
            own(jdbc, student, sessionId);
            Row appeal = lock(jdbc, sessionId).orElseThrow(AppealException::empty);
            Own own = own(jdbc, student, sessionId); // as it is now that nobody else changes it
            if (appeal.version() != buildsOn) {
                return new Changed(view(jdbc, student, own, now));
            }
            if (appeal.status() != AppealState.SENT) {
                requireWritable(own, now);
                boolean isEmpty = appeal.statement().isBlank()
                        && AppealRows.answers(jdbc, appeal.appealId()).stream()
                                .allMatch(answer -> answer.body().isBlank());
                if (isEmpty) {
                    throw AppealException.empty();
                }
                Instant answerUntil = new AppealTimes(own.sitting().policy().review()).answerUntil(now);
                AppealRows.send(jdbc, appeal.appealId(), now, answerUntil);
                log.info("An appeal is sent");
            }
            return new Done(view(jdbc, student, own(jdbc, student, sessionId), now));
        });
    }

    /**
     * Takes back what was sent. Taking it back again is done already.
     *
     * @throws AppealException if it was not sent, or is decided
     */
    AppealView withdraw(Actor student, UUID sessionId) {
        Instant now = now();
        return transactions.run(student, jdbc -> {
            own(jdbc, student, sessionId);
            Row appeal = lock(jdbc, sessionId).orElseThrow(() -> AppealException.cannotWithdraw(AppealState.DRAFT));
            if (appeal.status() == AppealState.SENT) {
                AppealRows.withdraw(jdbc, appeal.appealId());
                log.info("An appeal is taken back");
            } else if (appeal.status() != AppealState.WITHDRAWN) {
                throw AppealException.cannotWithdraw(appeal.at(now));
            }
            return view(jdbc, student, own(jdbc, student, sessionId), now);
        });
    }

    private static Optional<Row> lock(JdbcClient jdbc, UUID sessionId) {
        return AppealRows.ofSession(jdbc, sessionId).flatMap(row -> AppealRows.lock(jdbc, row.appealId()));
    }

    private Own own(JdbcClient jdbc, Actor student, UUID sessionId) {
        Sitting sitting = sittings.find(jdbc, sessionId)
                .filter(found -> found.student().id().equals(student.userId()))
                .orElseThrow(AppealException::sessionNotFound);
        Instant overAt = sitting.overAt();
        if (overAt == null) {
            throw AppealException.notOver();
        }
        return new Own(sitting, overAt, AppealRows.ofSession(jdbc, sessionId).orElse(null));
    }

    private static AppealView view(JdbcClient jdbc, Actor student, Own own, Instant now) {
        return AppealViews.of(jdbc, student, own.sitting(), false, own.overAt(), own.appeal(), now);
    }

    /** Until when it can be sent. */
    private static Instant requireWritable(Own own, Instant now) {
        Row appeal = own.appeal();
        if (appeal != null && !appeal.status().isWritable()) {
            throw AppealException.notWritable(appeal.status());
        }
        SessionDecision told = AppealViews.told(own.sitting());
        if (told == null) {
            throw AppealException.notDecided();
        }
        Instant until = told.deadline();
        if (until == null || !AppealViews.hasGrounds(own.sitting())) {
            throw AppealException.nothingToAppeal();
        }
        if (now.isAfter(until)) {
            throw AppealException.tooLate(until);
        }
        return until;
    }

    /** The answers with what each is about. */
    private static List<AnswerRow> answers(Sitting sitting, List<AppealAnswer> input) {
        Map<UUID, IncidentView> known =
                sitting.incidents().stream().collect(Collectors.toMap(IncidentView::id, Function.identity()));
        Set<UUID> decided = sitting.incidentDecisions().stream()
                .map(IncidentDecision::incidentId)
                .collect(Collectors.toSet());
        List<AnswerRow> answers = new ArrayList<>(input.size());
        for (int i = 0; i < input.size(); i++) {
            AppealAnswer answer = input.get(i);
            IncidentView seen = known.get(answer.incidentId());
            if (seen == null) {
                throw AppealException.unknownIncident("answers[" + i + "].incident_id");
            }
            if (!answer.text().isBlank() && !decided.contains(seen.id())) {
                throw AppealException.undecidedIncident();
            }
            answers.add(new AnswerRow(
                    answer.incidentId(), seen.behavior(), seen.startedAt(), Objects.requireNonNull(answer.text())));
        }
        return answers;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
