package org.invigil.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.invigil.server.backup.Manifest.Rows;
import org.invigil.server.backup.Tables.Table;
import org.invigil.server.identity.Actor;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Fills the empty tables of a schema, all in one transaction; every constraint is checked as for any other row. */
final class RowRestore {

    /** A part is a statement, and a statement checks its references at its end, from a queue in memory. */
    private static final int ROWS_A_PART = 50_000;

    private static final int BUFFER_BYTES = 1 << 16;

    private RowRestore() {}

    /**
     * Fills the tables.
     *
     * @throws BackupException if the backup does not fit the schema, or there are rows
     */
    static void run(Connection connection, BackupFolder folder, Manifest manifest) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '5s'");
            Tables.become(connection, Actor.SYSTEM);
            List<Table> tables = Tables.toKeep(connection);
            Map<String, Rows> stored = matching(tables, manifest);
            for (Table table : tables) {
                // Its owner fills it: the policies are for the application, and bind the owner again before anybody
                // sees
                // a row. What triggers would add stands in the backup already.
                statement.execute("ALTER TABLE " + table.quoted() + " NO FORCE ROW LEVEL SECURITY");
                statement.execute("ALTER TABLE " + table.quoted() + " DISABLE TRIGGER USER");
                Restore.requireEmpty(connection, table);
            }
            List<String> lenient = dropLenientChecks(statement);
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (Table table : tables) {
                fill(copy, folder, table, stored.get(table.name()));
            }
            advanceSequences(statement);
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
            for (String check : lenient) {
                statement.execute(check);
            }
            for (Table table : tables) {
                statement.execute("ALTER TABLE " + table.quoted() + " ENABLE TRIGGER USER");
                if (table.isForced()) {
                    statement.execute("ALTER TABLE " + table.quoted() + " FORCE ROW LEVEL SECURITY");
                }
            }
            connection.commit();
        } catch (SQLException | IOException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    /**
     * Takes away the checks that bind new rows only ("NOT VALID"): the rows that are brought back are old ones.
     *
     * @return how each is added again
     */
    private static List<String> dropLenientChecks(Statement statement) throws SQLException {
        List<String> additions = new ArrayList<>();
        List<String> drops = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', t.relname, c.conname),
                       format('ALTER TABLE %I ADD CONSTRAINT %I %s', t.relname, c.conname, pg_get_constraintdef(c.oid))
                  FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
                 WHERE c.contype = 'c' AND NOT c.convalidated AND c.conislocal
                   AND t.relnamespace = current_schema()::regnamespace AND pg_get_userbyid(t.relowner) = current_user
                 ORDER BY c.oid""")) {
            while (rows.next()) {
                drops.add(rows.getString(1));
                additions.add(rows.getString(2));
            }
        }
        for (String drop : drops) {
            statement.execute(drop);
        }
        return additions;
    }

    private static void rollBack(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e); // the connection is gone, and so is the transaction
        }
    }

    /** The backup's tables by name: the very tables and columns that the schema has. */
    private static Map<String, Rows> matching(List<Table> tables, Manifest manifest) {
        Map<String, Rows> stored = new HashMap<>();
        manifest.tables().forEach(rows -> stored.put(rows.table(), rows));
        Set<String> unknown = new TreeSet<>(stored.keySet());
        for (Table table : tables) {
            Rows rows = stored.get(table.name());
            if (rows == null) {
                throw BackupException.doesNotFit("it has no table " + table.name());
            }
            if (!Set.copyOf(rows.columns()).equals(Set.copyOf(table.columns()))) {
                throw BackupException.doesNotFit("the columns of " + table.name() + " are others");
            }
            unknown.remove(table.name());
        }
        if (!unknown.isEmpty()) {
            throw BackupException.doesNotFit("the schema has no table " + String.join(", ", unknown));
        }
        return stored;
    }

    private static void fill(CopyManager copy, BackupFolder folder, Table table, @Nullable Rows stored)
            throws SQLException, IOException {
        if (stored == null) {
            throw BackupException.doesNotFit("it has no table " + table.name());
        }
        List<String> columns = stored.columns().stream().map(Tables::quoted).toList();
        String sql = "COPY " + table.quoted() + " (" + String.join(", ", columns) + ") FROM STDIN";
        try (InputStream rows = new GZIPInputStream(
                Files.newInputStream(folder.file(stored.file().path())), BUFFER_BYTES)) {
            long filled = copyIn(copy, sql, rows);
            if (filled != stored.rows()) {
                throw BackupException.damaged(stored.file().path(), "has " + filled + " rows, not " + stored.rows());
            }
        }
    }

    /** A line is a row: line ends inside of values are written as two other characters. */
    private static long copyIn(CopyManager copy, String sql, InputStream rows) throws SQLException, IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long filled = 0;
        int inPart = 0;
        CopyIn part = copy.copyIn(sql);
        try {
            for (int read = rows.read(buffer); read >= 0; read = rows.read(buffer)) {
                int sent = 0;
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n' && ++inPart == ROWS_A_PART) {
                        part.writeToCopy(buffer, sent, i + 1 - sent);
                        filled += part.endCopy();
                        part = copy.copyIn(sql);
                        sent = i + 1;
                        inPart = 0;
                    }
                }
                part.writeToCopy(buffer, sent, read - sent);
            }
            return filled + part.endCopy();
        } finally {
            if (part.isActive()) {
                part.cancelCopy();
            }
        }
    }

    /** Numbers that the database hands out go on after the largest that is in use. */
    static void advanceSequences(Statement statement) throws SQLException {
        List<String> calls = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                SELECT format('SELECT setval(%L, coalesce(max(%I), 0) + 1, false) FROM %I',
                              s.oid::regclass::text, a.attname, t.relname)
                  FROM pg_depend d
                  JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                  JOIN pg_class t ON t.oid = d.refobjid
                  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
                 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                   AND d.deptype IN ('a', 'i') AND t.relnamespace = current_schema()::regnamespace
                   AND pg_get_userbyid(t.relowner) = current_user""")) {
            while (rows.next()) {
                calls.add(rows.getString(1));
            }
        }
        for (String call : calls) {
            statement.execute(call);
        }
    }
}
