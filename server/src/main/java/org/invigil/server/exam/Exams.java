package org.invigil.server.exam;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.invigil.rules.policy.InvalidPolicyException;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.sitting.SittingState;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.invigil.server.exam.ExamRows.ExamRow;
import org.invigil.server.exam.ExamView.Exam;
import org.invigil.server.exam.ExamView.ExamSummary;
import org.invigil.server.exam.ExamView.OwnSession;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.StaffAssignments;
import org.invigil.server.problem.ProblemException.FieldProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Lists, shows, writes and removes exams. */
@Service
public class Exams {

    private static final TypeReference<Map<String, Object>> POLICY = new TypeReference<>() {};

    private final ActorTransactions transactions;
    private final ExamRows rows;
    private final StaffAssignments assignments;
    private final JsonMapper json;
    private final Clock clock;

    Exams(ActorTransactions transactions, ExamRows rows, StaffAssignments assignments, JsonMapper json, Clock clock) {
        this.transactions = transactions;
        this.rows = rows;
        this.assignments = assignments;
        this.json = json;
        this.clock = clock;
    }

    /** Exams, the next to close first: all of them for students, with their own sitting of each; for staff those they attend. */
    public List<ExamSummary> list(Actor actor) {
        return transactions.run(actor, jdbc -> summaries(jdbc, actor, null));
    }

    /**
     * One exam.
     *
     * @throws ExamException if there is none
     */
    public ExamView get(Actor actor, UUID examId) {
        return transactions.<Optional<ExamView>, ExamView>runThenAsSystem(
                actor,
                jdbc -> assignments.isOnStaff(jdbc, actor, examId)
                        ? Optional.empty()
                        : Optional.of(summaries(jdbc, actor, examId).stream()
                                .findFirst()
                                .orElseThrow(ExamException::notFound)),
                // Staff may read it whole; whether somebody has begun it an author could not see.
                (jdbc, cover) -> cover.orElseGet(() -> whole(jdbc, examId)));
    }

    /**
     * Creates an exam. Ids of questions in the input are not used: they belong to another exam.
     *
     * @throws ExamException naming the fields that are not valid
     */
    public Exam create(Actor actor, ExamInput input) {
        check(input);
        refuse(input.textProblems());
        UUID examId = UUID.randomUUID();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<Question> questions = input.toQuestions().stream()
                .map(q -> new Question(UUID.randomUUID(), q.position(), q.kind(), q.prompt(), q.options()))
                .toList();
        return transactions.runThenAsSystem(actor, jdbc -> insert(jdbc, examId, input, now), (jdbc, inserted) -> {
            assignments.makeAuthor(jdbc, actor, examId);
            insert(jdbc, examId, questions);
            return whole(jdbc, examId);
        });
    }

    private int insert(JdbcClient jdbc, UUID examId, ExamInput input, Instant now) {
        return jdbc.sql("""
                            INSERT INTO exams (id, title, description, opens_at, closes_at, duration_minutes,
                                               question_count, policy, created_at, updated_at)
                            VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS jsonb), ?, ?)""")
                .params(
                        examId,
                        input.title().strip(),
                        input.description(),
                        SqlTime.toSql(input.storedOpensAt()),
                        SqlTime.toSql(input.storedClosesAt()),
                        input.durationMinutes(),
                        input.questions().size(),
                        json.writeValueAsString(input.policy()),
                        SqlTime.toSql(now),
                        SqlTime.toSql(now))
                .update();
    }

    /**
     * Changes an exam. Sittings that have begun keep their end and their policy.
     *
     * @throws ExamException naming the fields that are not valid; if sat questions would change; if it is not any more what the
     *     change is based on
     */
    public Exam replace(Actor actor, UUID examId, ExamInput input) {
        check(input);
        return transactions.runThenAsSystem(actor, jdbc -> lock(jdbc, examId), (jdbc, updatedAt) -> {
            if (input.basedOn() != null && !input.basedOn().equals(updatedAt)) {
                throw ExamException.changedMeanwhile();
            }
            List<Question> before = rows.questions(jdbc, examId);
            List<Question> after = input.toQuestions();
            refuseForeignIds(input, before);
            if (!before.equals(after)) {
                if (hasSessions(jdbc, examId)) {
                    throw ExamException.inUse("Its questions cannot change.");
                }
                refuse(input.textProblems());
                jdbc.sql("DELETE FROM questions WHERE exam_id = ?")
                        .param(examId)
                        .update();
                insert(jdbc, examId, after);
            }
            jdbc.sql("""
                            UPDATE exams SET title = ?, description = ?, opens_at = ?, closes_at = ?,
                                             duration_minutes = ?, question_count = ?,
                                             policy = CAST(? AS jsonb), updated_at = ?
                            WHERE id = ?""")
                    .params(
                            input.title().strip(),
                            input.description(),
                            SqlTime.toSql(input.storedOpensAt()),
                            SqlTime.toSql(input.storedClosesAt()),
                            input.durationMinutes(),
                            input.questions().size(),
                            json.writeValueAsString(input.policy()),
                            SqlTime.toSql(later(updatedAt)),
                            examId)
                    .update();
            return whole(jdbc, examId);
        });
    }

    /**
     * Gives every exam of that title another window of time, and leaves the rest as it is.
     *
     * @return false if there is none
     */
    public boolean reopen(Actor actor, String title, Instant opensAt, Instant closesAt) {
        int found =
                transactions.run(actor, jdbc -> jdbc.sql("UPDATE exams SET opens_at = ?, closes_at = ? WHERE title = ?")
                        .params(SqlTime.toSql(opensAt), SqlTime.toSql(closesAt), title)
                        .update());
        return found > 0;
    }

