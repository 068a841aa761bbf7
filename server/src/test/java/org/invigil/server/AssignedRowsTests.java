package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.PersonRole;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The tables by staff who are assigned to one thing, straight in PostgreSQL. The rows are those of one student, who is in a
 * group of the exam. The columns: a proctor of the exam, of that group, of another group, of another exam; a reviewer of each
 * of these; an author of the exam, of another one. {@code y} the row is reached, {@code -} it is not.
 *
 * <p>{@link RowAccessTests} has everybody else, and every other way to a row.
 */
@ServerTest
@TestInstance(Lifecycle.PER_CLASS)
class AssignedRowsTests {

    private static final String SITTING = "yy--yy----";
    private static final String REVIEWERS = "----yy----";
    private static final String NOBODY = "----------";
    private static final String AUTHOR = "--------y-";
    private static final String ANY_STAFF = "yyy-yyy-y-";

    /** Tables by who may read the row. */
    record Read(String table, String where, String expected) {
        @Override
        public String toString() {
            return table;
        }
    }

    static Stream<Read> reads() {
        return Stream.of(
                new Read("profiles", "id = 'OWN'", "yy--yy--y-"),
                new Read("profile_roles", "profile_id = 'OWN'", NOBODY),
                new Read("staff_assignments", "profile_id = 'COLLEAGUE'", NOBODY),
                new Read("exams", "id = 'EXAM'", ANY_STAFF),
                new Read("questions", "exam_id = 'EXAM'", ANY_STAFF),
                new Read("exam_groups", "id = 'GROUP'", ANY_STAFF),
                new Read("exam_group_members", "group_id = 'GROUP'", "yy--yy--y-"),
                new Read("exam_sessions", "id = 'SESSION'", SITTING),
                new Read("session_state_changes", "session_id = 'SESSION'", SITTING),
                new Read("answers", "session_id = 'SESSION'", REVIEWERS),
                new Read("cheat_scores", "session_id = 'SESSION'", SITTING),
                new Read("incidents", "session_id = 'SESSION'", SITTING),
                new Read("video_metadata", "session_id = 'SESSION'", SITTING),
                new Read("session_windows", "session_id = 'SESSION'", SITTING),
                new Read("interventions", "session_id = 'SESSION'", SITTING),
                new Read("messages", "session_id = 'SESSION'", SITTING),
                new Read("message_receipts", "session_id = 'SESSION'", SITTING),
                new Read("hands", "session_id = 'SESSION'", SITTING),
                new Read("admissions", "session_id = 'ASKING'", "yy--------"),
                new Read("first_pictures", "student_id = 'OWN'", "yy--------"),
                new Read("clip_requests", "session_id = 'SESSION'", SITTING),
                new Read("session_hints", "session_id = 'SESSION'", SITTING),
                new Read("looks", "session_id = 'SESSION'", SITTING),
                // Whoever sees a sitting reads what people made of it; what there is to decide, and notes, are
                // reviewers' to see.
                new Read("incident_decisions", "session_id = 'OVER'", SITTING),
                new Read("session_decisions", "session_id = 'OVER'", SITTING),
                new Read("review_comments", "session_id = 'OVER'", REVIEWERS),
                new Read("review_assignments", "session_id = 'OVER'", SITTING),
                new Read("review_presence", "session_id = 'OVER'", SITTING),
                new Read("review_cases", "session_id = 'OVER'", REVIEWERS),
                new Read("appeals", "id = 'APPEAL'", REVIEWERS),
                new Read("appeal_answers", "appeal_id = 'APPEAL'", REVIEWERS),
                new Read("appeal_decisions", "appeal_id = 'APPEAL'", REVIEWERS),
                new Read("review_samples", "exam_id = 'EXAM'", NOBODY),
                new Read("tile_stills", "session_id = 'SESSION'", NOBODY),
                new Read("session_streams", "session_id = 'SESSION'", NOBODY),
                new Read("unfinished_scores", "session_id = 'SESSION'", NOBODY));
    }

