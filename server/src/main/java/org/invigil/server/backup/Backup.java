package org.invigil.server.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.flywaydb.core.api.MigrationVersion;
import org.invigil.server.backup.Manifest.ClipEntry;
import org.invigil.server.backup.Manifest.ClipState;
import org.invigil.server.backup.Manifest.Rows;
import org.invigil.server.backup.Manifest.StoredFile;
import org.invigil.server.backup.Tables.Table;
import org.invigil.server.database.OwnerLogin;
import org.invigil.server.evidence.ClipFiles;
import org.invigil.server.identity.Actor;
import org.invigil.server.system.PrivateFiles;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Writes one backup. All rows are of one moment: they are read in one transaction that sees nothing of what is written
 * meanwhile, and holds up nobody who writes. The clips are copied after it. An upload stores the bytes before the row, and
 * bytes are never changed, so whatever a row of that moment names is there, unless retention has deleted it meanwhile.
 *
 * <p>Everything goes into a folder beside the target and is forced to the disk; the target appears whole, under its name,
 * or not at all.
 */
final class Backup {

    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(5);
    private static final String SNAPSHOT_LIST = "clips.snapshot.gz";

    private final OwnerLogin owner;
    private final ClipFiles clips;
    private final BackupFolder draft;
    private final @Nullable BackupFolder earlier;
    private final Consumer<String> progress;

    private Backup(
            OwnerLogin owner,
            ClipFiles clips,
            BackupFolder draft,
            @Nullable BackupFolder earlier,
            Consumer<String> progress) {
        this.owner = owner;
        this.clips = clips;
        this.draft = draft;
        this.earlier = earlier;
        this.progress = progress;
    }

    /**
     * Writes the backup.
     *
     * @param target a folder that is not there, or is empty
     * @param earlier a backup whose clips are linked, not copied, where they are the same; null for none
     * @param progress takes a line now and then
     * @throws BackupException if it cannot be done; nothing is kept then
     */
    static Manifest write(
            OwnerLogin owner, ClipFiles clips, Path target, @Nullable Path earlier, Consumer<String> progress) {
        Path place = target.toAbsolutePath().normalize();
        try {
            if (Files.exists(place) && !BackupFolder.isEmpty(place)) {
                throw BackupException.folderTaken(place);
            }
            requireSameDisk(place);
            BackupFolder old = earlier == null
                    ? null
                    : new BackupFolder(earlier.toAbsolutePath().normalize());
            if (old != null) {
                old.manifest(); // a mistyped name is told before the work, not by a full disk after it
            }
            BackupFolder draft = createDraft(place);
            try {
                Manifest manifest = new Backup(owner, clips, draft, old, progress).write();
                draft.force();
                if (!PrivateFiles.hasModes(place)) {
                    Files.deleteIfExists(place); // Windows renames onto no folder, not even an empty one
                }
                Files.move(draft.path(), place, StandardCopyOption.ATOMIC_MOVE);
                PrivateFiles.forceNames(BackupFolder.parent(place));
                return manifest;
            } catch (IOException | SQLException | RuntimeException e) {
                draft.delete();
                throw e;
            }
        } catch (IOException e) {
            throw BackupException.of(place, e);
        } catch (SQLException e) {
            throw BackupException.of(e);
        }
    }

    /** The backup is written beside its folder and then renamed, which cannot be done across a mount point. */
    private static void requireSameDisk(Path place) throws IOException {
        Path parent = BackupFolder.parent(place);
        if (Files.exists(place) && !Files.getFileStore(place).equals(Files.getFileStore(parent))) {
            throw BackupException.mountPoint(place);
        }
    }

    private static BackupFolder createDraft(Path place) throws IOException {
        Path folder = place.resolveSibling(place.getFileName() + ".partial");
        try {
            Files.createDirectories(BackupFolder.parent(place), PrivateFiles.folder(place));
            Files.createDirectory(folder, PrivateFiles.folder(folder));
            return new BackupFolder(folder);
        } catch (FileAlreadyExistsException e) {
            throw BackupException.draftTaken(folder);
        }
    }

    /** The order matters: rows, then clips, then the manifest. */
    private Manifest write() throws SQLException, IOException {
        Schema schema = new Schema(owner);
        MigrationVersion version = schema.current()
                .orElseThrow(() -> new BackupException("The database is empty: no server has been started on it."));
        if (version.isNewerThan(schema.newest().getVersion())) {
            throw BackupException.newerSchema(
                    "The database", version.getVersion(), schema.newest().getVersion());
        }
        Instant moment;
        List<LocalDate> scoreDays;
        List<Rows> tables = new ArrayList<>();
        try (Connection snapshot = owner.connect(LONGEST_ANSWER)) {
            snapshot.setAutoCommit(false);
            snapshot.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            snapshot.setReadOnly(true);
            moment = moment(snapshot);
            scoreDays = Tables.scoreDays(snapshot);
            for (Table table : Tables.toKeep(snapshot)) {
                Rows written = copy(snapshot, table);
                tables.add(written);
                progress.accept("Written: " + written.rows() + " rows of " + table.name());
            }
            Tables.become(snapshot, Actor.SYSTEM);
            try (OutputStream list = new GZIPOutputStream(HashedFile.create(draft.file(SNAPSHOT_LIST)))) {
                ClipFiles.list(
                        snapshot,
                        clip -> writeLine(
                                list,
                                new ClipEntry(
                                        clip.storagePath(), clip.fileSizeBytes(), clip.sha256(), ClipState.KEPT)));
            }
            snapshot.rollback();
        }
        progress.accept("All rows are written, as of " + moment);
        Manifest.Clips copied = copyClips();
        Files.delete(draft.file(SNAPSHOT_LIST));
        Manifest manifest = new Manifest(Manifest.FORMAT, moment, version.getVersion(), scoreDays, tables, copied);
        draft.write(manifest);
        return manifest;
    }

