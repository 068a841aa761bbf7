package org.invigil.server.session;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.policy.Policy;
import org.invigil.server.exam.AdmissionTerms;
import org.invigil.server.exam.ExamRows;
import org.invigil.server.exam.PolicyReader;
import org.invigil.server.exam.Question;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.SessionRows.SessionRow;
import org.springframework.stereotype.Service;

/** What a student does between start and submit: look at the exam, save answers. */
@Service
public class Sitting {

    private final ActorTransactions transactions;
    private final SessionRows sessions;
    private final Answers answers;
    private final ExamRows exams;
    private final SittingSettings settings;
    private final Clock clock;

    Sitting(
            ActorTransactions transactions,
            SessionRows sessions,
            Answers answers,
            ExamRows exams,
            SittingSettings settings,
            Clock clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.answers = answers;
        this.exams = exams;
        this.settings = settings;
        this.clock = clock;
    }

    /** How a write of an answer ended. */
    sealed interface Outcome {}

    /** The server holds exactly what was sent; the version may be another write's of the same. */
    record SavedAnswer(UUID questionId, UUID version, Instant savedAt) implements Outcome {}

    /** Nothing was changed: the write does not know what is stored. */
    record Conflict(Answer stored) implements Outcome {}

    /**
     * Everything that the student's page needs.
     *
     * @throws SessionException if it is not the student's session
     */
    public SittingView view(Actor student, UUID sessionId) {
        return transactions.run(student, jdbc -> {
            SessionRow row = sessions.find(jdbc, sessionId).orElseThrow(SessionException::notFound);
            ExamSession session = row.session();
            Policy policy = PolicyReader.read(session.policyJson());
            return new SittingView(
                    session.sessionId(),
                    session.examId(),
                    session.examTitle(),
                    row.attempt(),
                    session.status(),
                    session.statusSince(),
                    session.startedAt(),
                    row.clock().startedAt(),
                    session.endsAt(),
                    clock.instant(),
                    row.submittedAt(),
                    row.submitReason(),
                    row.endReason(),
                    row.cheatScore(),
                    exams.questions(jdbc, session.examId()),
                    answers.of(jdbc, sessionId),
                    new SittingView.Capture(
                            settings.width(), settings.height(), settings.fps(), settings.jpegQuality()),
                    new SittingView.Evidence(
                            settings.clip().lengthMillis(),
                            settings.clip().beforeMillis(),
                            settings.clip().maxBytes()),
                    new SittingView.Limits(Answer.MAX_TEXT_CHARACTERS, SittingView.MAX_BODY_BYTES),
                    AdmissionTerms.of(policy.admission()),
                    policy.cameraRequired(),
                    settings.grace().toMillis());
        });
    }

    /**
     * Saves an answer if the write builds on what is stored. What is stored already is saved, whoever wrote it: a retry, or
     * another window with the same text, has nothing to decide.
     *
     * @throws SessionException if the session does not run or the answer does not fit the question
     */
    Outcome save(Actor student, UUID sessionId, Answers.Write write) {
        if (write.version().equals(write.buildsOn())) {
            throw SessionException.invalidAnswer(
                    "A write needs a version of its own: make up a new UUID, and name the stored one in builds_on.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return transactions.run(student, jdbc -> {
            ExamSession session =
                    sessions.find(jdbc, sessionId).map(SessionRow::session).orElseThrow(SessionException::notFound);
            requireRunning(session, now);
            Question question = exams.questions(jdbc, session.examId()).stream()
                    .filter(candidate -> candidate.questionId().equals(write.questionId()))
                    .findFirst()
                    .orElseThrow(SessionException::questionNotFound);
            requireFit(question, write.value());
            Answer stored = answers.write(jdbc, sessionId, student.person(), write, now);
            return stored.value().equals(write.value())
                    ? new SavedAnswer(stored.questionId(), stored.version(), stored.savedAt())
                    : new Conflict(stored);
        });
    }

    private void requireRunning(ExamSession session, Instant now) {
        if (session.isOver()) {
            throw SessionException.closed(session.status());
        }
        if (!session.isActive()) {
            throw SessionException.notActive(session.status());
        }
        if (now.isAfter(session.endsAt().plus(settings.grace()))) {
            throw SessionException.closed(session.status());
        }
    }

    private static void requireFit(Question question, Answer.Value value) {
        List<String> chosen = value.optionIds();
        if (question.kind() == Question.Kind.TEXT) {
            if (value.text() == null || chosen != null) {
                throw SessionException.invalidAnswer("This question is answered with a text: {\"text\": \"...\"}.");
            }
            return;
        }
        if (chosen == null || value.text() != null) {
            throw SessionException.invalidAnswer("This question is answered by choosing: {\"option_ids\": [...]}.");
        }
        List<String> known =
                question.options().stream().map(Question.Option::optionId).toList();
        if (!known.containsAll(chosen) || new HashSet<>(chosen).size() != chosen.size()) {
            throw SessionException.invalidAnswer("Choose among " + known + ", each at most once.");
        }
        if (question.kind() == Question.Kind.SINGLE_CHOICE && chosen.size() > 1) {
            throw SessionException.invalidAnswer("Choose one of " + known + ", not several.");
        }
    }
}