    @Autowired
    TestPeople people;

    @Autowired
    DataSource dataSource;

    private final List<Actor> actors = new ArrayList<>();
    private final Map<String, String> ids = new HashMap<>();

    @BeforeAll
    void makeOneOfEverything() throws SQLException {
        TestPeople.Person own = people.student();
        UUID exam = people.exam();
        UUID otherExam = people.exam();
        TestPeople.Person sitter = people.student();
        TestPeople.Person appellant = people.student();
        UUID group = people.group(exam, own, sitter, appellant);
        UUID otherGroup = people.group(exam, people.student());
        UUID session = people.start(own, exam);
        var questions = own.http().get("/api/exam/sessions/" + session).json();
        new TestAnswer(
                        own.http(),
                        session,
                        questions.at("/questions/2/question_id").asString())
                .save("because");
        TestClip.upload(own.http(), session.toString(), UUID.randomUUID().toString(), TestClip.webm("rows"), Map.of());
        own.http()
                .post(
                        "/api/exam/sessions/" + session + "/window",
                        Map.of("window_id", UUID.randomUUID().toString()));
        for (PersonRole role : List.of(PersonRole.PROCTOR, PersonRole.REVIEWER)) {
            actors.add(people.staff(role, exam, null).actor());
            actors.add(people.staff(role, exam, group).actor());
            actors.add(people.staff(role, exam, otherGroup).actor());
            actors.add(people.staff(role, otherExam, null).actor());
        }
        actors.add(people.staff(PersonRole.AUTHOR, exam, null).actor());
        actors.add(people.staff(PersonRole.AUTHOR, otherExam, null).actor());
        ids.putAll(Map.of(
                "OWN", own.id().toString(),
                "COLLEAGUE", people.staff(PersonRole.PROCTOR, exam, null).id().toString(),
                "EXAM", exam.toString(),
                "GROUP", group.toString(),
                "SESSION", session.toString(),
                "ASKING", UUID.randomUUID().toString(),
                "MESSAGE", UUID.randomUUID().toString(),
                "PROCTOR", actors.getFirst().person().toString(),
                "BEGUN", questions.path("started_at").asString()));
        ids.putAll(Map.of(
                "SITTER", sitter.id().toString(),
                "OVER", finish(sitter, exam),
                "DECISION", UUID.randomUUID().toString(),
                "APPELLANT", appellant.id().toString(),
                "APPEALED", finish(appellant, exam),
                "APPEAL", UUID.randomUUID().toString()));
        ids.put("SEEN", UUID.randomUUID().toString());
        ids.put("JUDGED", UUID.randomUUID().toString());
        try (Connection connection = become(Actor.ANALYZER);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    fill("INSERT INTO cheat_scores VALUES ('SESSION', 'OWN', 1, 'BEGUN', now(), now(), 10, 90,"
                            + " 90, 0, 'present', '{}', '{}')"));
            statement.execute(
                    fill("INSERT INTO unfinished_scores VALUES ('SESSION', 'OWN', 2, 'BEGUN', now(), now(), 4,"
                            + " 90, 90, 0, 'present', '{}', '{}')"));
            statement.execute(
                    fill("INSERT INTO incidents VALUES ('NEW', 'SESSION', 'OWN', 'absent', now(), null, 1, 0),"
                            + " ('SEEN', 'OVER', 'SITTER', 'absent', now(), now(), 1, 0),"
                            + " ('JUDGED', 'OVER', 'SITTER', 'absent', now(), now(), 1, 0)"));
            statement.execute(
                    fill(
                            "INSERT INTO session_streams (session_id, node_id, epoch) VALUES ('SESSION', 'NEW', 0) ON CONFLICT DO NOTHING"));
            connection.commit();
        }
        stepIn(own.actor());
        review(appellant.actor());
    }

    /** A sitting that is over. */
    private String finish(TestPeople.Person student, UUID exam) {
        UUID session = people.start(student, exam);
        student.http().post("/api/exam/submit", Map.of("session_id", session, "reason", "student"));
        return session.toString();
    }

    /** What was said and done, and a second sitting that waits to be let in. */
    private void stepIn(Actor student) throws SQLException {
        run(
                student,
                "INSERT INTO session_hints VALUES ('SESSION', 'OWN', 'device_moved', '', 1, now(), now())",
                "INSERT INTO hands VALUES ('SESSION', 'OWN', 'question', null, now(), null, null)",
                "INSERT INTO exam_sessions VALUES ('ASKING', 'EXAM', 'OWN', 'checking_in', now(), now(), null, null, null,"
                        + " '1', now(), '{}', null, 2, now(), null, 60000, 0, now())");
        run(
                Actor.SYSTEM,
                "UPDATE exam_sessions SET status = 'waiting' WHERE id = 'ASKING'",
                "INSERT INTO first_pictures VALUES ('OWN', '\\xff', now(), now())",
                "INSERT INTO interventions VALUES ('NEW', 'SESSION', 1, 'OWN', 'pause', 'technical', 'network',"
                        + " null, null, now(), 'PROCTOR')");
        run(
                actors.getFirst(),
                "INSERT INTO messages VALUES ('MESSAGE', 'EXAM', 'session', 'SESSION', null, 'PROCTOR', now(), 'Hello.')");
        run(
                student,
                "INSERT INTO admissions VALUES ('ASKING', 'OWN', now(), null, null, null)",
                "INSERT INTO message_receipts VALUES ('MESSAGE', 'SESSION', 'OWN', now())");
    }

    /** What people made of a sitting that is over, and an appeal about another one. */
    private void review(Actor appellant) throws SQLException {
        run(
                Actor.SYSTEM,
                "INSERT INTO clip_requests VALUES ('NEW', 'SESSION', 'OWN', 'absent', now(), now(), null, null, null)",
                // It lasts until the tests are over, or it would be cleared away.
                "INSERT INTO tile_stills VALUES ('SESSION', now(), '', now() + interval '10 minutes')");
        run(actors.getFirst(), "INSERT INTO looks VALUES ('SESSION', 'PROCTOR', 0, now())");
        run(
                actors.get(4),
                "INSERT INTO incident_decisions VALUES ('NEW', 'JUDGED', 'OVER', 'SITTER', 'absent', now(), now(),"
                        + " 'dismissed', null, null, 'x', 'review', invigil_user_id(), now(), null)",
                "INSERT INTO session_decisions VALUES ('DECISION', 'OVER', 'SITTER', 'no_concern', null, null, '',"
                        + " 'review', invigil_user_id(), now(), null, null)",
                "INSERT INTO review_comments VALUES ('NEW', 'OVER', 'SITTER', null, 'x', invigil_user_id(), now())",
                "INSERT INTO review_assignments VALUES ('OVER', 1, 'SITTER', 'taken', invigil_user_id(),"
                        + " invigil_user_id(), now())",
                "INSERT INTO review_presence VALUES ('OVER', invigil_user_id(), 'SITTER', null, now())");
        run(
                appellant,
                "INSERT INTO appeals VALUES ('APPEAL', 'APPEALED', 'EXAM', 'APPELLANT', 'draft', 1, '', now(), now(),"
                        + " null, null, null)",
                "INSERT INTO appeal_answers VALUES ('APPEAL', 'NEW', 'APPELLANT', 'absent', now(), 'x', now())",
                "UPDATE appeals SET status = 'sent', sent_at = now(), answer_until = now() + interval '1d'"
                        + " WHERE id = 'APPEAL'");
        run(
                actors.get(5),
                "INSERT INTO appeal_decisions VALUES ('APPEAL', null, 'APPELLANT', 'upheld', 'x', invigil_user_id(),"
                        + " now())");
    }

    private void run(Actor actor, String... statements) throws SQLException {
        try (Connection connection = become(actor);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(fill(sql));
            }
            connection.commit();
        }
    }

    @ParameterizedTest
    @MethodSource("reads")
    void everybodyReadsWhatTheMatrixSays(Read read) throws SQLException {
        assertThat(outcomes("SELECT 1 FROM " + read.table() + " WHERE " + read.where()))
                .isEqualTo(read.expected());
    }

    @Test
    void anExamAndWhatHangsOnItIsItsAuthorsToWrite() throws SQLException {
        for (String sql : List.of(
                "UPDATE exams SET title = 'x' WHERE id = 'EXAM'",
                "DELETE FROM exams WHERE id = 'EXAM'",
                "UPDATE questions SET prompt = 'x' WHERE exam_id = 'EXAM'",
                "DELETE FROM questions WHERE exam_id = 'EXAM'",
                "INSERT INTO questions VALUES ('NEW', 'EXAM', 99, 'text', 'p', '[]')",
                "INSERT INTO exam_groups VALUES ('NEW', 'EXAM', 'NEW', now())",
                "UPDATE exam_groups SET name = 'x' WHERE id = 'GROUP'",
                "DELETE FROM exam_groups WHERE id = 'GROUP'",
                "INSERT INTO exam_group_members VALUES ('GROUP', 'COLLEAGUE')",
                "UPDATE exam_group_members SET student_id = 'COLLEAGUE' WHERE group_id = 'GROUP'",
                "DELETE FROM exam_group_members WHERE group_id = 'GROUP'")) {
            assertThat(outcomes(sql)).as(sql).isEqualTo(AUTHOR);
        }
        assertThat(
                        outcomes(
                                "INSERT INTO exams VALUES ('NEW', 't', '', now(), now() + interval '1h', 60, 1, '{}', now(), now())"))
                .as("whoever may write exams may begin one")
                .isEqualTo("--------yy");
    }

    @Test
    void onlyWhoReviewsASittingDecidesAboutIt() throws SQLException {
        for (String sql : List.of(
                "INSERT INTO incident_decisions VALUES ('NEW', 'SEEN', 'OVER', 'SITTER', 'absent', now(), now(),"
                        + " 'dismissed', null, null, 'x', 'review', invigil_user_id(), now(), null)",
                "INSERT INTO session_decisions VALUES ('NEW', 'OVER', 'SITTER', 'no_concern', null, null, '', 'review',"
                        + " invigil_user_id(), now(), null, 'DECISION')",
                "INSERT INTO review_comments VALUES ('NEW', 'OVER', 'SITTER', null, 'x', invigil_user_id(), now())",
                "INSERT INTO review_assignments VALUES ('OVER', 99, 'SITTER', 'taken', invigil_user_id(),"
                        + " invigil_user_id(), now())",
                "INSERT INTO review_presence VALUES ('OVER', invigil_user_id(), 'SITTER', null, now())",
                "INSERT INTO appeal_decisions VALUES ('APPEAL', 'NEW', 'APPELLANT', 'upheld', 'x', invigil_user_id(),"
                        + " now())")) {
            assertThat(outcomes(sql)).as(sql).isEqualTo(REVIEWERS);
        }
        assertThat(outcomes("INSERT INTO looks VALUES ('SESSION', invigil_user_id(), 1, now())"))
                .as("whoever attends a sitting has looked at it")
                .isEqualTo(SITTING);
    }

    @Test
    void nobodyGivesThemselvesMore() throws SQLException {
        for (Actor actor : actors) {
            String id = actor.person().toString();
            for (String sql : List.of(
                    "INSERT INTO profile_roles VALUES ('%s', 'admin')",
                    "UPDATE profile_roles SET role = 'admin' WHERE profile_id = '%s'",
                    "UPDATE staff_assignments SET exam_id = NULL, group_id = NULL WHERE profile_id = '%s'",
                    "INSERT INTO staff_assignments SELECT gen_random_uuid(), profile_id, role, NULL, NULL, now(), NULL"
                            + " FROM staff_assignments WHERE profile_id = '%s'")) {
                assertThat(reaches(actor, sql.formatted(id))).as(sql).isFalse();
            }
        }
    }

    /** A right that was given for another role, or that the transaction does not claim, is none. */
    @Test
    void anAssignmentHoldsWithItsRoleOnly() throws SQLException {
        Actor proctor = actors.getFirst();
        String select = "SELECT 1 FROM exam_sessions WHERE id = 'SESSION'";
        assertThat(reaches(proctor, select)).isTrue();
        assertThat(reaches(new Actor(Actor.Role.REVIEWER, proctor.userId()), select))
                .isFalse();
        assertThat(reaches(new Actor(Actor.Role.STUDENT, proctor.userId()), select))
                .isFalse();
        assertThat(reaches(new Actor(Set.of(Actor.Role.STUDENT, Actor.Role.PROCTOR), proctor.userId()), select))
                .isTrue();
    }

    @Test
    void nobodyAttendsTheirOwnSitting() throws SQLException {
        String attends = "SELECT 1 WHERE invigil_attends('EXAM', 'OWN', '{proctor}')";
        assertThat(outcomes(attends)).isEqualTo("yy--------");
        String self = "SELECT 1 WHERE invigil_attends('EXAM', invigil_user_id(), '{proctor,reviewer,author}')";
        assertThat(outcomes(self)).isEqualTo(NOBODY);
    }

    /** A person who sits and proctors sees both, and nothing beyond. */
    @Test
    void severalRolesAddUp() throws SQLException {
        TestPeople.Person both = people.person(PersonRole.STUDENT, PersonRole.PROCTOR);
        String select = "SELECT 1 FROM exam_sessions WHERE id = 'SESSION'";
        assertThat(reaches(both.actor(), select)).as("a proctor of every exam").isTrue();
        assertThat(reaches(both.actor(), "SELECT 1 FROM answers WHERE session_id = 'SESSION'"))
                .as("proctors read no answers")
                .isFalse();
        assertThat(reaches(new Actor(Actor.Role.STUDENT, both.id()), select)).isFalse();
    }

    @Test
    void noTableThatHangsOnASittingOrAnExamIsMissing() throws SQLException {
        Set<String> existing = new TreeSet<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT DISTINCT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                         WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                           AND c.relname <> 'spring_session'
                           AND a.attname IN ('session_id', 'exam_id', 'student_id', 'group_id')""")) {
            while (rows.next()) {
                existing.add(rows.getString(1));
            }
        }
        assertThat(reads().map(Read::table).collect(Collectors.toSet())).containsAll(existing);
    }

    private String outcomes(String sql) throws SQLException {
        StringBuilder outcomes = new StringBuilder();
        for (Actor actor : actors) {
            outcomes.append(reaches(actor, sql) ? 'y' : '-');
        }
        return outcomes.toString();
    }

    /** Whether the statement reaches a row. Constraints are checked after the policies: who gets so far got past them. */
    private boolean reaches(Actor actor, String sql) throws SQLException {
        try (Connection connection = become(actor);
                Statement statement = connection.createStatement()) {
            try {
                if (!statement.execute(fill(sql))) {
                    return statement.getUpdateCount() > 0;
                }
                try (ResultSet rows = statement.getResultSet()) {
                    return rows.next();
                }
            } catch (SQLException e) {
                if (e.getSQLState().equals("42501")) {
                    return false;
                }
                if (e.getSQLState().startsWith("23") && !e.getSQLState().equals("23502")) {
                    return true;
                }
                throw e;
            } finally {
                connection.rollback();
            }
        }
    }

    private String fill(String sql) {
        String filled = sql.replace("NEW", UUID.randomUUID().toString());
        for (Map.Entry<String, String> id : ids.entrySet()) {
            filled = filled.replace("'" + id.getKey() + "'", "'" + id.getValue() + "'");
        }
        return filled;
    }

    private Connection become(Actor actor) throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT set_config('invigil.role', ?, true), set_config('invigil.user_id', ?, true)")) {
            statement.setString(1, actor.rolesSetting());
            statement.setString(2, actor.userId() == null ? "" : actor.userId().toString());
            statement.execute();
        }
        return connection;
    }
}
