package org.invigil.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.invigil.server.TestDatabase;
import org.junit.jupiter.api.Test;

/** An installation that has been running takes everything with it into the next schema. */
class MigrationTests {

    private final Map<String, Object> settings = TestDatabase.create();

    private Flyway flyway(String target) {
        return Flyway.configure()
                .dataSource(
                        setting("invigil.database.url"),
                        setting("invigil.database.owner.username"),
                        setting("invigil.database.owner.password"))
                .target(target)
                .load();
    }

    private String setting(String key) {
        return String.valueOf(settings.get(key));
    }

    private String asOwner(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        setting("invigil.database.url"),
                        setting("invigil.database.owner.username"),
                        setting("invigil.database.owner.password"));
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config('invigil.role', 'system', false)");
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    @Test
    void scoresMoveIntoPartitionsWithoutLosingARow() throws SQLException {
        flyway("2").migrate();
        asOwner("""
                ALTER TABLE profiles NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE exams NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE exam_sessions NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE cheat_scores NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE questions NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE answers NO FORCE ROW LEVEL SECURITY;
                INSERT INTO profiles SELECT gen_random_uuid(), 'student' || n, 'S', 'student', now() FROM generate_series(1, 20) n;
                INSERT INTO exams VALUES (gen_random_uuid(), 'E', '', now(), now() + interval '1 day', 60, 1, '{}', now(), now());
                INSERT INTO exam_sessions (id, exam_id, student_id, status, started_at, ends_at, consent_version, consented_at, policy)
                    SELECT gen_random_uuid(), (SELECT id FROM exams), id, 'active', now() - random() * interval '40 days', now(), '1', now(), '{}'
                      FROM profiles;
                UPDATE exam_sessions SET status = 'submitted', submitted_at = now(), submit_reason = 'time', cheat_score = 5
                    WHERE student_id IN (SELECT id FROM profiles WHERE username LIKE 'student1%');
                INSERT INTO cheat_scores SELECT s.id, student_id, n, started_at + n * interval '1 s', started_at + n * interval '1 s',
                        10, 50 + n, 90, 5, 'present', '{}', '{"t":[0]}' FROM exam_sessions s, generate_series(0, 49) n;
                INSERT INTO questions SELECT gen_random_uuid(), id, 1, 'text', 'Why?', '[]' FROM exams;
                INSERT INTO answers SELECT s.id, q.id, student_id, '{"text": "because"}', 3, now() FROM exam_sessions s, questions q;
                ALTER TABLE questions FORCE ROW LEVEL SECURITY;
                ALTER TABLE answers FORCE ROW LEVEL SECURITY;
                ALTER TABLE profiles FORCE ROW LEVEL SECURITY;
                ALTER TABLE exams FORCE ROW LEVEL SECURITY;
                ALTER TABLE exam_sessions FORCE ROW LEVEL SECURITY;
                ALTER TABLE cheat_scores FORCE ROW LEVEL SECURITY""");
        String content = "SELECT md5(string_agg(concat(session_id, batch_seq, started_at, focus_score, signals), ','"
                + " ORDER BY session_id, batch_seq)) || count(*) FROM cheat_scores";
        String before = asOwner(content);
        assertThat(before).endsWith("1000");

        flyway("latest").migrate();

        assertThat(asOwner(content)).isEqualTo(before);
        assertThat(asOwner("SELECT count(*) FROM cheat_scores WHERE tableoid = 'cheat_scores_default'::regclass"))
                .as("rows without a day of their own")
                .isEqualTo("0");
        assertThat(asOwner("SELECT count(*) FROM cheat_scores c JOIN exam_sessions s ON s.id = c.session_id"
                        + " WHERE s.started_at <> c.session_started_at"))
                .isEqualTo("0");
        assertThat(
                        asOwner(
                                "SELECT string_agg(concat(status, ' ', last_focus_score, ' ', sessions), ', ' ORDER BY status)"
                                        + " FROM (SELECT status, last_focus_score, count(*) AS sessions FROM exam_sessions GROUP BY 1, 2) kinds"))
                .as("the last focus score stands with submitted sessions")
                .isEqualTo("active  9, submitted 99.00 11");
        assertThat(asOwner("SELECT search_text FROM profiles WHERE username = 'student7'"))
                .isEqualTo("s\nstudent7");
        assertThat(
                        asOwner(
                                "SELECT count(DISTINCT version) || ' ' || min(value ->> 'text') || ' ' || count(saved_at) FROM answers"))
                .as("answers keep their text and get a version each")
                .isEqualTo("20 because 20");
    }
}
