package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.invigil.server.identity.Actor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Every table by everybody, straight in PostgreSQL as the role that the application signs in as. All rows tried belong
 * to one student. The columns of the matrix: that student, another student, proctor, admin, analyzer, system, nobody;
 * {@code y} the statement reaches the row, {@code -} it does not (no row, or refused).
 */
@ServerTest
@TestInstance(Lifecycle.PER_CLASS)
class RowAccessTests {

    private static final String NOT_ALLOWED = "42501";
    private static final String ADMIN_AND_SYSTEM = "---y-y-";
    private static final String SYSTEM_ONLY = "-----y-";
    private static final String OWN_ONLY = "y------";
    private static final String ANALYZER_ONLY = "----y--";
    private static final String ANALYZER_AND_SYSTEM = "----yy-";
    private static final String REVIEWERS = "--yy---";
    private static final String NOBODY_AT_ALL = "-------";

    record Table(String name, String insert, String set, String where, String s, String i, String u, String d) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** OWN, SESSION and so on are put in as ids; NEW is a fresh id. */
    static Stream<Table> tables() {
        return Stream.of(
                new Table(
                        "profiles",
                        "('NEW', 'u-NEW', 'Name', now())",
                        "display_name = 'x'",
                        "id = 'OWN'",
                        "y-yy-y-",
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "profile_roles",
                        "('OWN', 'reviewer')",
                        "role = 'author'",
                        "profile_id = 'OWN'",
                        "y--y-y-",
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "staff_assignments",
                        "('NEW', 'PROCTOR', 'reviewer', 'EXAM', null, now(), null)",
                        "assigned_at = now()",
                        "profile_id = 'PROCTOR'",
                        "--yy-y-",
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "exam_groups",
                        "('NEW', 'EXAM', 'NEW', now())",
                        "name = 'x'",
                        "id = 'GROUP'",
                        "--yy-y-",
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "exam_group_members",
                        "('GROUP', 'OTHER')",
                        "student_id = 'OTHER'",
                        "group_id = 'GROUP'",
                        "--yy-y-",
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "credentials",
                        "('OWN', 'hash', now())",
                        "password_hash = 'x'",
                        "profile_id = 'OWN'",
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY),
                new Table(
                        "server_secrets",
                        "('NEW', decode(repeat('00', 32), 'hex'), now())",
                        "created_at = now()",
                        "name = 'row-access'",
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY),
                new Table(
                        "service_tokens",
                        "('NEW', 'name', 'NEW', now())",
                        "name = 'x'",
                        "id = 'TOKEN'",
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "exams",
                        "('NEW', 't', '', now(), now() + interval '1h', 60, 1, '{}', now(), now())",
                        "title = 'x'",
                        "id = 'EXAM'",
                        "yyyyyy-",
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "questions",
                        "('NEW', 'EXAM', 99, 'text', 'p', '[]')",
                        "prompt = 'x'",
                        "id = 'QUESTION'",
                        "y-yy-y-",
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "exam_sessions",
                        "('NEW', 'FREE', 'OWN', 'checking_in', now(), now(), null, null, null, '1', now(), '{}',"
                                + " null, 1, now(), null, 60000, 0, now())",
                        "ends_at = now()",
                        "id = 'SESSION'",
                        "y-yyyy-",
                        OWN_ONLY,
                        ADMIN_AND_SYSTEM,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "session_state_changes",
                        "('SESSION', 99, 'OWN', null, 'checking_in', now(), 'student', 'OWN', 'agreed')",
                        "reason = 'x'",
                        "session_id = 'SESSION'",
                        "y-yyyy-",
                        "y--y-y-",
                        NOBODY_AT_ALL,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "interventions",
                        "('NEW', 'SESSION', 99, 'OWN', 'pause', 'technical', 'network', null, null, now(), 'OWN')",
                        "note = 'x'",
                        "session_id = 'SESSION'",
                        "y-yyyy-",
                        SYSTEM_ONLY,
                        NOBODY_AT_ALL,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "messages",
                        "('NEW', 'EXAM', 'exam', null, null, 'PROCTOR', now(), 'Hello.')",
                        "text = 'x'",
                        "exam_id = 'EXAM'",
                        "y-yy-y-",
                        "--y----", // whoever writes signs it
                        NOBODY_AT_ALL,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "message_receipts",
                        "('SECOND', 'SESSION', 'OWN', now())",
                        "acknowledged_at = now()",
                        "session_id = 'SESSION'",
                        "y-yy-y-",
                        OWN_ONLY,
                        NOBODY_AT_ALL,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "hands",
                        "('HANDLESS', 'OWN', 'question', null, now(), null, null)",
                        "note = 'x'",
                        "session_id = 'SESSION'",
                        "y-yy-y-",
                        OWN_ONLY,
                        OWN_ONLY, // staff may only answer, in their own name
                        "y--y-y-"),
                new Table(
                        "admissions",
                        "('WAITING', 'OWN', now(), null, null, null)",
                        "asked_at = now()",
                        "session_id = 'ASKING'",
                        "y-yy-y-",
                        OWN_ONLY,
                        "y----y-",
                        ADMIN_AND_SYSTEM),
                new Table(
                        "first_pictures",
                        "('OTHER', '\\xff', now(), now())",
                        "kept_until = now()",
                        "student_id = 'OWN'",
                        "y-yy-y-",
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "answers",
                        "('SESSION', 'UNANSWERED', 'OWN', '{}', now(), 'NEW')",
                        "version = gen_random_uuid()",
                        "session_id = 'SESSION'",
                        "y-yy-y-",
                        OWN_ONLY,
                        OWN_ONLY,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "cheat_scores",
                        "('SESSION', 'OWN', 99, 'BEGUN', now(), now(), 10, 90, 90, 0, 'present', '{}', '{}')",
                        "focus_score = 100",
                        "session_id = 'SESSION'",
                        "y-yyyy-",
                        ANALYZER_ONLY,
                        NOBODY_AT_ALL,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "incidents",
                        "('NEW', 'SESSION', 'OWN', 'absent', now(), null, 1, 0)",
                        "ended_at = now()",
                        "session_id = 'SESSION'",
                        "y-yyyy-",
                        ANALYZER_ONLY,
                        ANALYZER_AND_SYSTEM,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "video_metadata",
                        "('NEW', 'SESSION', 'OWN', 'exam-recordings/OWN/SESSION/NEW.webm', 1, repeat('a', 64),"
                                + " 'video/webm', 'absent', now(), 10, now())",
                        "behavior = 'x'",
                        "session_id = 'SESSION'",
                        "y-yy-y-",
                        OWN_ONLY,
                        NOBODY_AT_ALL,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "clip_requests",
                        "('NEW', 'SESSION', 'OWN', 'absent', now(), now(), null, null, null)",
                        "asked_at = now()",
                        "session_id = 'SESSION'",
                        "y-yy-y-",
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "session_hints",
                        "('SESSION', 'OWN', 'new', 'x', 1, now(), now())",
                        "times = 2",
                        "session_id = 'SESSION'",
                        "y-yy-y-",
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "incident_decisions",
                        "('NEW', 'SEEN', 'OVER', 'OWN', 'absent', now(), now(), 'dismissed', null, null, 'x', 'review',"
                                + " invigil_user_id(), now(), null)",
                        "comment = 'x'",
                        "session_id = 'OVER'",
                        "y-yy-y-",
                        REVIEWERS,
                        NOBODY_AT_ALL,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "session_decisions",
                        "('NEW', 'OVER', 'OWN', 'no_concern', null, null, '', 'review', invigil_user_id(), now(), null,"
                                + " 'DECISION')",
                        "comment = 'x'",
                        "session_id = 'OVER'",
                        "y-yy-y-",
                        REVIEWERS,
                        NOBODY_AT_ALL,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "review_comments",
                        "('NEW', 'OVER', 'OWN', null, 'x', invigil_user_id(), now())",
                        "body = 'x'",
                        "session_id = 'OVER'",
                        "--yy-y-",
                        REVIEWERS,
                        NOBODY_AT_ALL,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "review_assignments",
                        "('OVER', 99, 'OWN', 'taken', invigil_user_id(), invigil_user_id(), now())",
                        "assigned_at = now()",
                        "session_id = 'OVER'",
                        "--yy-y-",
                        REVIEWERS,
                        NOBODY_AT_ALL,
                        ADMIN_AND_SYSTEM),
                new Table( // the row is another reviewer's: nobody changes where somebody else is
                        "review_presence",
                        "('OVER', invigil_user_id(), 'OWN', null, now())",
                        "seen_at = now()",
                        "session_id = 'OVER'",
                        "--yy-y-",
                        REVIEWERS,
                        NOBODY_AT_ALL,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "review_samples",
                        "('EXAM', 1, now())",
                        "seed = 2",
                        "exam_id = (SELECT exam_id FROM exam_sessions WHERE id = 'OVER')",
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        NOBODY_AT_ALL,
                        SYSTEM_ONLY),
                new Table(
                        "review_cases",
                        "('SESSION', 'EXAM', 'OWN', now(), now(), true, false, 1, 0, 0, 0, null, null)",
                        "rank = 1",
                        "session_id = 'OVER'",
                        "--yy-y-",
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "appeals",
                        "('NEW', 'FINISHED', 'PAPER', 'OWN', 'draft', 1, '', now(), now(), null, null, null)",
                        "saved_at = now()",
                        "id = 'APPEAL'",
                        "y-yy-y-",
                        OWN_ONLY,
                        "y----y-",
                        SYSTEM_ONLY),
                new Table(
                        "appeal_answers",
                        "('SKETCH', 'NEW', 'OWN', 'absent', now(), 'x', now())",
                        "body = 'x'",
                        "appeal_id = 'APPEAL'",
                        "y-yy-y-",
                        OWN_ONLY,
                        NOBODY_AT_ALL,
                        SYSTEM_ONLY),
                new Table(
                        "appeal_decisions",
                        "('APPEAL', null, 'OWN', 'upheld', 'x', invigil_user_id(), now())",
                        "reason = 'x'",
                        "appeal_id = 'APPEAL'",
                        "y-yy-y-",
                        "--yy---",
                        NOBODY_AT_ALL,
                        SYSTEM_ONLY),
                new Table(
                        "nodes",
                        "('NEW')",
                        "beat_at = now()",
                        "node_id = 'NODE'",
                        ANALYZER_AND_SYSTEM,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY),
                new Table(
                        "live_boards",
                        "('NEW', 1, '')",
                        "version = 2",
                        "node_id = 'NODE'",
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY),
                new Table(
                        "looks",
                        "('SESSION', 'PROCTOR', 1, now())",
                        "looked_until = now()",
                        "session_id = 'SESSION' AND looked_by = 'PROCTOR'",
                        "--yy-y-",
                        "--y----",
                        "--y----",
                        ADMIN_AND_SYSTEM),
                new Table(
                        "tile_watches",
                        "('NEW', '{}')",
                        "session_ids = '{}'",
                        "node_id = 'NODE'",
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY),
                new Table(
                        "tile_stills",
                        "('NEW', now(), '')",
                        "jpeg = ''",
                        "session_id = 'SESSION'",
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY),
                new Table(
                        "session_streams",
                        "('SESSION', 'NEW', 1)",
                        "closing = true",
                        "session_id = 'SESSION'",
                        ANALYZER_AND_SYSTEM,
                        ANALYZER_AND_SYSTEM,
                        ANALYZER_AND_SYSTEM,
                        ANALYZER_AND_SYSTEM),
                new Table(
                        "session_windows",
                        "('SESSION', 'OWN', 'NEW', now())",
                        "since = now()",
                        "session_id = 'SESSION'",
                        "y-yy-y-",
                        OWN_ONLY,
                        OWN_ONLY,
                        ADMIN_AND_SYSTEM),
                new Table(
                        "unfinished_scores",
                        "('SESSION', 'OWN', 99, 'BEGUN', now(), now(), 4, 90, 90, 0, 'present', '{}', '{}')",
                        "frames = 5",
                        "session_id = 'SESSION'",
                        ANALYZER_ONLY,
                        ANALYZER_ONLY,
                        ANALYZER_ONLY,
                        ANALYZER_ONLY),
                new Table(
                        "shedlock",
                        "('NEW', now(), now(), 'test')",
                        "locked_by = 'x'",
                        "name = 'row'",
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY),
                new Table(
                        "spring_session",
                        "('NEW', 'NEW', 0, 0, 1, 1, 'x')",
                        "expiry_time = 0",
                        "principal_name = 'OWN'",
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY),
                new Table(
                        "spring_session_attributes",
                        "((SELECT primary_id FROM spring_session WHERE principal_name = 'OWN'), 'a', '')",
                        "attribute_name = attribute_name",
                        "session_primary_id IN (SELECT primary_id FROM spring_session WHERE principal_name = 'OWN')",
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY,
                        SYSTEM_ONLY));
    }

