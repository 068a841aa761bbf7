package org.invigil.server.session;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.invigil.server.exam.ExamRows;
import org.invigil.server.exam.Question;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.SessionRows.SessionRow;
import org.invigil.server.session.SittingView.Status;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** What a student does between start and submit: look at the exam, save answers. */
@Service
public class Sitting {

    private final ActorTransactions transactions;
    private final SessionRows sessions;
    private final Answers answers;
    private final ExamRows exams;
    private final SittingSettings settings;
    private final JsonMapper json;
    private final Clock clock;

    Sitting(
            ActorTransactions transactions,
            SessionRows sessions,
            Answers answers,
            ExamRows exams,
            SittingSettings settings,
            JsonMapper json,
            Clock clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.answers = answers;
        this.exams = exams;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /** What is stored of an answer now. */
    record SavedAnswer(UUID questionId, long revision, Instant savedAt) {}

    /**
     * Everything that the student's page needs.
     *
     * @throws SessionException if it is not the student's session
     */
    public SittingView view(Actor student, UUID sessionId) {
        return transactions.run(student, jdbc -> {
            SessionRow row = sessions.find(jdbc, sessionId).orElseThrow(SessionException::notFound);
            ExamSession session = row.session();
            return new SittingView(
                    session.sessionId(),
                    session.examId(),
                    session.examTitle(),
                    session.isActive() ? Status.ACTIVE : Status.SUBMITTED,
                    session.startedAt(),
                    session.endsAt(),
                    clock.instant(),
                    session.submittedAt(),
                    row.submitReason(),
                    row.cheatScore(),
                    exams.questions(jdbc, session.examId()),
                    answers.of(jdbc, sessionId),
                    new SittingView.Capture(
                            settings.width(), settings.height(), settings.fps(), settings.jpegQuality()),
                    new SittingView.Evidence(
                            settings.clip().lengthMillis(),
                            settings.clip().beforeMillis(),
                            settings.clip().maxBytes()));
        });
    }

    /**
     * Saves an answer unless a newer or the same revision is stored: a retry that comes late changes nothing.
     *
     * @throws SessionException if the session is over or the answer does not fit the question
     */
    SavedAnswer save(Actor student, UUID sessionId, UUID questionId, Answer.Value value, long revision) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return transactions.run(student, jdbc -> {
            ExamSession session =
                    sessions.find(jdbc, sessionId).map(SessionRow::session).orElseThrow(SessionException::notFound);
            if (!session.isActive() || now.isAfter(session.endsAt().plus(settings.grace()))) {
                throw SessionException.closed();
            }
            Question question = exams.questions(jdbc, session.examId()).stream()
                    .filter(candidate -> candidate.questionId().equals(questionId))
                    .findFirst()
                    .orElseThrow(SessionException::questionNotFound);
            requireFit(question, value);
            jdbc.sql("""
                            INSERT INTO answers (session_id, question_id, student_id, value, revision, saved_at)
                            VALUES (?, ?, ?, CAST(? AS jsonb), ?, ?)
                            ON CONFLICT (session_id, question_id) DO UPDATE
                            SET value = excluded.value, revision = excluded.revision, saved_at = excluded.saved_at
                            WHERE answers.revision < excluded.revision""")
                    .params(
                            sessionId,
                            questionId,
                            student.person(),
                            json.writeValueAsString(value),
                            revision,
                            SqlTime.toSql(now))
                    .update();
            return jdbc.sql("SELECT revision, saved_at FROM answers WHERE session_id = ? AND question_id = ?")
                    .params(sessionId, questionId)
                    .query((row, number) ->
                            new SavedAnswer(questionId, row.getLong("revision"), SqlTime.instant(row, "saved_at")))
                    .single();
        });
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
