package org.invigil.server.backup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.invigil.server.identity.Actor;

/** The tables of a database, as PostgreSQL's own catalogue tells of them. */
final class Tables {

    /**
     * What a backup leaves out, because it is about the moment and not about exams: who is signed in (secrets, and a restore
     * must not sign anybody in again), the keys that seal cookies (the server makes new ones), which servers run and what
     * they show, who looks at which sitting just now, who does scheduled work. Flyway writes its own history where the schema is made. Everything else is kept.
     */
    static final Set<String> LEFT_OUT = Set.of(
            "flyway_schema_history",
            "live_boards",
            "nodes",
            "review_presence",
            "server_secrets",
            "shedlock",
            "spring_session",
            "spring_session_attributes");

    /** The one table that is partitioned; the database itself makes a partition for a day. */
    static final String SCORES = "cheat_scores";

    private Tables() {}

    /**
     * A table to keep.
     *
     * @param columns all but those that the database computes
     * @param isForced whether row-level security binds its owner too
     */
    record Table(String name, List<String> columns, boolean isForced) {

        String quoted() {
            return Tables.quoted(name);
        }

        String quotedColumns() {
            return columns.stream().map(Tables::quoted).collect(Collectors.joining(", "));
        }
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The tables to keep, each after those that it refers to, so that they can be filled in this order. */
    static List<Table> toKeep(Connection connection) throws SQLException {
        Map<String, Table> tables = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT c.relname, c.relforcerowsecurity,
                               ARRAY(SELECT a.attname::text FROM pg_attribute a
                                      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                                      ORDER BY a.attnum)
                          FROM pg_class c
                         WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
                           AND NOT c.relispartition AND pg_get_userbyid(c.relowner) = current_user""")) {
            while (rows.next()) {
                String name = rows.getString(1);
                if (!LEFT_OUT.contains(name)) {
                    List<String> columns = List.of((String[]) rows.getArray(3).getArray());
                    tables.put(name, new Table(name, columns, rows.getBoolean(2)));
                }
            }
        }
        return inOrder(tables, references(connection));
    }

    /** For each table the others that it refers to. */
    private static Map<String, Set<String>> references(Connection connection) throws SQLException {
        Map<String, Set<String>> references = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT child.relname, parent.relname
                          FROM pg_constraint c
                          JOIN pg_class child ON child.oid = c.conrelid
                          JOIN pg_class parent ON parent.oid = c.confrelid
                         WHERE c.contype = 'f' AND child.relnamespace = current_schema()::regnamespace
                           AND child.oid <> parent.oid""")) {
            while (rows.next()) {
                references
                        .computeIfAbsent(rows.getString(1), none -> new TreeSet<>())
                        .add(rows.getString(2));
            }
        }
        return references;
    }

    static List<Table> inOrder(Map<String, Table> tables, Map<String, Set<String>> references) {
        List<Table> ordered = new ArrayList<>();
        Set<String> waiting = new TreeSet<>(tables.keySet());
        while (!waiting.isEmpty()) {
            List<String> ready = waiting.stream()
                    .filter(name ->
                            references.getOrDefault(name, Set.of()).stream().noneMatch(waiting::contains))
                    .toList();
            if (ready.isEmpty()) {
                throw new IllegalStateException("Tables that refer to each other in a circle: " + waiting);
            }
            ready.forEach(name -> ordered.add(Objects.requireNonNull(tables.get(name))));
            ready.forEach(waiting::remove);
        }
        return ordered;
    }

    /** The days (UTC) whose scores have a partition of their own. */
    static List<LocalDate> scoreDays(Connection connection) throws SQLException {
        List<LocalDate> days = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT to_date(right(c.relname, 8), 'YYYYMMDD')
                          FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                         WHERE i.inhparent = to_regclass('cheat_scores') AND c.relname ~ '^cheat_scores_[0-9]{8}$'
                         ORDER BY 1""")) {
            while (rows.next()) {
                days.add(rows.getObject(1, LocalDate.class));
            }
        }
        return days;
    }

    /** Says who is asking, until the transaction ends. */
    static void become(Connection transaction, Actor actor) throws SQLException {
        try (PreparedStatement statement = transaction.prepareStatement(
                "SELECT set_config('invigil.role', ?, true), set_config('invigil.user_id', '', true)")) {
            statement.setString(1, actor.rolesSetting());
            statement.execute();
        }
    }

    /**
     * Says that somebody is asking who sees every row of this table, whatever is in it. Row-level security binds the owner
     * too and hides without a word, so this is not left to belief: the policies themselves are asked about a row of nulls.
     * One that allows it by who asks allows every row.
     *
     * @throws BackupException if nobody sees them all
     */
    static void becomeReader(Connection transaction, Table table) throws SQLException {
        for (Actor actor : List.of(Actor.SYSTEM, Actor.ANALYZER)) {
            become(transaction, actor);
            if (seesAll(transaction, table.name())) {
                return;
            }
        }
        throw BackupException.hidden(table.name());
    }

    private static boolean seesAll(Connection transaction, String table) throws SQLException {
        List<String> allowing = new ArrayList<>(List.of("false"));
        List<String> restricting = new ArrayList<>();
        try (PreparedStatement query = transaction.prepareStatement("""
                SELECT coalesce(p.polpermissive, true), pg_get_expr(p.polqual, p.polrelid)
                  FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polcmd IN ('r', '*')
                        AND (0 = ANY (p.polroles) OR (SELECT oid FROM pg_roles WHERE rolname = current_user) = ANY (p.polroles))
                 WHERE c.oid = ?::regclass AND c.relrowsecurity AND c.relforcerowsecurity""")) {
            query.setString(1, quoted(table));
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    return true; // no policy binds the owner
                }
                do {
                    String condition = Optional.ofNullable(rows.getString(2)).orElse("false");
                    (rows.getBoolean(1) ? allowing : restricting).add(condition);
                } while (rows.next());
            }
        }
        String whole = "(" + String.join(" OR ", parenthesized(allowing)) + ")"
                + (restricting.isEmpty() ? "" : " AND " + String.join(" AND ", parenthesized(restricting)));
        try (Statement statement = transaction.createStatement();
                ResultSet answer = statement.executeQuery("SELECT coalesce(" + whole + ", false) FROM (SELECT (NULL::"
                        + quoted(table) + ").*) AS " + quoted(table))) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    private static List<String> parenthesized(List<String> conditions) {
        return conditions.stream().map(condition -> "(" + condition + ")").toList();
    }
}
