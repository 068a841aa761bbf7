package org.invigil.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.invigil.server.TestClip;
import org.invigil.server.database.OwnerLogin;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The installation of schema 7 that lies in {@code upgrade-v7}, and what is to be seen of any installation. */
final class OldInstallation {

    static final String SCHEMA = "7";

    static final String ANN = "00000000-0000-4000-8000-000000000011";
    static final String BO = "00000000-0000-4000-8000-000000000012";

    /** The clips' bytes by their paths. */
    static final Map<String, byte[]> CLIPS = Map.of(
            path(ANN, "51", "20260301T090456.000Z"), TestClip.webm("upgrade one"),
            path(BO, "52", "20260302T090456.000Z"), TestClip.webm("upgrade two"),
            path(ANN, "54", "20260601T090456.000Z"), TestClip.webm("upgrade three"));

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private OldInstallation() {}

    static String id(String ending) {
        return "00000000-0000-4000-8000-0000000000" + ending;
    }

    private static String path(String student, String session, String time) {
        return "exam-recordings/" + student + "/" + id(session) + "/" + time + ".webm";
    }

    /** The login that settings such as {@code TestDatabase} makes tell. */
    static OwnerLogin owner(Function<String, String> settings) {
        return new OwnerLogin(
                settings.apply("invigil.database.url"),
                settings.apply("invigil.database.owner.username"),
                settings.apply("invigil.database.owner.password"),
                settings.apply("invigil.database.app.username"));
    }

    /** Fills a database whose schema is 7. */
    static void fill(Connection superuser) throws SQLException, IOException {
        run(superuser, "/upgrade-v7/rows.sql");
    }

    /** Adds what a server of the newest schema would have written: a row in every table that came later. */
    static void fillLater(Connection superuser) throws SQLException, IOException {
        run(superuser, "/upgrade-v7/later.sql");
    }

    private static void run(Connection superuser, String script) throws SQLException, IOException {
        try (InputStream rows = Objects.requireNonNull(OldInstallation.class.getResourceAsStream(script));
                Statement statement = superuser.createStatement()) {
            statement.execute(new String(rows.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Puts the clips where a server with this data folder has them. */
    static void storeClips(Path data) throws IOException {
        for (Map.Entry<String, byte[]> clip : CLIPS.entrySet()) {
            Path file = data.resolve("storage").resolve(clip.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, clip.getValue());
        }
    }

    /** The columns of every table that a backup keeps. */
    static Map<String, List<String>> columns(Connection superuser) throws SQLException {
        Map<String, List<String>> columns = new TreeMap<>();
        for (String row : column(superuser, """
                SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                   AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""")) {
            String[] parts = row.split("\\.", 2);
            if (!Tables.LEFT_OUT.contains(parts[0])) {
                columns.computeIfAbsent(parts[0], none -> new ArrayList<>()).add(parts[1]);
            }
        }
        return columns;
    }

    /** Every row of these tables in these columns, as text and in order, past all policies. */
    static Map<String, List<String>> rows(Connection superuser, Map<String, List<String>> columns) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (Map.Entry<String, List<String>> table : columns.entrySet()) {
            rows.put(
                    table.getKey(),
                    column(
                            superuser,
                            "SELECT ROW(" + String.join(", ", table.getValue()) + ")::text FROM " + table.getKey()
                                    + " ORDER BY 1"));
        }
        return rows;
    }

    /**
     * The same as JSON, but for columns that are in both: what can be compared before and after migrations.
     *
     * @param others the columns of the other side
     */
    static Map<String, List<String>> shared(Map<String, List<String>> rowsAsJson, Map<String, List<String>> others) {
        Map<String, List<String>> shared = new TreeMap<>();
        rowsAsJson.forEach((table, rows) -> shared.put(
                table,
                rows.stream()
                        .map(row -> {
                            ObjectNode columns = (ObjectNode) JSON.readTree(row);
                            columns.retain(others.getOrDefault(table, List.of()));
                            return columns.toString();
                        })
                        .sorted()
                        .toList()));
        return shared;
    }

    /** Every row of these tables as a JSON object, past all policies. */
    static Map<String, List<String>> rowsAsJson(Connection superuser, Set<String> tables) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : tables) {
            rows.put(table, column(superuser, "SELECT to_jsonb(t)::text FROM " + table + " t"));
        }
        return rows;
    }

    /** The first column of a query's rows. */
    static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
        }
        return values;
    }

    /** Row-level security of every table and partition, in words. */
    static List<String> security(Connection superuser) throws SQLException {
        return column(superuser, """
                SELECT relname || ' ' || relrowsecurity || ' ' || relforcerowsecurity FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1""");
    }
}
