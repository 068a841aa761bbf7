package org.invigil.server.session;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.invigil.server.exam.ExamRows;
import org.invigil.server.exam.ExamRows.ExamRow;
import org.invigil.server.exam.ExamState;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.SessionRows.SessionRow;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Begins a sitting, once: starting again, or twice at the same moment, gives the same session. */
@Service
class ExamStart {

    /** The text the student agrees to; it changes with every change of what is recorded. */
    static final String CONSENT_VERSION = "1";

    private final ActorTransactions transactions;
    private final ExamRows exams;
    private final SessionRows sessions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ExamStart(
            ActorTransactions transactions,
            ExamRows exams,
            SessionRows sessions,
            ApplicationEventPublisher events,
            Clock clock) {
        this.transactions = transactions;
        this.exams = exams;
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    record Started(UUID sessionId, boolean isNew) {}

    /** @param consentVersion the version agreed to, null if the student has not agreed */
    Started start(Actor student, UUID examId, @Nullable String consentVersion) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        record Outcome(SessionRow row, boolean isNew) {}
        Outcome outcome = transactions.run(student, jdbc -> {
            ExamRow exam = exams.find(jdbc, examId).orElseThrow(SessionException::examNotFound);
            Optional<SessionRow> running = sessions.find(jdbc, examId, student.person());
            if (running.isPresent()) {
                return new Outcome(running.get(), false);
            }
            if (consentVersion == null || !consentVersion.equals(CONSENT_VERSION)) {
                throw SessionException.consentRequired();
            }
            requireOpen(exam, now);
            boolean inserted = insert(jdbc, exam, student.person(), now, consentVersion);
            return new Outcome(
                    sessions.find(jdbc, examId, student.person()).orElseThrow(SessionException::notFound), inserted);
        });
        ExamSession session = outcome.row().session();
        if (!session.isActive()) {
            throw SessionException.closed();
        }
        if (outcome.isNew()) {
            events.publishEvent(new SessionStarted(session));
        }
        return new Started(session.sessionId(), outcome.isNew());
    }

    private static void requireOpen(ExamRow exam, Instant now) {
        switch (ExamState.at(now, exam.opensAt(), exam.closesAt())) {
            case UPCOMING -> throw SessionException.examNotOpen("This exam opens at " + exam.opensAt() + ".");
            case CLOSED -> throw SessionException.examNotOpen("This exam closed at " + exam.closesAt() + ".");
            case OPEN -> {}
        }
    }

    /** Returns false if another request of the same student was faster. */
    private static boolean insert(JdbcClient jdbc, ExamRow exam, UUID studentId, Instant now, String consentVersion) {
        Instant byDuration = now.plus(exam.durationMinutes(), ChronoUnit.MINUTES);
        Instant endsAt = byDuration.isBefore(exam.closesAt()) ? byDuration : exam.closesAt();
        return jdbc.sql("""
                        INSERT INTO exam_sessions (id, exam_id, student_id, status, started_at, ends_at,
                                                   consent_version, consented_at, policy)
                        VALUES (?, ?, ?, 'active', ?, ?, ?, ?, CAST(? AS jsonb))
                        ON CONFLICT (exam_id, student_id) DO NOTHING""")
                        .params(
                                UUID.randomUUID(),
                                exam.examId(),
                                studentId,
                                SqlTime.toSql(now),
                                SqlTime.toSql(endsAt),
                                consentVersion,
                                SqlTime.toSql(now),
                                exam.policyJson())
                        .update()
                == 1;
    }
}