    @Autowired
    TestPeople people;

    @Autowired
    DataSource dataSource;

    private List<String[]> actors = List.of();
    private Map<String, String> ids = Map.of();

    @BeforeAll
    void makeOneOfEverything() throws SQLException {
        TestPeople.Person own = people.student();
        TestPeople.Person other = people.student();
        TestPeople.Person proctor = people.proctor();
        TestPeople.Person admin = people.admin();
        UUID exam = people.exam();
        UUID session = people.start(own, exam);
        UUID paper = people.exam();
        UUID leaf = people.exam();
        var questions = own.http().get("/api/exam/sessions/" + session).json().path("questions");
        String answered = questions.path(2).path("question_id").asString();
        new TestAnswer(own.http(), session, answered).save("because");
        TestClip.upload(own.http(), session.toString(), UUID.randomUUID().toString(), TestClip.webm("row"), Map.of());
        own.http()
                .post(
                        "/api/exam/sessions/" + session + "/window",
                        Map.of("window_id", UUID.randomUUID().toString()));
        String token = admin.http()
                .post("/api/service-tokens", Map.of("name", "row"))
                .json()
                .path("id")
                .asString();
        UUID over = people.start(own, people.exam());
        own.http().post("/api/exam/submit", Map.of("session_id", over.toString(), "reason", "student"));
        TestPeople.Person reviewer = people.proctor();
        actors = List.of(
                new String[] {"student", own.id().toString()},
                new String[] {"student", other.id().toString()},
                new String[] {"proctor,reviewer", proctor.id().toString()},
                new String[] {"admin", admin.id().toString()},
                new String[] {"analyzer", ""},
                new String[] {"system", ""},
                new String[] {"", ""});
        UUID asking = waiting(own, admin);
        own.http().post("/api/exam/sessions/" + asking + "/admission", null);
        ids = Map.ofEntries(
                Map.entry("ASKING", asking.toString()),
                Map.entry("WAITING", waiting(own, admin).toString()),
                Map.entry("FIRST", UUID.randomUUID().toString()),
                Map.entry("SECOND", UUID.randomUUID().toString()),
                Map.entry("HANDLESS", people.start(own, people.exam()).toString()),
                Map.entry("OWN", own.id().toString()),
                Map.entry("OTHER", other.id().toString()),
                Map.entry("PROCTOR", proctor.id().toString()),
                Map.entry("GROUP", UUID.randomUUID().toString()),
                Map.entry("NODE", UUID.randomUUID().toString()),
                Map.entry(
                        "BEGUN",
                        own.http()
                                .get("/api/exam/sessions/" + session)
                                .json()
                                .path("started_at")
                                .asString()),
                Map.entry("EXAM", exam.toString()),
                Map.entry("PAPER", paper.toString()),
                Map.entry("FINISHED", finish(own, paper)),
                Map.entry("LEAF", leaf.toString()),
                Map.entry("UNTOLD", finish(own, leaf)),
                Map.entry("APPEAL", UUID.randomUUID().toString()),
                Map.entry("SKETCH", UUID.randomUUID().toString()),
                Map.entry("FREE", people.exam().toString()),
                Map.entry("SESSION", session.toString()),
                Map.entry("OVER", over.toString()),
                Map.entry("SEEN", UUID.randomUUID().toString()),
                Map.entry("JUDGED", UUID.randomUUID().toString()),
                Map.entry("DECISION", UUID.randomUUID().toString()),
                Map.entry("QUESTION", answered),
                Map.entry("UNANSWERED", questions.path(0).path("question_id").asString()),
                Map.entry("TOKEN", token));
        try (Connection connection = become(new String[] {"analyzer", ""});
                Statement statement = connection.createStatement()) {
            statement.execute(
                    fill("INSERT INTO cheat_scores VALUES ('SESSION', 'OWN', 1, 'BEGUN', now(), now(), 10, 90,"
                            + " 90, 0, 'present', '{}', '{}')"));
            statement.execute(
                    fill("INSERT INTO unfinished_scores VALUES ('SESSION', 'OWN', 2, 'BEGUN', now(), now(), 4, 90,"
                            + " 90, 0, 'present', '{}', '{}')"));
            statement.execute(
                    fill("INSERT INTO incidents VALUES ('NEW', 'SESSION', 'OWN', 'absent', now(), null, 1, 0),"
                            + " ('SEEN', 'OVER', 'OWN', 'absent', now(), now(), 1, 0),"
                            + " ('JUDGED', 'OVER', 'OWN', 'absent', now(), now(), 1, 0)"));
            statement.execute(
                    fill("INSERT INTO session_streams (session_id, node_id, epoch) VALUES ('SESSION', 'NEW', 0)"));
            connection.commit();
        }
        try (Connection connection = become(actors.get(2));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    fill("INSERT INTO session_hints VALUES ('SESSION', 'OWN', 'device_moved', '', 1, now(), now())"));
            statement.execute(fill("INSERT INTO looks VALUES ('SESSION', 'PROCTOR', 0, now())"));
            connection.commit();
        }
        try (Connection connection =
                        become(new String[] {"reviewer", reviewer.id().toString()});
                Statement statement = connection.createStatement()) {
            statement.execute(
                    fill("INSERT INTO incident_decisions VALUES ('NEW', 'JUDGED', 'OVER', 'OWN', 'absent', now(),"
                            + " now(), 'dismissed', null, null, 'x', 'review', invigil_user_id(), now(), null)"));
            statement.execute(
                    fill("INSERT INTO session_decisions VALUES ('DECISION', 'OVER', 'OWN', 'no_concern', null,"
                            + " null, '', 'review', invigil_user_id(), now(), null, null)"));
            statement.execute(fill(
                    "INSERT INTO review_comments VALUES ('NEW', 'OVER', 'OWN', null, 'x', invigil_user_id(), now())"));
            statement.execute(
                    fill("INSERT INTO review_assignments VALUES ('OVER', 1, 'OWN', 'taken', invigil_user_id(),"
                            + " invigil_user_id(), now())"));
            statement.execute(
                    fill("INSERT INTO review_presence VALUES ('OVER', invigil_user_id(), 'OWN', null, now())"));
            connection.commit();
        }
        try (Connection connection = become(actors.get(0));
                Statement statement = connection.createStatement()) {
            String draft =
                    "INSERT INTO appeals VALUES ('%s', '%s', '%s', 'OWN', 'draft', 1, '', now(), now(), null, null, null)";
            statement.execute(fill(draft.formatted("APPEAL", "FINISHED", "PAPER")));
            statement.execute(fill(draft.formatted("SKETCH", "UNTOLD", "LEAF")));
            statement.execute(
                    fill("INSERT INTO appeal_answers VALUES ('APPEAL', 'NEW', 'OWN', 'absent', now(), 'x', now())"));
            statement.execute(
                    fill("UPDATE appeals SET status = 'sent', sent_at = now(), answer_until = now() + interval '1d'"
                            + " WHERE id = 'APPEAL'"));
            connection.commit();
        }
        try (Connection connection = become(actors.get(2));
                Statement statement = connection.createStatement()) {
            statement.execute(fill(
                    "INSERT INTO appeal_decisions VALUES ('APPEAL', null, 'OWN', 'upheld', 'x', 'PROCTOR', now())"));
            connection.commit();
        }
        try (Connection connection = become(new String[] {"system", ""});
                Statement statement = connection.createStatement()) {
            statement.execute(fill("INSERT INTO exam_groups VALUES ('GROUP', 'EXAM', 'Room', now())"));
            statement.execute(fill("INSERT INTO exam_group_members VALUES ('GROUP', 'OWN')"));
            statement.execute(fill(
                    // It lives and watches until the tests are over, or what is watched there would be cleared away.
                    "INSERT INTO nodes (node_id, beat_at) VALUES ('NODE', now() + interval '10 minutes')"));
            statement.execute(fill(
                    "INSERT INTO interventions VALUES ('NEW', 'SESSION', 1, 'OWN', 'pause', 'technical', 'network',"
                            + " null, null, now(), 'OWN')"));
            statement.execute(fill("INSERT INTO first_pictures VALUES ('OWN', '\\xff', now(), now())"));
            statement.execute(fill("INSERT INTO live_boards VALUES ('NODE', 1, '')"));
            statement.execute(fill("INSERT INTO tile_watches VALUES ('NODE', '{SESSION}')"));
            statement.execute(
                    fill("INSERT INTO tile_stills VALUES ('SESSION', now(), '', now() + interval '10 minutes')"));
            statement.execute("INSERT INTO shedlock VALUES ('row', now(), now(), 'test')");
            statement.execute(
                    "INSERT INTO server_secrets VALUES ('row-access', decode(repeat('00', 32), 'hex'), now())");
            connection.commit();
        }
        try (Connection connection = become(actors.get(2));
                Statement statement = connection.createStatement()) {
            statement.execute(fill(
                    "INSERT INTO messages VALUES ('FIRST', 'EXAM', 'exam', null, null, 'PROCTOR', now(), 'Hello.'),"
                            + " ('SECOND', 'EXAM', 'exam', null, null, 'PROCTOR', now(), 'Hello again.')"));
            connection.commit();
        }
        try (Connection connection = become(actors.get(0));
                Statement statement = connection.createStatement()) {
            statement.execute(fill("INSERT INTO message_receipts VALUES ('FIRST', 'SESSION', 'OWN', now())"));
            statement.execute(fill("INSERT INTO hands VALUES ('SESSION', 'OWN', 'question', null, now(), null, null)"));
            connection.commit();
        }
    }

    /** A sitting of an exam in which somebody has to let the student in. */
    private UUID waiting(TestPeople.Person student, TestPeople.Person admin) {
        Map<String, Object> input =
                new HashMap<>(TestPeople.examInput(Instant.now().minusSeconds(60)));
        input.put("policy", Map.of("admission", Map.of("asked", true)));
        String exam =
                admin.http().post("/api/exams", input).json().path("exam_id").asString();
        return people.start(student, UUID.fromString(exam));
    }

    /** A sitting that is over. */
    private String finish(TestPeople.Person student, UUID exam) {
        UUID session = people.start(student, exam);
        student.http().post("/api/exam/submit", Map.of("session_id", session, "reason", "student"));
        return session.toString();
    }

    @AfterAll
    void endTheNode() throws SQLException {
        try (Connection connection = become(new String[] {"system", ""});
                Statement statement = connection.createStatement()) {
            statement.execute(fill("DELETE FROM nodes WHERE node_id = 'NODE'"));
            connection.commit();
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everybodyReachesWhatTheMatrixSays(Table table) throws SQLException {
        assertThat(outcomes("SELECT 1 FROM " + table.name() + " WHERE " + table.where()))
                .as("select")
                .isEqualTo(table.s());
        assertThat(outcomes("INSERT INTO " + table.name() + " VALUES " + table.insert()))
                .as("insert")
                .isEqualTo(table.i());
        assertThat(outcomes("UPDATE " + table.name() + " SET " + table.set() + " WHERE " + table.where()))
                .as("update")
                .isEqualTo(table.u());
        assertThat(outcomes("DELETE FROM " + table.name() + " WHERE " + table.where()))
                .as("delete")
                .isEqualTo(table.d());
        assertThatThrownBy(() -> attempt(actors.get(3), "TRUNCATE " + table.name() + " CASCADE"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied");
    }

    @Test
    void noTableIsMissingFromTheMatrixAndEachIsForcedBehindItsPolicies() throws SQLException {
        Set<String> existing = new TreeSet<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT c.relname, c.relispartition, c.relrowsecurity AND c.relforcerowsecurity AS forced,
                               pg_get_userbyid(c.relowner) AS owner,
                               has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
                                   AS reachable
                        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')""")) {
            while (rows.next()) {
                String name = rows.getString("relname");
                assertThat(rows.getString("owner")).as(name).isEqualTo("invigil_owner");
                if (name.equals("flyway_schema_history")) {
                    assertThat(rows.getBoolean("reachable")).as(name).isFalse();
                    continue;
                }
                assertThat(rows.getBoolean("forced"))
                        .as(name + " forces row security")
                        .isTrue();
                if (rows.getBoolean("relispartition")) {
                    assertThat(rows.getBoolean("reachable"))
                            .as(name + " is reached through its parent only")
                            .isFalse();
                } else {
                    existing.add(name);
                }
            }
        }
        assertThat(tables().map(Table::name)).containsExactlyInAnyOrderElementsOf(existing);
    }

    @Test
    void theRoleCannotBypassItsPolicies() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet role = statement.executeQuery("""
                        SELECT current_user, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication,
                               EXISTS (SELECT 1 FROM pg_auth_members WHERE member = r.oid),
                               EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid)
                        FROM pg_roles r WHERE rolname = current_user""")) {
            assertThat(role.next()).isTrue();
            assertThat(role.getString(1)).isEqualTo("invigil_app");
            assertThat(role.getBoolean(2))
                    .as("has a privilege beyond its tables")
                    .isFalse();
            assertThat(role.getBoolean(3)).as("is a member of another role").isFalse();
            assertThat(role.getBoolean(4)).as("owns something").isFalse();
        }
        for (String attempt : List.of(
                "ALTER TABLE cheat_scores DISABLE ROW LEVEL SECURITY",
                "ALTER TABLE cheat_scores NO FORCE ROW LEVEL SECURITY",
                "DROP POLICY cheat_scores_insert ON cheat_scores",
                "CREATE TABLE loophole (id integer)",
                "SET ROLE invigil_owner",
                "ALTER ROLE invigil_app BYPASSRLS")) {
            assertThatThrownBy(() -> attempt(new String[] {"system", ""}, attempt))
                    .as(attempt)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(NOT_ALLOWED));
        }
    }

    @Test
    void onlyTheServerItselfMakesAndDropsPartitions() throws SQLException {
        for (String call : List.of(
                "SELECT invigil_add_score_partition('2020-01-01')",
                "SELECT invigil_drop_score_partition('2020-01-01')",
                "SELECT invigil_lend_score_index('2020-01-01')",
                "SELECT invigil_return_score_index('cheat_scores_pkey', true)")) {
            assertThat(outcomes(call)).as(call).isEqualTo(SYSTEM_ONLY);
        }
    }

    @Test
    void aStudentCannotSlipIntoAnothersFolderOrWriteAScoreIntoTheOwnSession() throws SQLException {
        String other = actors.get(1)[1];
        String row = "('NEW', 'SESSION', 'OWN', '%s', 1, repeat('a', 64), 'video/webm', 'absent', now(), 10, now())";
        for (String path : List.of(
                "exam-recordings/" + other + "/SESSION/1.webm",
                "exam-recordings/OWN/" + UUID.randomUUID() + "/1.webm",
                "elsewhere/OWN/SESSION/1.webm",
                "exam-recordings/OWN/SESSION/1.exe")) {
            assertThat(outcomes("INSERT INTO video_metadata VALUES " + row.formatted(path)))
                    .as(path)
                    .isEqualTo(NOBODY_AT_ALL);
        }
        String begin = "INSERT INTO exam_sessions (id, exam_id, student_id, status, status_since, started_at, ends_at,"
                + " duration_ms, closes_at, consent_version, consented_at, policy%s)"
                + " VALUES ('NEW', 'FREE', 'OWN', '%s', now(), now(), now(), 60000, now(), '1', now(), '{}'%s)";
        for (String state : List.of("waiting", "active", "paused", "submitted", "ended")) {
            assertThat(outcomes(begin.formatted("", state, "")))
                    .as("a session that begins as " + state)
                    .isEqualTo(NOBODY_AT_ALL);
        }
        for (String column : List.of("cheat_score", "last_focus_score", "paused_ms", "end_reason")) {
            assertThat(outcomes(begin.formatted(", " + column, "checking_in", ", '100'")))
                    .as("a session that begins with its " + column)
                    .isEqualTo(NOBODY_AT_ALL);
        }
        assertThat(outcomes(begin.formatted(", clock_started_at", "checking_in", ", now()")))
                .as("a session that begins with a clock that runs")
                .isEqualTo(NOBODY_AT_ALL);
        for (String change : List.of(
                "'SESSION', 99, 'OWN', 'paused', 'active', now(), 'student', 'OWN', 'x'",
                "'SESSION', 99, 'OWN', null, 'checking_in', now(), 'proctor', 'OWN', 'x'",
                "'SESSION', 99, 'OWN', null, 'checking_in', now(), 'student', null, 'x'")) {
            assertThat(outcomes("INSERT INTO session_state_changes VALUES (" + change + ")"))
                    .as("a change that the student did not make: " + change)
                    .isEqualTo(ADMIN_AND_SYSTEM);
        }
        assertThat(outcomes("UPDATE exam_sessions SET last_focus_score = 100 WHERE id = 'SESSION'"))
                .as("the last focus score by hand")
                .isEqualTo(ADMIN_AND_SYSTEM);
        assertThat(outcomes("SELECT 1 FROM invigil_keep_last_focus_scores(ARRAY['SESSION'::uuid])"))
                .as("the last focus score from its rows")
                .isEqualTo(ANALYZER_AND_SYSTEM);
    }

    @Test
    void anIdentityEndsWithItsTransaction() throws SQLException {
        try (Connection connection = become(actors.get(5))) {
            assertThat(count(connection)).isPositive();
            connection.rollback();
            assertThat(count(connection)).isZero();
            connection.rollback();
        }
        assertThat(Actor.SYSTEM.userId()).isNull();
    }

    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM profiles")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private String outcomes(String sql) throws SQLException {
        List<String> outcomes = new ArrayList<>();
        for (String[] actor : actors) {
            outcomes.add(reaches(actor, sql) ? "y" : "-");
        }
        return String.join("", outcomes);
    }

    /** Constraints are checked after the policies: who gets as far as them got past the policies. */
    private boolean reaches(String[] actor, String sql) throws SQLException {
        try {
            return attempt(actor, sql) > 0;
        } catch (SQLException e) {
            if (e.getSQLState().equals(NOT_ALLOWED)) {
                return false;
            }
            if (e.getSQLState().startsWith("23") && !e.getSQLState().equals("23502")) {
                return true;
            }
            throw e;
        }
    }

    /** Runs the statement as the actor, takes it back, and returns the number of rows it reached. */
    private int attempt(String[] actor, String sql) throws SQLException {
        try (Connection connection = become(actor);
                Statement statement = connection.createStatement()) {
            try {
                if (!statement.execute(fill(sql))) {
                    return statement.getUpdateCount();
                }
                try (ResultSet rows = statement.getResultSet()) {
                    return rows.next() ? 1 : 0;
                }
            } finally {
                connection.rollback();
            }
        }
    }

    private String fill(String sql) {
        String filled = sql.replace("NEW", UUID.randomUUID().toString());
        for (Map.Entry<String, String> id : ids.entrySet()) {
            filled = filled.replace(id.getKey(), id.getValue());
        }
        return filled;
    }

    private Connection become(String[] actor) throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT set_config('invigil.role', ?, true), set_config('invigil.user_id', ?, true)")) {
            statement.setString(1, actor[0]);
            statement.setString(2, actor[1]);
            statement.execute();
        }
        return connection;
    }
}
