package org.invigil.server.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.sitting.SittingState;
import org.invigil.server.exam.ExamRows;
import org.invigil.server.exam.ExamRows.ExamRow;
import org.invigil.server.exam.ExamState;
import org.invigil.server.exam.PolicyReader;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.SessionRows.SessionRow;
import org.invigil.server.session.SittingTransitions.Cause;
import org.invigil.server.session.SittingTransitions.Change;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Begins a sitting, once: starting again, or twice at the same moment, gives the same session. The student checks in; the
 * server moves the sitting on to where nothing keeps it, which is all the way to active unless the exam asks for admission or for a
 * picture of the camera first, in the same transaction.
 */
@Service
class ExamStart {

    /** The text the student agrees to; it changes with every change of what is recorded. */
    static final String CONSENT_VERSION = "1";

    private static final int FIRST_ATTEMPT = 1;

    private final ActorTransactions transactions;
    private final ExamRows exams;
    private final SessionRows sessions;
    private final SittingTransitions transitions;
    private final Clock clock;

    ExamStart(
            ActorTransactions transactions,
            ExamRows exams,
            SessionRows sessions,
            SittingTransitions transitions,
            Clock clock) {
        this.transactions = transactions;
        this.exams = exams;
        this.sessions = sessions;
        this.transitions = transitions;
        this.clock = clock;
    }

    record Started(UUID sessionId, boolean isNew) {}

    /** A sitting that was there, or that this request has just checked in. */
    private record Found(ExamSession session, Optional<Change> checkedIn) {}

    /**
     * Starts the exam, or finds the sitting that goes on.
     *
     * @param consentVersion the version agreed to, null if the student has not agreed
     * @throws SessionException if there is no such exam, it is not open, the consent is missing, or the sitting is over
     */
    Started start(Actor student, UUID examId, @Nullable String consentVersion) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        record Outcome(ExamSession session, List<Change> changes) {}
        Outcome outcome = transactions.runThenAsSystem(
                student, jdbc -> find(jdbc, student, examId, consentVersion, now), (jdbc, found) -> {
                    List<Change> changes = new ArrayList<>();
                    found.checkedIn().ifPresent(changes::add);
                    moveOn(jdbc, found.session(), now, changes);
                    return new Outcome(found.session(), changes);
                });
        if (outcome.session().isOver()) {
            throw SessionException.closed(outcome.session().status());
        }
        if (!outcome.changes().isEmpty()) {
            transitions.publish(
                    outcome.changes().getLast()); // the states on the way are past, and stand in the history
        }
        return new Started(
                outcome.session().sessionId(), outcome.changes().stream().anyMatch(change -> change.from() == null));
    }

    private Found find(JdbcClient jdbc, Actor student, UUID examId, @Nullable String consentVersion, Instant now) {
        ExamRow exam = exams.find(jdbc, examId).orElseThrow(SessionException::examNotFound);
        Optional<SessionRow> known = sessions.findLast(jdbc, examId, student.person());
        if (known.isPresent()) {
            return new Found(known.get().session(), Optional.empty());
        }
        if (consentVersion == null || !consentVersion.equals(CONSENT_VERSION)) {
            throw SessionException.consentRequired();
        }
        requireOpen(exam, now);
        Optional<Change> checkedIn = transitions.checkIn(
                jdbc,
                new SittingTransitions.NewSitting(
                        examId,
                        FIRST_ATTEMPT,
                        Duration.ofMinutes(exam.durationMinutes()),
                        exam.closesAt(),
                        consentVersion,
                        exam.policyJson()),
                new Cause(student, now, "agreed to be filmed"));
        ExamSession session = checkedIn
                .map(Change::row)
                .or(() -> sessions.findLast(jdbc, examId, student.person()))
                .orElseThrow(SessionException::notFound)
                .session();
        return new Found(session, checkedIn);
    }

    /** Unless somebody has to let the student in, or the camera has to be seen first, a sitting that has not begun begins. */
    private void moveOn(JdbcClient jdbc, ExamSession session, Instant now, List<Change> changes) {
        if (!session.status().isBeforeStart()) {
            return;
        }
        transitions
                .move(
                        jdbc,
                        session.sessionId(),
                        SittingState.WAITING,
                        new Cause(Actor.SYSTEM, now, "nothing to check"),
                        null)
                .ifPresent(changes::add);
        Policy policy = PolicyReader.read(session.policyJson());
        if (policy.admission().asked() || policy.cameraRequired()) {
            return; // module admission moves it on, or module watch
        }
        transitions
                .move(
                        jdbc,
                        session.sessionId(),
                        SittingState.ACTIVE,
                        new Cause(Actor.SYSTEM, now, "nothing to wait for"),
                        null)
                .ifPresent(changes::add);
    }

    private static void requireOpen(ExamRow exam, Instant now) {
        switch (ExamState.at(now, exam.opensAt(), exam.closesAt())) {
            case UPCOMING -> throw SessionException.examNotOpen("This exam opens at " + exam.opensAt() + ".");
            case CLOSED -> throw SessionException.examNotOpen("This exam closed at " + exam.closesAt() + ".");
            case OPEN -> {}
        }
    }
}