    /**
     * Removes an exam that nobody has sat.
     *
     * @throws ExamException if there is none, or somebody has
     */
    public void delete(Actor actor, UUID examId) {
        transactions.runThenAsSystem(actor, jdbc -> lock(jdbc, examId), (jdbc, locked) -> {
            if (hasSessions(jdbc, examId)) {
                throw ExamException.inUse("It cannot be deleted.");
            }
            return jdbc.sql("DELETE FROM exams WHERE id = ?").param(examId).update();
        });
    }

    private void check(ExamInput input) {
        refuse(input.problems());
        try {
            PolicyReader.read(json.writeValueAsString(input.policy()));
        } catch (InvalidPolicyException e) {
            throw ExamException.invalidPolicy(e);
        }
    }

    private static void refuse(List<FieldProblem> problems) {
        if (!problems.isEmpty()) {
            throw ExamException.invalid(problems);
        }
    }

    private static void refuseForeignIds(ExamInput input, List<Question> before) {
        Set<UUID> known = before.stream().map(Question::questionId).collect(Collectors.toSet());
        List<FieldProblem> problems = input.questions().stream()
                .filter(question -> question.questionId() != null && !known.contains(question.questionId()))
                .map(question -> new FieldProblem(
                        "questions[" + input.questions().indexOf(question) + "].question_id",
                        "is no question of this exam; leave it out for a new one"))
                .toList();
        if (!problems.isEmpty()) {
            throw ExamException.invalid(problems);
        }
    }

    /**
     * Waits for sittings that are just starting, and keeps new ones from starting until this transaction ends. Who may not
     * change the exam does not find it; who may goes on as the server, for authors see no sittings.
     */
    private static Instant lock(JdbcClient jdbc, UUID examId) {
        return jdbc.sql("SELECT updated_at FROM exams WHERE id = ? FOR UPDATE")
                .param(examId)
                .query((row, number) -> SqlTime.instant(row, "updated_at"))
                .optional()
                .orElseThrow(ExamException::notFound);
    }

    /** Now, and in any case another moment than this: it names a state of the exam. */
    private Instant later(Instant updatedAt) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return now.isAfter(updatedAt) ? now : updatedAt.plusMillis(1);
    }

    private static boolean hasSessions(JdbcClient jdbc, UUID examId) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM exam_sessions WHERE exam_id = ?)")
                .param(examId)
                .query(Boolean.class)
                .single();
    }

    private void insert(JdbcClient jdbc, UUID examId, List<Question> questions) {
        for (Question question : questions) {
            jdbc.sql("INSERT INTO questions (id, exam_id, position, kind, prompt, options)"
                            + " VALUES (?, ?, ?, ?, ?, CAST(? AS jsonb))")
                    .params(
                            question.questionId(),
                            examId,
                            question.position(),
                            question.kind().wireName(),
                            question.prompt(),
                            json.writeValueAsString(question.options()))
                    .update();
        }
    }

    private Exam whole(JdbcClient jdbc, UUID examId) {
        ExamRow row = rows.find(jdbc, examId).orElseThrow(ExamException::notFound);
        List<Question> questions = rows.questions(jdbc, examId);
        return new Exam(
                row.examId(),
                row.title(),
                row.description(),
                row.opensAt(),
                row.closesAt(),
                row.durationMinutes(),
                questions.size(),
                ExamState.at(clock.instant(), row.opensAt(), row.closesAt()),
                questions,
                Objects.requireNonNull(json.readValue(row.policyJson(), POLICY)),
                hasSessions(jdbc, examId),
                row.createdAt(),
                row.updatedAt());
    }

    private List<ExamSummary> summaries(JdbcClient jdbc, Actor actor, @Nullable UUID examId) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        SELECT e.*, s.id AS session_id, s.status,
                               (SELECT invigil_is_admin() OR invigil_attends_every_exam('{proctor,reviewer,author}'))
                                   OR e.id IN (SELECT exam_id FROM invigil_staffed_exams()) AS on_staff
                        FROM exams e
                        LEFT JOIN LATERAL (
                            SELECT id, status FROM exam_sessions WHERE exam_id = e.id AND student_id = :student
                            ORDER BY attempt DESC LIMIT 1) s ON true
                        WHERE CAST(:exam AS uuid) IS NULL OR e.id = :exam
                        ORDER BY e.closes_at, e.title
                        LIMIT 1000""")
                .param("student", actor.has(Actor.Role.STUDENT) ? actor.userId() : null, java.sql.Types.OTHER)
                .param("exam", examId, java.sql.Types.OTHER)
                .query((row, number) -> {
                    Instant opensAt = SqlTime.instant(row, "opens_at");
                    Instant closesAt = SqlTime.instant(row, "closes_at");
                    UUID sessionId = row.getObject("session_id", UUID.class);
                    Policy policy = PolicyReader.read(row.getString("policy"));
                    return new ExamSummary(
                            row.getObject("id", UUID.class),
                            row.getString("title"),
                            row.getString("description"),
                            opensAt,
                            closesAt,
                            row.getInt("duration_minutes"),
                            row.getInt("question_count"),
                            ExamState.at(now, opensAt, closesAt),
                            row.getBoolean("on_staff"),
                            AdmissionTerms.of(policy.admission()),
                            policy.looksForPhones(),
                            sessionId == null
                                    ? null
                                    : new OwnSession(
                                            sessionId, WireNamed.get(SittingState.class, row.getString("status"))));
                })
                .list();
    }
}
