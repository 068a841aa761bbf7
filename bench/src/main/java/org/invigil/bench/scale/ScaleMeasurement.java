package org.invigil.bench.scale;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Times what people and the server itself ask of a full database. */
final class ScaleMeasurement {

    private static final int TIMES = 30;
    private static final int WARM_UP = 5;
    private static final int DROPS = 5;

    private static final String PARTITIONS = "FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid"
            + " WHERE inhparent = 'cheat_scores'::regclass AND c.reltuples > 0";

    private static final String DAYS_BEFORE =
            " AND relname < 'cheat_scores_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDD')";
    private static final String TODAY =
            " AND relname = 'cheat_scores_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDD')";

    private final ScaleServer server;

    ScaleMeasurement(ScaleServer server) {
        this.server = server;
    }

    /** Everything in milliseconds unless named otherwise, in the order of docs/performance.md. */
    Map<String, Object> run(Filling.Filled filled) throws Exception {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("rows", filled.rows());
        report.put("sessions", filled.sessions());
        report.put("fill_rows_per_s", Math.round(filled.rows() / filled.seconds()));
        double tableBytes = number("SELECT sum(pg_table_size(inhrelid)) " + PARTITIONS);
        double indexBytes = number("SELECT sum(pg_indexes_size(inhrelid)) " + PARTITIONS);
        report.put("table_bytes_per_row", bytesPerRow("pg_table_size", DAYS_BEFORE));
        report.put("index_bytes_per_row", bytesPerRow("pg_indexes_size", DAYS_BEFORE));
        report.put("table_bytes_per_row_today", bytesPerRow("pg_table_size", TODAY));
        report.put("index_bytes_per_row_today", bytesPerRow("pg_indexes_size", TODAY));
        report.put("database_gb", Math.round((tableBytes + indexBytes) / 1e7) / 100.0);

        List<String> sessions = sessions();
        long start = System.nanoTime();
        int characters = server.snapshot();
        report.put("dashboard_first_ms", millisSince(start));
        report.put("dashboard_characters", characters);
        put(report, "dashboard", time(TIMES, _ -> server.snapshot()));
        put(
                report,
                "timeline",
                time(
                        TIMES,
                        i -> check(
                                server.get("/api/sessions/" + sessions.get(i % sessions.size())
                                        + "/scores?max_points=1000"),
                                "focus_score_min")));
        put(
                report,
                "session_list",
                time(TIMES, i -> check(server.get("/api/sessions?limit=50&offset=" + i * 50), "\"total\"")));
        put(
                report,
                "session",
                time(TIMES, i -> check(server.get("/api/sessions/" + sessions.get(i % sessions.size())), "incidents")));
        try (LockProbe probe = LockProbe.start(server)) {
            report.put("index_rebuild_ms", rebuildIndexes());
            report.put("index_rebuild_others_max_ms", probe.longestMillis());
        }
        report.put("index_bytes_per_row_rebuilt", bytesPerRow("pg_indexes_size", TODAY));
        try (LockProbe probe = LockProbe.start(server)) {
            put(report, "retention_day", time(DROPS, _ -> dropOldest()));
            report.put("retention_others_max_ms", probe.longestMillis());
        }
        return report;
    }

    /** Of the partitions with rows of these days; they have just been counted by VACUUM. */
    private long bytesPerRow(String size, String days) throws SQLException {
        return Math.round(number("SELECT sum(" + size + "(inhrelid)) / sum(c.reltuples) " + PARTITIONS + days));
    }

    private interface Step {
        Object run(int turn) throws Exception;
    }

    private static double[] time(int times, Step step) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            Object result = step.run(i);
            double took = millisSince(start);
            if (result != null && (times <= WARM_UP || i >= WARM_UP)) {
                millis.add(took);
            }
        }
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? new double[] {Double.NaN} : sorted;
    }

    private static void put(Map<String, Object> report, String name, double[] sorted) {
        report.put(name + "_p50_ms", sorted[sorted.length / 2]);
        report.put(name + "_max_ms", sorted[sorted.length - 1]);
    }

    private static double millisSince(long nanos) {
        return Math.round((System.nanoTime() - nanos) / 1e5) / 10.0;
    }

    private static String check(String body, String needed) {
        if (!body.contains(needed)) {
            throw new IllegalStateException("An answer is not what it should be: "
                    + body.lines().findFirst().orElse(""));
        }
        return body;
    }

    private double number(String sql) throws SQLException {
        try (Connection connection = server.owner();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getDouble(1);
        }
    }

    /** Sessions all over the days, none twice: each timeline comes from rows that nobody has just read. */
    private List<String> sessions() throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = server.app();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config('invigil.role', 'system', false)");
            try (ResultSet rows =
                    statement.executeQuery("SELECT id FROM exam_sessions ORDER BY md5(id::text) LIMIT " + TIMES)) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
        }
        return ids;
    }

    /** Has the indexes of all days built anew, as retention does with days that are over; the time of the last one, today's. */
    private double rebuildIndexes() {
        LocalDate tomorrow =
                LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC).plusDays(1);
        double millis = 0;
        long start = System.nanoTime();
        while (server.scores().rebuildAnIndexOfDaysBefore(tomorrow)) {
            millis = millisSince(start);
            start = System.nanoTime();
        }
        return millis;
    }

    /** Drops the oldest day as retention does. */
    private LocalDate dropOldest() throws SQLException {
        try (Connection connection = server.app();
                Statement statement = connection.createStatement();
                PreparedStatement drop = connection.prepareStatement("SELECT invigil_drop_score_partition(?)")) {
            statement.execute("SELECT set_config('invigil.role', 'system', false)");
            drop.setObject(1, LocalDate.of(9999, 1, 1));
            try (ResultSet rows = drop.executeQuery()) {
                rows.next();
                return rows.getObject(1, LocalDate.class);
            }
        }
    }
}
