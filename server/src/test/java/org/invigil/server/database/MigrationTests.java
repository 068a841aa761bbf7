package org.invigil.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        assertThat(
                        asOwner(
                                "SELECT count(*) || ' ' || bool_and(clock_started_at = started_at AND attempt = 1 AND paused_ms = 0"
                                        + " AND status_since = coalesce(submitted_at, started_at) AND closes_at >= ends_at"
                                        + " AND abs(extract(epoch FROM started_at - ends_at) * 1000 + duration_ms) < 1) FROM exam_sessions"))
                .as("clocks have started with their rows, and end when they did")
                .isEqualTo("20 true");
        assertThat(
                        asOwner(
                                "SELECT string_agg(changes || ' of ' || sessions, ', ' ORDER BY changes COLLATE \"C\") FROM (SELECT changes, count(*) AS"
                                        + " sessions FROM (SELECT string_agg(concat(from_state, '>', to_state, ' ', actor_role, ' ', reason), ' '"
                                        + " ORDER BY seq) AS changes FROM session_state_changes GROUP BY session_id) h GROUP BY 1) kinds"))
                .as("what is known of their history")
                .isEqualTo(">active student started of 9, >active student started active>submitted system time of 11");
        assertThat(asOwner("SELECT search_text FROM profiles WHERE username = 'student7'"))
                .isEqualTo("s\nstudent7");
        assertThat(
                        asOwner(
                                "SELECT count(DISTINCT version) || ' ' || min(value ->> 'text') || ' ' || count(saved_at) FROM answers"))
                .as("answers keep their text and get a version each")
                .isEqualTo("20 because 20");
    }

    @Test
    void examsOfImpossibleYearsAreHealed() throws SQLException {
        flyway("7").migrate();
        asOwner("""
                ALTER TABLE exams NO FORCE ROW LEVEL SECURITY;
                INSERT INTO exams SELECT gen_random_uuid(), title, '', opens_at::timestamptz, closes_at::timestamptz, 60, 1, '{}', now(), now()
                    FROM (VALUES ('a', '-infinity', '4000-01-01 BC'), ('b', '0001-01-01Z', '2026-01-01Z'),
                                 ('c', '2026-01-01Z', 'infinity'), ('d', '9999-01-01Z', '99999-01-01Z'),
                                 ('e', '2199-12-31 23:59:59.5Z', '2200-01-01Z'), ('f', '2026-01-01Z', '2026-01-02Z'))
                         AS strange (title, opens_at, closes_at);
                ALTER TABLE exams FORCE ROW LEVEL SECURITY""");

        flyway("latest").migrate();

        assertThat(asOwner("SELECT string_agg(concat(title, ' ', extract(year FROM opens_at AT TIME ZONE 'UTC'), ' ',"
                        + " extract(year FROM closes_at AT TIME ZONE 'UTC')), ', ' ORDER BY title) FROM exams"))
                .isEqualTo("a 2000 2000, b 2000 2026, c 2026 2199, d 2199 2199, e 2199 2199, f 2026 2026");
        assertThatThrownBy(() -> asOwner("UPDATE exams SET closes_at = '2200-01-01Z' WHERE title = 'f'"))
                .hasMessageContaining("exams_times");
    }

    @Test
    void anAbsenceThatWasStoredAsTwoIncidentsBecomesOne() throws SQLException {
        flyway("7").migrate();
        asOwner("""
                ALTER TABLE profiles NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE exams NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE exam_sessions NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE incidents NO FORCE ROW LEVEL SECURITY;
                INSERT INTO profiles SELECT gen_random_uuid(), name, 'S', 'student', now() FROM
                    unnest(ARRAY['long', 'short', 'open', 'away_alone', 'came_back', 'several', 'crashed']) name;
                INSERT INTO exams VALUES (gen_random_uuid(), 'E', '', now(), now() + interval '1 day', 60, 1, '{}', now(), now());
                INSERT INTO exam_sessions (id, exam_id, student_id, status, started_at, ends_at, consent_version, consented_at, policy)
                    SELECT gen_random_uuid(), (SELECT id FROM exams), id, 'active', '2026-03-01T09:00:00Z', now(), '1', now(), '{}'
                      FROM profiles;
                INSERT INTO incidents
                    SELECT ('00000000-0000-0000-0000-' || lpad(row.id, 12, '0'))::uuid, s.id, p.id, behavior,
                           '2026-03-01T09:00:00Z'::timestamptz + from_s * interval '1 s',
                           '2026-03-01T09:00:00Z'::timestamptz + to_s * interval '1 s', confidence, focus
                      FROM (VALUES
                            ('1', 'long', 'absent', 10.0, 22.5, 0.9, 30.5),
                            ('2', 'long', 'away', 10, 22.5, 0.8, 0),
                            ('3', 'long', 'looking_left', 15, 20, 0.7, 50),
                            ('4', 'short', 'absent', 10, 13, 0.9, 60),
                            ('5', 'open', 'absent', 100, NULL, 0.9, 40),
                            ('6', 'open', 'away', 100, NULL, 0.9, 20),
                            ('7', 'away_alone', 'away', 10, 30, 0.9, 10),
                            ('8', 'away_alone', 'absent', 40, 42, 0.9, 70),
                            ('9', 'came_back', 'absent', 0, 3, 0.9, 80),
                            ('10', 'came_back', 'absent', 4, 30, 0.9, 20),
                            ('11', 'came_back', 'away', 0, 30, 0.9, 10),
                            ('12', 'several', 'absent', 0, 8, 0.9, 20),
                            ('13', 'several', 'away', 0, 8, 0.9, 10),
                            ('14', 'several', 'absent', 20, 23, 0.9, 60),
                            ('15', 'several', 'absent', 40, 110, 0.9, 0),
                            ('16', 'several', 'away', 40, 110, 0.9, 0),
                            ('17', 'crashed', 'absent', 10, 15, 0.9, 20),
                            ('18', 'crashed', 'away', 15, 15, 0.9, 20),
                            ('19', 'open', 'absent', 10, 20, 0.9, 40),
                            ('20', 'open', 'away', 10, 20, 0.9, 20))
                           AS row (id, name, behavior, from_s, to_s, confidence, focus)
                      JOIN profiles p ON p.username = row.name JOIN exam_sessions s ON s.student_id = p.id;
                INSERT INTO session_streams (session_id, node_id, epoch, parked_epoch, parked_state)
                    SELECT s.id, gen_random_uuid(), 1, 1, '{"nextBatchSeq": 7, "state": {"focusScore": 20.0}, "incidentCount": 5, "open": [
                           {"id": "00000000-0000-0000-0000-000000000005", "behavior": "ABSENT", "startedAt": "2026-03-01T09:01:40Z"},
                           {"id": "00000000-0000-0000-0000-000000000006", "behavior": "AWAY", "startedAt": "2026-03-01T09:01:40Z"},
                           {"id": "00000000-0000-0000-0000-000000000099", "behavior": "MULTIPLE_FACES", "startedAt": "2026-03-01T09:01:41Z"}]}'
                      FROM exam_sessions s JOIN profiles p ON p.id = s.student_id WHERE username = 'open';
                INSERT INTO session_streams (session_id, node_id, epoch)
                    SELECT s.id, gen_random_uuid(), 1 FROM exam_sessions s JOIN profiles p ON p.id = s.student_id WHERE username = 'long';
                ALTER TABLE profiles FORCE ROW LEVEL SECURITY;
                ALTER TABLE exams FORCE ROW LEVEL SECURITY;
                ALTER TABLE exam_sessions FORCE ROW LEVEL SECURITY;
                ALTER TABLE incidents FORCE ROW LEVEL SECURITY""");

        flyway("latest").migrate();

        assertThat(asOwner("""
                SELECT string_agg(concat_ws(' ', p.username, right(i.id::text, 2), behavior,
                           round(extract(epoch FROM i.started_at - '2026-03-01T09:00:00Z'), 1),
                           round(extract(epoch FROM i.ended_at - '2026-03-01T09:00:00Z'), 1), confidence, focus_score_min),
                           E'\\n' ORDER BY i.id)
                  FROM incidents i JOIN profiles p ON p.id = i.student_id""")).isEqualTo("""
                        long 01 away 10.0 22.5 0.800 0.00
                        long 03 looking_left 15.0 20.0 0.700 50.00
                        short 04 absent 10.0 13.0 0.900 60.00
                        open 05 away 100.0 0.900 20.00
                        away_alone 07 away 10.0 30.0 0.900 10.00
                        away_alone 08 absent 40.0 42.0 0.900 70.00
                        came_back 09 absent 0.0 3.0 0.900 80.00
                        came_back 10 away 4.0 30.0 0.900 10.00
                        several 12 away 0.0 8.0 0.900 10.00
                        several 14 absent 20.0 23.0 0.900 60.00
                        several 15 away 40.0 110.0 0.900 0.00
                        crashed 17 away 10.0 15.0 0.900 20.00
                        open 19 away 10.0 20.0 0.900 20.00""");
        assertThat(
                        asOwner(
                                "SELECT string_agg(coalesce(parked_state::text, 'nothing'), ' | ' ORDER BY parked_state) FROM session_streams"))
                .as("a score that was left in the middle of an absence goes on with the one incident")
                .isEqualTo("{\"open\": ["
                        + "{\"id\": \"00000000-0000-0000-0000-000000000005\", \"behavior\": \"AWAY\", \"startedAt\": \"2026-03-01T09:01:40Z\"}, "
                        + "{\"id\": \"00000000-0000-0000-0000-000000000099\", \"behavior\": \"MULTIPLE_FACES\", \"startedAt\": \"2026-03-01T09:01:41Z\"}], "
                        + "\"state\": {\"focusScore\": 20.0}, \"nextBatchSeq\": 7, \"incidentCount\": 3} | nothing");
    }

    @Test
    void scoresWithSignalsAsTextStayAsTheyAreBesideThoseAsBytes() throws SQLException {
        flyway("11").migrate();
        asOwner("""
                ALTER TABLE profiles NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE exams NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE exam_sessions NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE cheat_scores NO FORCE ROW LEVEL SECURITY;
                INSERT INTO profiles SELECT gen_random_uuid(), name, 'S', 'student', now() FROM unnest(ARRAY['before', 'after']) name;
                INSERT INTO exams VALUES (gen_random_uuid(), 'E', '', now(), now() + interval '1 day', 60, 1, '{}', now(), now());
                INSERT INTO exam_sessions (id, exam_id, student_id, status, started_at, ends_at, consent_version, consented_at, policy)
                    SELECT gen_random_uuid(), (SELECT id FROM exams), id, 'active',
                           CASE username WHEN 'before' THEN '2026-03-01T09:00:00Z' ELSE '2026-03-05T09:00:00Z' END::timestamptz,
                           now(), '1', now(), '{}' FROM profiles;
                SELECT invigil_add_score_partition('2026-03-01')""");
        String insert =
                "INSERT INTO cheat_scores (session_id, student_id, batch_seq, session_started_at, started_at, ended_at,"
                        + " frames, focus_score, focus_score_min, cheat_score, presence, detected_behavior, signals)"
                        + " SELECT s.id, student_id, %d, started_at, started_at, started_at, 10, 90, 90, 5, 'present', '{}', %s"
                        + " FROM exam_sessions s JOIN profiles p ON p.id = student_id WHERE username = '%s'";
        asOwner(insert.formatted(1, "'{\"t\":  [0]}'", "before"));
        String place =
                "SELECT pg_relation_filenode('cheat_scores_20260301') || ' ' || ctid || ' ' || signals FROM cheat_scores"
                        + " WHERE batch_seq = 1";
        String before = asOwner(place);

        flyway("latest").migrate();

        assertThat(asOwner(place))
                .as("no row was written over")
                .isEqualTo(before)
                .endsWith("{\"t\":  [0]}");
        asOwner(insert.formatted(2, "'{}'", "before")); // by a node of the version before
        asOwner("SELECT invigil_add_score_partition('2026-03-05')");
        asOwner(insert.replace("signals)", "signal_bytes)").formatted(3, "'\\x0100'::bytea", "after"));
        assertThat(asOwner(
                        "SELECT string_agg(concat_ws(' ', tableoid::regclass, batch_seq, signals, signal_bytes), ', '"
                                + " ORDER BY batch_seq) FROM cheat_scores"))
                .isEqualTo("cheat_scores_20260301 1 {\"t\":  [0]}, cheat_scores_20260301 2 {},"
                        + " cheat_scores_20260305 3 \\x0100");
        for (String student : new String[] {"before", "after"}) {
            assertThatThrownBy(() -> asOwner(insert.formatted(4, "NULL", student)))
                    .hasMessageContaining("cheat_scores_signals_once");
        }
    }
}
