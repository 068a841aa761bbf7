package org.invigil.bench.scale;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./invigil bench review}: one JSON object on standard output. */
@Command(
        name = "review",
        mixinStandardHelpOptions = true,
        description = "Fills one exam with sittings that are over, and times its review queue and figures.")
public final class ReviewBenchCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TIMES = 40;
    private static final int WARM_UP = 10;

    /** What is filled in past the policies, and what the triggers make of it afterwards. */
    private static final String[] TABLES = {
        "profiles", "profile_roles", "exams", "exam_sessions", "incidents", "incident_decisions", "session_decisions"
    };

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--sittings", defaultValue = "10000", description = "sittings of the exam (${DEFAULT-VALUE})")
    private int sittings = 10_000;

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec);
        if (sittings < 100 || sittings > 1_000_000) {
            throw new ParameterException(command.commandLine(), "--sittings wants 100 to 1000000");
        }
        PrintWriter out = command.commandLine().getOut();
        try (ScaleServer server = ScaleServer.start()) {
            String exam = fill(server);
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("sittings", sittings);
            report.put("refresh_ms", refresh(server));
            String queue = "/api/exams/" + exam + "/review";
            put(report, "queue_first", server, queue, "\"undecided\"");
            put(report, "queue_decided", server, queue + "?filter=decided", "\"undecided\"");
            // The same page far down: the last of the second priority.
            put(report, "queue_deep", server, queue + "?after=2.10000.ffffffff-ffff-ffff-ffff-ffffffffffff", "\"low\"");
            put(report, "statistics", server, queue + "/statistics", "\"behaviors\"");
            out.println(JSON.writeValueAsString(report));
            out.flush();
        }
        return 0;
    }

    /** Five incidents a sitting, every third sitting decided with all of its incidents. */
    private String fill(ScaleServer server) throws SQLException {
        try (Connection connection = server.owner();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config('invigil.role', 'system', false)");
            for (String table : TABLES) {
                statement.execute("ALTER TABLE " + table + " NO FORCE ROW LEVEL SECURITY");
                statement.execute("ALTER TABLE " + table + " DISABLE TRIGGER USER");
            }
            statement.execute(
                    "CREATE TEMP TABLE plan AS SELECT n, gen_random_uuid() AS student, gen_random_uuid() AS session,"
                            + " now() - random() * interval '3 hours' AS over FROM generate_series(1, " + sittings
                            + ") n");
            statement.execute("INSERT INTO profiles (id, username, display_name, created_at)"
                    + " SELECT student, 'review' || n, 'Student ' || n, now() FROM plan");
            statement.execute("INSERT INTO profile_roles SELECT student, 'student' FROM plan");
            statement.execute("INSERT INTO exams SELECT gen_random_uuid(), 'Review', '', now() - interval '1 day',"
                    + " now() + interval '1 day', 60, 1, '{}', now(), now()");
            statement.execute("INSERT INTO exam_sessions (id, exam_id, student_id, status, status_since, started_at,"
                    + " clock_started_at, duration_ms, closes_at, ends_at, submitted_at, submit_reason, cheat_score,"
                    + " consent_version, consented_at, policy) SELECT session, (SELECT id FROM exams WHERE title = 'Review'),"
                    + " student, 'submitted', over, over - interval '1 hour', over - interval '1 hour', 3600000,"
                    + " now() + interval '1 day', over, over, 'student', random() * 100, '1', over, '{}' FROM plan");
            statement.execute("INSERT INTO incidents SELECT gen_random_uuid(), session, student,"
                    + " (ARRAY['looking_left', 'looking_right', 'looking_up', 'absent', 'multiple_faces'])[1 + (n + i * i) % (2 + n % 4)],"
                    + " over - i * interval '5 min', over - i * interval '5 min' + interval '8 s', 0.9, 40"
                    + " FROM plan, generate_series(1, 5) i");
            statement.execute(
                    "INSERT INTO incident_decisions SELECT gen_random_uuid(), i.id, i.session_id, i.student_id,"
                            + " i.behavior, i.started_at, i.ended_at, CASE WHEN random() < 0.6 THEN 'confirmed' ELSE 'dismissed' END,"
                            + " NULL, NULL, 'measured', 'review', (SELECT id FROM profiles WHERE username = 'proctor'), now(), NULL"
                            + " FROM incidents i JOIN plan ON plan.session = i.session_id WHERE plan.n % 3 = 0");
            statement.execute(
                    "INSERT INTO session_decisions (id, session_id, student_id, outcome, comment, origin, decided_by,"
                            + " decided_at) SELECT gen_random_uuid(), session, student, 'no_concern', '', 'review',"
                            + " (SELECT id FROM profiles WHERE username = 'proctor'), now() FROM plan WHERE n % 3 = 0");
            for (String table : TABLES) {
                statement.execute("ALTER TABLE " + table + " ENABLE TRIGGER USER");
                statement.execute("ALTER TABLE " + table + " FORCE ROW LEVEL SECURITY");
                statement.execute("VACUUM (ANALYZE) " + table); // as autovacuum does by the next day
            }
            try (ResultSet exam = statement.executeQuery("SELECT id FROM exams WHERE title = 'Review'")) {
                exam.next();
                return exam.getString(1);
            }
        }
    }

    /** What the triggers do at the end of each sitting, for all of them at once. */
    private static long refresh(ScaleServer server) throws SQLException {
        long start = System.nanoTime();
        try (Connection connection = server.owner();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config('invigil.role', 'system', false)");
            statement.execute("SELECT invigil_refresh_review_cases((SELECT array_agg(id) FROM exam_sessions))");
            long took = (System.nanoTime() - start) / 1_000_000;
            statement.execute("VACUUM (ANALYZE) review_cases");
            return took;
        }
    }

    private static void put(Map<String, Object> report, String name, ScaleServer server, String path, String needed)
            throws Exception {
        double[] millis = new double[TIMES];
        for (int i = -WARM_UP; i < TIMES; i++) {
            long start = System.nanoTime();
            String body = server.get(path);
            double took = Math.round((System.nanoTime() - start) / 1e5) / 10.0;
            if (!body.contains(needed)) {
                throw new IllegalStateException(
                        path + " answered " + body.lines().findFirst().orElse(""));
            }
            if (i >= 0) {
                millis[i] = took;
            } else if (i == -WARM_UP) {
                report.put(name + "_cold_ms", took);
            }
        }
        Arrays.sort(millis);
        report.put(name + "_p50_ms", millis[TIMES / 2]);
        report.put(name + "_max_ms", millis[TIMES - 1]);
    }
}
