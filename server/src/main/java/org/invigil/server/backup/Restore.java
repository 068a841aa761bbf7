package org.invigil.server.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.flywaydb.core.api.MigrationVersion;
import org.invigil.server.backup.Manifest.ClipEntry;
import org.invigil.server.backup.Manifest.ClipState;
import org.invigil.server.backup.Tables.Table;
import org.invigil.server.database.OwnerLogin;
import org.invigil.server.evidence.ClipFiles;

/**
 * Brings a backup into an empty installation. The schema is made as it was when the backup was taken, clips come first,
 * then all rows in one transaction, then the schema goes on to where this program is. So at any moment at which it is cut
 * off the database either has no row, and the restore can be done again, or has them all.
 */
final class Restore {

    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(30);

    private final OwnerLogin owner;
    private final ClipFiles clips;
    private final BackupFolder folder;
    private final Manifest manifest;
    private final Consumer<String> progress;

    private Restore(
            OwnerLogin owner, ClipFiles clips, BackupFolder folder, Manifest manifest, Consumer<String> progress) {
        this.owner = owner;
        this.clips = clips;
        this.folder = folder;
        this.manifest = manifest;
        this.progress = progress;
    }

    /**
     * Reads every file of a backup and compares it with its hash. Writes nothing.
     *
     * @throws BackupException saying what is wrong with it
     */
    static Manifest check(Path folder, Consumer<String> progress) {
        try {
            return new BackupFolder(folder.toAbsolutePath().normalize()).check(progress);
        } catch (IOException e) {
            throw BackupException.of(folder, e);
        }
    }

    /**
     * Restores a backup that was checked.
     *
     * @throws BackupException if it cannot be done; the database has no row of it then, unless the message says so
     */
    static void run(OwnerLogin owner, ClipFiles clips, Path folder, Manifest manifest, Consumer<String> progress) {
        BackupFolder files = new BackupFolder(folder.toAbsolutePath().normalize());
        try {
            new Restore(owner, clips, files, manifest, progress).run();
        } catch (IOException e) {
            throw BackupException.of(folder, e);
        } catch (SQLException e) {
            throw BackupException.of(e);
        }
    }

    private void run() throws SQLException, IOException {
        Schema schema = new Schema(owner);
        MigrationVersion version = MigrationVersion.fromVersion(manifest.schemaVersion());
        if (version.isNewerThan(schema.newest().getVersion())) {
            throw BackupException.newerSchema(
                    "The backup", version.getVersion(), schema.newest().getVersion());
        }
        requireEmpty(schema, version);
        schema.migrateTo(version);
        addPartitions();
        restoreClips();
        try (Connection connection = owner.connect(LONGEST_ANSWER)) {
            RowRestore.run(connection, folder, manifest);
        }
        progress.accept("All rows are restored, as of " + manifest.createdAt());
        try {
            schema.migrateTo(schema.newest());
        } catch (BackupException e) {
            throw new BackupException(
                    "Everything is restored, but not yet brought to the schema of this version; the next"
                            + " start tries again. " + e.getMessage());
        }
        gatherStatistics();
    }

    private void requireEmpty(Schema schema, MigrationVersion version) throws SQLException {
        Optional<MigrationVersion> current = schema.current();
        try (Connection connection = owner.connect(LONGEST_ANSWER)) {
            connection.setAutoCommit(false);
            requireNoServer(connection);
            for (Table table : current.isEmpty() ? List.<Table>of() : Tables.toKeep(connection)) {
                Tables.becomeReader(connection, table);
                requireEmpty(connection, table);
            }
            connection.rollback();
        }
        if (current.isPresent() && current.get().isNewerThan(version.getVersion())) {
            throw new BackupException("The database is empty, but has schema "
                    + current.get().getVersion() + " already, the backup has " + version.getVersion()
                    + ". Name a data folder that does not exist, or a database without tables.");
        }
    }

    static void requireEmpty(Connection connection, Table table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM " + table.quoted() + " LIMIT 1")) {
            if (rows.next()) {
                throw BackupException.notEmpty(table.name());
            }
        }
    }

    private void requireNoServer(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND usename = ? LIMIT 1")) {
            query.setString(1, owner.appUsername());
            try (ResultSet rows = query.executeQuery()) {
                if (rows.next()) {
                    throw BackupException.databaseInUse();
                }
            }
        }
    }

    /** Each in a transaction of its own: making hundreds takes many locks. Those that are there already are fine. */
    private void addPartitions() throws SQLException {
        try (Connection connection = owner.connect(LONGEST_ANSWER);
                PreparedStatement add = connection.prepareStatement(
                        "SELECT set_config('invigil.role', 'system', true), invigil_add_score_partition(?)")) {
            for (LocalDate day : manifest.scoreDays()) {
                add.setObject(1, day);
                add.execute();
            }
        }
    }

    private void restoreClips() throws IOException {
        try (BufferedReader list = BackupFolder.lines(folder.file(BackupFolder.CLIP_LIST))) {
            for (String line = list.readLine(); line != null; line = list.readLine()) {
                ClipEntry clip = Manifest.JSON.readValue(line, ClipEntry.class);
                if (clip.state() != ClipState.KEPT) {
                    continue;
                }
                Path file = folder.clip(clip.storagePath());
                if (!clips.write(BackupFolder.stored(clip), () -> Files.newInputStream(file))) {
                    throw new BackupException("The store of clips holds another clip as " + clip.storagePath()
                            + ". It belongs to another installation; name an empty folder or bucket.");
                }
            }
        }
        progress.accept(manifest.clips().kept() + " clips are restored");
    }

    /** Else the first hours' queries are planned for empty tables. */
    private void gatherStatistics() throws SQLException {
        try (Connection connection = owner.connect(LONGEST_ANSWER);
                Statement statement = connection.createStatement()) {
            for (Table table : Tables.toKeep(connection)) {
                statement.execute("ANALYZE " + table.quoted());
            }
        }
    }
}