    private static Instant moment(Connection snapshot) throws SQLException {
        try (Statement statement = snapshot.createStatement();
                ResultSet now = statement.executeQuery("SELECT statement_timestamp()")) {
            now.next();
            return now.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private Rows copy(Connection snapshot, Table table) throws SQLException, IOException {
        Tables.becomeReader(snapshot, table);
        String name = "tables/" + table.name() + ".copy.gz";
        CopyManager copy = snapshot.unwrap(PGConnection.class).getCopyAPI();
        HashedFile file = HashedFile.create(draft.file(name));
        long rows;
        try (OutputStream out = new GZIPOutputStream(file, 1 << 16)) {
            rows = copy.copyOut(
                    "COPY (SELECT " + table.quotedColumns() + " FROM " + table.quoted() + ") TO STDOUT", out);
        }
        return new Rows(table.name(), table.columns(), rows, stored(name, file));
    }

    private static StoredFile stored(String name, HashedFile file) {
        HashedFile.Content content = file.content();
        return new StoredFile(name, content.sizeBytes(), content.sha256());
    }

    private static void writeLine(OutputStream out, ClipEntry clip) throws IOException {
        out.write((Manifest.JSON.writeValueAsString(clip) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    // ---- clips -----------------------------------------------------------------------------------------------------

    private Manifest.Clips copyClips() throws IOException, SQLException {
        long kept = 0;
        long keptBytes = 0;
        long deleted = 0;
        long lost = 0;
        HashedFile list = HashedFile.create(draft.file(BackupFolder.CLIP_LIST));
        try (BufferedReader snapshot = BackupFolder.lines(draft.file(SNAPSHOT_LIST));
                OutputStream out = new GZIPOutputStream(list)) {
            for (String line = snapshot.readLine(); line != null; line = snapshot.readLine()) {
                ClipEntry clip = Manifest.JSON.readValue(line, ClipEntry.class);
                ClipState state = copy(clip);
                writeLine(out, new ClipEntry(clip.storagePath(), clip.fileSizeBytes(), clip.sha256(), state));
                switch (state) {
                    case KEPT -> {
                        kept++;
                        keptBytes += clip.fileSizeBytes();
                    }
                    case DELETED -> deleted++;
                    case MISSING, DAMAGED -> {
                        lost++;
                        progress.accept(
                                "The store has " + (state == ClipState.MISSING ? "no clip " : "other bytes under ")
                                        + clip.storagePath());
                    }
                }
            }
        }
        return new Manifest.Clips(stored(BackupFolder.CLIP_LIST, list), kept, keptBytes, deleted, lost);
    }

    private ClipState copy(ClipEntry clip) throws IOException, SQLException {
        Path target = draft.clip(clip.storagePath());
        if (earlier != null && linked(earlier.clip(clip.storagePath()), clip, target)) {
            return ClipState.KEPT;
        }
        HashedFile.Content copied;
        try (var in = clips.read(BackupFolder.stored(clip))) {
            HashedFile file = HashedFile.create(target);
            try (file) {
                in.transferTo(file);
            }
            copied = file.content();
        } catch (java.nio.file.NoSuchFileException e) {
            return isListed(clip) ? ClipState.MISSING : ClipState.DELETED;
        }
        if (BackupFolder.isSame(copied, clip)) {
            return ClipState.KEPT;
        }
        Files.delete(target);
        return ClipState.DAMAGED;
    }

    /** Links the clip of an earlier backup, if that one has these very bytes and lies on the same disk. */
    private static boolean linked(Path old, ClipEntry clip, Path target) throws IOException {
        if (!Files.isRegularFile(old)
                || Files.size(old) != clip.fileSizeBytes()
                || !BackupFolder.isSame(HashedFile.read(old), clip)) {
            return false;
        }
        Files.createDirectories(BackupFolder.parent(target), PrivateFiles.folder(target));
        try {
            Files.createLink(target, old);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false; // another disk: copied from the store
        }
    }

    private boolean isListed(ClipEntry clip) throws SQLException {
        try (Connection connection = owner.connect(LONGEST_ANSWER)) {
            connection.setAutoCommit(false);
            Tables.become(connection, Actor.SYSTEM);
            return ClipFiles.isListed(connection, clip.storagePath());
        }
    }
}
