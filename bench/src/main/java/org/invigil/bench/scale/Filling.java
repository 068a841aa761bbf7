package org.invigil.bench.scale;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Fills the tables as thirty days of exams would have: an hour each at 30 frames a second, the rows of all sessions of a
 * day in the order of time, as the sink writes them. The signals are made of random numbers in the precision that is
 * stored, which compress worse than those of a person who sits still.
 */
final class Filling {

    private static final int DAYS = 30;
    private static final int ROWS_A_SESSION = 10_800;
    private static final int SAMPLES = 997;

    private static final List<String> TABLES =
            List.of("profiles", "exams", "exam_sessions", "cheat_scores", "incidents", "video_metadata");

    private final ScaleServer server;
    private final PrintWriter progress;

    Filling(ScaleServer server, PrintWriter progress) {
        this.server = server;
        this.progress = progress;
    }

    /** What was filled in, and how long the rows took. */
    record Filled(long rows, long sessions, double seconds) {}

    Filled fill(long rows) throws SQLException {
        long sessions = Math.max(DAYS, Math.ceilDiv(rows, ROWS_A_SESSION));
        int rowsASession = (int) Math.ceilDiv(rows, sessions);
        try (Connection connection = server.owner();
                Statement statement = connection.createStatement()) {
            // The owner fills the tables; the policies are for the application, and come back below.
            for (String table : TABLES) {
                statement.execute("ALTER TABLE " + table + " NO FORCE ROW LEVEL SECURITY");
            }
            statement.execute("SELECT set_config('invigil.role', 'system', false)");
            // A bulk load on its own, not a server's work: sorts stay in memory, and a crash only means to begin again.
            statement.execute("SET synchronous_commit = off");
            statement.execute("SET work_mem = '256MB'");
            statement.execute("SET maintenance_work_mem = '512MB'");
            sessions(connection, sessions);
            samples(statement);
            long start = System.nanoTime();
            LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
            for (int ago = DAYS - 1; ago >= 0; ago--) {
                scores(connection, today.minusDays(ago), rowsASession);
                progress.printf("filled day %d of %d after %.0f s%n", DAYS - ago, DAYS, secondsSince(start));
                progress.flush();
            }
            double seconds = secondsSince(start);
            // As the end of each session would have done it.
            statement.execute("UPDATE exam_sessions s SET last_focus_score = (SELECT c.focus_score FROM cheat_scores c"
                    + " WHERE c.session_id = s.id AND c.session_started_at = s.started_at ORDER BY batch_seq DESC LIMIT 1)"
                    + " WHERE s.status = 'submitted'");
            for (String table : TABLES) {
                statement.execute("ALTER TABLE " + table + " FORCE ROW LEVEL SECURITY");
                statement.execute("VACUUM (ANALYZE) " + table); // as autovacuum does by the next day
            }
            return new Filled(sessions * rowsASession, sessions, seconds);
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static void sessions(Connection connection, long sessions) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TEMP TABLE plan AS SELECT n, gen_random_uuid() AS student, gen_random_uuid() AS session,"
                            + " n % " + DAYS + " AS ago, date_trunc('day', now(), 'UTC') - n % " + DAYS
                            + " * interval '1 day' + random() * interval '10 min' AS started FROM generate_series(0, "
                            + (sessions - 1) + ") n");
            statement.execute(
                    "INSERT INTO profiles SELECT student, 'scale' || n, 'Student ' || n, 'student', now() FROM plan");
            statement.execute("INSERT INTO exams SELECT gen_random_uuid(), 'Scale', '', now() - interval '60 days',"
                    + " now() + interval '1 day', 60, 1, '{}', now(), now()");
            statement.execute(
                    "INSERT INTO exam_sessions (id, exam_id, student_id, status, status_since, started_at, clock_started_at,"
                            + " duration_ms, closes_at, ends_at, submitted_at,"
                            + " submit_reason, cheat_score, consent_version, consented_at, policy) SELECT session,"
                            + " (SELECT id FROM exams WHERE title = 'Scale'), student,"
                            + " CASE ago WHEN 0 THEN 'active' ELSE 'submitted' END,"
                            + " CASE ago WHEN 0 THEN started ELSE started + interval '1 hour' END, started, started,"
                            + " 3600000, now() + interval '1 day',"
                            + " CASE ago WHEN 0 THEN now() + interval '3 hours' ELSE started + interval '1 hour' END,"
                            + " CASE WHEN ago > 0 THEN started + interval '1 hour' END, CASE WHEN ago > 0 THEN 'student' END,"
                            + " CASE WHEN ago > 0 THEN random() * 100 END, '1', started, '{}' FROM plan");
            statement.execute("INSERT INTO incidents SELECT gen_random_uuid(), session, student, 'looking_left',"
                    + " started + i * interval '5 min', started + i * interval '5 min' + interval '8 s', 0.9, 40"
                    + " FROM plan, generate_series(1, 5) i");
            statement.execute(
                    "INSERT INTO video_metadata SELECT gen_random_uuid(), session, student, 'exam-recordings/' || student"
                            + " || '/' || session || '/' || i || '.webm', 1000000, repeat('a', 64), 'video/webm', 'looking_left',"
                            + " started + i * interval '5 min', 10000, started + i * interval '5 min' FROM plan, generate_series(1, 3) i");
            statement.execute("CREATE INDEX ON plan (ago)");
            statement.execute("ANALYZE plan");
        }
    }

    /** Rows of ten frames at 30 a second: times, one letter of presence a frame, and eight numbers a frame. */
    private static void samples(Statement statement) throws SQLException {
        statement.execute(
                "CREATE TEMP TABLE samples AS SELECT s, replace(replace(json_build_object('t', json_agg(f * 33 + (random() * 3)::int),"
                        + " 'presence', 'pppppppppp', 'presence_confidence', json_agg(round((0.9 + random() * 0.1)::numeric, 2)),"
                        + " 'faces', json_agg(1), 'yaw', json_agg(round((random() * 30 - 15)::numeric, 1)),"
                        + " 'pitch', json_agg(round((random() * 30 - 15)::numeric, 1)), 'roll', json_agg(round((random() * 10 - 5)::numeric, 1)),"
                        + " 'pose_confidence', json_agg(round((0.8 + random() * 0.2)::numeric, 2)),"
                        + " 'eye_yaw', json_agg(round((random() * 20 - 10)::numeric, 1)), 'eye_pitch', json_agg(round((random() * 20 - 10)::numeric, 1)),"
                        + " 'openness', json_agg(round(random()::numeric, 2)), 'eye_confidence', json_agg(round((0.7 + random() * 0.3)::numeric, 2)),"
                        + " 'totals', json_build_object('suspicious_ms', round((s * 61.7)::numeric, 1), 'observed_ms', s * 3333),"
                        + " 'baseline', json_build_object('yaw', 1.3, 'pitch', -4.2))::text, ', ', ','), ' : ', ':')::json AS signals"
                        + " FROM generate_series(0, " + (SAMPLES - 1) + ") s, generate_series(0, 9) f GROUP BY s");
        statement.execute("ANALYZE samples");
    }

    private static void scores(Connection connection, LocalDate day, int rowsASession) throws SQLException {
        String partition = "cheat_scores_" + day.toString().replace("-", "");
        try (PreparedStatement add = connection.prepareStatement("SELECT invigil_add_score_partition(?)");
                Statement statement = connection.createStatement()) {
            add.setObject(1, day);
            add.execute();
            // Filled beside the table and attached whole: keys and references are then checked at once, not row by row.
            statement.execute("ALTER TABLE cheat_scores DETACH PARTITION " + partition);
            statement.execute("ALTER TABLE " + partition + " RENAME TO empty");
            statement.execute("CREATE TABLE " + partition + " (LIKE empty INCLUDING DEFAULTS INCLUDING CONSTRAINTS)");
            statement.execute("DROP TABLE empty");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + partition
                + " SELECT o.session, o.student, o.seq, o.started, o.started + o.seq * interval '333 ms',"
                + " o.started + o.seq * interval '333 ms' + interval '300 ms', 10, 80 + (o.seq * 7 + o.n) % 20, 60 + (o.seq * 7 + o.n) % 20,"
                + " (o.seq % 100) / 10.0, 'present', CASE WHEN o.seq % 20 = 0 THEN"
                + " '{\"looking_left\": {\"frames\": 7, \"confidence\": 0.9}}'::jsonb ELSE '{}' END, s.signals"
                // Put in order before the signals are joined: a hundred bytes a row to sort instead of a thousand.
                + " FROM (SELECT * FROM generate_series(0, ?) AS a(seq) CROSS JOIN"
                + " (SELECT * FROM plan WHERE started >= ? AND started < ?) p ORDER BY seq OFFSET 0) o"
                + " JOIN samples s ON s.s = (o.seq * 31 + o.n) % " + SAMPLES)) {
            insert.setInt(1, rowsASession - 1);
            insert.setObject(2, day.atStartOfDay().atOffset(ZoneOffset.UTC));
            insert.setObject(3, day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
            insert.execute();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE cheat_scores ATTACH PARTITION " + partition + " FOR VALUES FROM ('" + day
                    + " 00:00:00Z') TO ('" + day.plusDays(1) + " 00:00:00Z')");
        }
    }
}
