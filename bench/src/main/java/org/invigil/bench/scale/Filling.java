package org.invigil.bench.scale;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.invigil.rules.batch.SignalBatch;
import org.invigil.rules.batch.SignalBatchCodec;
import org.invigil.rules.score.CheatScore;
import org.invigil.rules.sight.Calibration;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.TimedSignal;

/**
 * Fills the tables as thirty days of exams would have: an hour each at 30 frames a second, the rows of all sessions of a
 * day in the order of time, as the sink writes them. The signals are made of random numbers in the precision that is
 * stored, which take more room than those of a person who sits still. The rows of today go into a table with its index, as
 * the sink's do; those of other days are put in order first, and indexed at once.
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
            samples(connection);
            long start = System.nanoTime();
            LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
            for (int ago = DAYS - 1; ago >= 0; ago--) {
                scores(connection, today.minusDays(ago), rowsASession, ago == 0);
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
            statement.execute("INSERT INTO profiles SELECT student, 'scale' || n, 'Student ' || n, now() FROM plan");
            statement.execute("INSERT INTO profile_roles SELECT student, 'student' FROM plan");
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

    /** The signals of rows, ten frames at 30 a second each, in the bytes in which the server stores them. */
    private static void samples(Connection connection) throws SQLException {
        Random chance = new Random(1);
        try (Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO samples VALUES (?, ?)")) {
            statement.execute("CREATE TEMP TABLE samples (s integer, signal_bytes bytea)");
            for (int s = 0; s < SAMPLES; s++) {
                insert.setInt(1, s);
                insert.setBytes(2, SignalBatchCodec.encode(sample(chance)));
                insert.addBatch();
            }
            insert.executeBatch();
            statement.execute("ANALYZE samples");
        }
    }

    private static SignalBatch sample(Random chance) {
        List<TimedSignal> frames = new ArrayList<>();
        for (int f = 0; f < 10; f++) {
            frames.add(new TimedSignal(
                    f * 33L + chance.nextInt(4),
                    new FrameSignal(
                            Presence.PRESENT,
                            share(chance, 90),
                            1,
                            1,
                            new HeadPose(
                                    angle(chance, 15),
                                    angle(chance, 15),
                                    angle(chance, 5),
                                    share(chance, 80),
                                    chance.nextInt(10, 14) / 10.0),
                            new EyeSignal(angle(chance, 10), angle(chance, 10), share(chance, 0), share(chance, 70)),
                            null,
                            false,
                            chance.nextInt(30) == 0 ? chance.nextLong() : null, // one frame a second
                            null)));
        }
        return new SignalBatch(
                frames,
                new CheatScore(chance.nextDouble(60_000), chance.nextInt(3_600_000)),
                new Calibration.Baseline(
                        chance.nextDouble(-5, 5),
                        chance.nextDouble(-8, 2),
                        chance.nextDouble(-5, 5),
                        chance.nextDouble(-8, 2)));
    }

    private static double angle(Random chance, int mostDegrees) {
        return chance.nextInt(-10 * mostDegrees, 10 * mostDegrees + 1) / 10.0;
    }

    private static double share(Random chance, int leastHundredths) {
        return chance.nextInt(leastHundredths, 101) / 100.0;
    }

    private static void scores(Connection connection, LocalDate day, int rowsASession, boolean oneByOne)
            throws SQLException {
        String partition = "cheat_scores_" + day.toString().replace("-", "");
        try (PreparedStatement add = connection.prepareStatement("SELECT invigil_add_score_partition(?)");
                Statement statement = connection.createStatement()) {
            add.setObject(1, day);
            add.execute();
            if (!oneByOne) {
                // Filled beside the table and attached whole: keys and references are then checked at once.
                statement.execute("ALTER TABLE cheat_scores DETACH PARTITION " + partition);
                statement.execute("ALTER TABLE " + partition + " RENAME TO empty");
                statement.execute(
                        "CREATE TABLE " + partition + " (LIKE empty INCLUDING DEFAULTS INCLUDING CONSTRAINTS)");
                statement.execute("DROP TABLE empty");
            }
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO "
                + (oneByOne ? "cheat_scores" : partition)
                + " SELECT o.session, o.student, o.seq, o.started, o.started + o.seq * interval '333 ms',"
                + " o.started + o.seq * interval '333 ms' + interval '300 ms', 10, 80 + (o.seq * 7 + o.n) % 20, 60 + (o.seq * 7 + o.n) % 20,"
                + " (o.seq % 100) / 10.0, 'present', CASE WHEN o.seq % 20 = 0 THEN"
                + " '{\"looking_left\": {\"frames\": 7, \"confidence\": 0.9}}'::jsonb ELSE '{}' END, NULL, s.signal_bytes"
                // Put in order before the signals are joined: a hundred bytes a row to sort instead of three hundred.
                + " FROM (SELECT * FROM generate_series(0, ?) AS a(seq) CROSS JOIN"
                + " (SELECT * FROM plan WHERE started >= ? AND started < ?) p ORDER BY seq OFFSET 0) o"
                + " JOIN samples s ON s.s = (o.seq * 31 + o.n) % " + SAMPLES)) {
            insert.setInt(1, rowsASession - 1);
            insert.setObject(2, day.atStartOfDay().atOffset(ZoneOffset.UTC));
            insert.setObject(3, day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
            insert.execute();
        }
        if (oneByOne) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE cheat_scores ATTACH PARTITION " + partition + " FOR VALUES FROM ('" + day
                    + " 00:00:00Z') TO ('" + day.plusDays(1) + " 00:00:00Z')");
        }
    }
}
