package org.invigil.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.invigil.server.TestDatabase;
import org.invigil.server.TestS3;
import org.invigil.server.database.OwnerLogin;
import org.invigil.server.evidence.ClipFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** Backup and restore as functions: databases without a server, clips in folders. Each test has an installation of its own. */
class BackupRestoreTests {

    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Path folder;
    private final List<String> told = new ArrayList<>();

    BackupRestoreTests(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A database and a data folder. */
    private record Installation(OwnerLogin owner, Path data) {

        Connection superuser() throws SQLException, IOException {
            return TestDatabase.superuser(owner.url());
        }

        ClipFiles clips() {
            return ClipFiles.open(new MockEnvironment(), data);
        }

        void execute(String sql) throws SQLException, IOException {
            try (Connection connection = owner.connect(ANSWER);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    private Installation empty(String name) {
        Map<String, Object> settings = TestDatabase.create();
        return new Installation(OldInstallation.owner(key -> String.valueOf(settings.get(key))), folder.resolve(name));
    }

    /** One with the rows and clips of the old installation, at schema 7. */
    private Installation old(String name) throws SQLException, IOException {
        Installation old = empty(name);
        new Schema(old.owner()).migrateTo(MigrationVersion.fromVersion(OldInstallation.SCHEMA));
        try (Connection superuser = old.superuser()) {
            OldInstallation.fill(superuser);
        }
        OldInstallation.storeClips(old.data());
        return old;
    }

    /** The same, brought to the newest schema. */
    private Installation filled(String name) throws SQLException, IOException {
        Installation filled = old(name);
        Schema schema = new Schema(filled.owner());
        schema.migrateTo(schema.newest());
        try (Connection superuser = filled.superuser()) {
            OldInstallation.fillLater(superuser);
        }
        return filled;
    }

    private Manifest backup(Installation from, String name) {
        try (ClipFiles clips = from.clips()) {
            return Backup.write(from.owner(), clips, folder.resolve(name), null, told::add);
        }
    }

    private void restore(String name, Installation to) {
        try (ClipFiles clips = to.clips()) {
            Restore.run(
                    to.owner(), clips, folder.resolve(name), Restore.check(folder.resolve(name), told::add), told::add);
        }
    }

    @Test
    void everyRowAndEveryClipComesBack() throws Exception {
        Installation source = filled("source");
        Manifest manifest = backup(source, "backup");
        Installation target = empty("target");
        restore("backup", target);

        try (Connection before = source.superuser();
                Connection after = target.superuser()) {
            Map<String, List<String>> columns = OldInstallation.columns(before);
            assertThat(columns.keySet())
                    .as("a table is in the backup, or on the list of those that are left out")
                    .containsExactlyInAnyOrderElementsOf(
                            manifest.tables().stream().map(Manifest.Rows::table).toList());
            Map<String, List<String>> rows = OldInstallation.rows(before, columns);
            assertThat(OldInstallation.rows(after, columns)).isEqualTo(rows);
            manifest.tables().forEach(table -> assertThat(table.rows())
                    .as(table.table())
                    .isEqualTo(rows.getOrDefault(table.table(), List.of()).size()));
            rows.forEach((table, its) ->
                    assertThat(its).as(table + " has something to keep").isNotEmpty());
            assertThat(rows.get("cheat_scores")).hasSize(200);
            assertThat(rows.get("unfinished_scores")).hasSize(1);
            assertThat(OldInstallation.security(after)).isEqualTo(OldInstallation.security(before));
            String partitions = "SELECT tableoid::regclass::text || ' ' || count(*) FROM cheat_scores GROUP BY tableoid"
                    + " ORDER BY 1";
            assertThat(OldInstallation.column(after, partitions))
                    .isEqualTo(OldInstallation.column(before, partitions))
                    .contains("cheat_scores_20260301 40", "cheat_scores_20260302 40")
                    .anyMatch(rowCount -> rowCount.startsWith("cheat_scores_default "));
            for (String table : leftOut(before)) {
                assertThat(OldInstallation.column(before, "SELECT count(*) FROM " + table))
                        .as(table + " has something to leave out")
                        .isNotEqualTo(List.of("0"));
                assertThat(OldInstallation.column(after, "SELECT count(*) FROM " + table))
                        .as(table)
                        .containsExactly("0");
            }
        }
        assertThat(files(target.data().resolve("storage")))
                .isEqualTo(files(source.data().resolve("storage")));
        try (Connection app = app(target);
                Statement statement = app.createStatement()) {
            assertThat(OldInstallation.column(app, "SELECT count(*) FROM profiles"))
                    .as("seen by nobody in particular")
                    .containsExactly("0");
            statement.execute("SELECT set_config('invigil.role', 'student', false), set_config('invigil.user_id', '"
                    + OldInstallation.ANN + "', false)");
            assertThat(OldInstallation.column(app, "SELECT username FROM profiles"))
                    .as("seen by a student")
                    .containsExactly("ann");
        }
    }

    /** A later version checks new rows by a bound that an old row may be beyond; what was kept is brought back all the same. */
    @Test
    void rowsOlderThanACheckComeBackAndNewOnesAreCheckedAsBefore() throws Exception {
        Installation source = old("source");
        try (Connection superuser = source.superuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("UPDATE incidents SET started_at = '1970-01-01Z'");
        }
        Schema schema = new Schema(source.owner());
        schema.migrateTo(schema.newest());
        backup(source, "backup");
        Installation target = empty("target");
        restore("backup", target);

        String checks = "SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint"
                + " WHERE contype = 'c' AND connamespace = 'public'::regnamespace ORDER BY 1";
        try (Connection before = source.superuser();
                Connection after = target.superuser()) {
            assertThat(OldInstallation.column(after, "SELECT count(*) FROM incidents WHERE started_at = '1970-01-01Z'"))
                    .isEqualTo(OldInstallation.column(before, "SELECT count(*) FROM incidents"))
                    .isNotEqualTo(List.of("0"));
            assertThat(OldInstallation.column(after, checks))
                    .isEqualTo(OldInstallation.column(before, checks))
                    .anyMatch(check -> check.endsWith("NOT VALID"));
        }
    }

    /** Those that the schema has; Flyway's own history is in every database. */
    private static List<String> leftOut(Connection superuser) throws SQLException {
        List<String> existing = OldInstallation.column(
                superuser, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
        return existing.stream()
                .filter(Tables.LEFT_OUT::contains)
                .filter(table -> !table.equals("flyway_schema_history"))
                .toList();
    }

    private static Connection app(Installation installation) throws SQLException {
        Map<String, Object> settings = TestDatabase.create();
        return DriverManager.getConnection(
                installation.owner().url(),
                installation.owner().appUsername(),
                String.valueOf(settings.get("invigil.database.app.password")));
    }

    /** Names and contents of all clips below a folder. */
    private static Map<String, String> files(Path storage) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(storage)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(
                        storage.relativize(file).toString(),
                        HashedFile.read(file).sha256());
            }
        }
        assertThat(files).isNotEmpty();
        return files;
    }

    @Test
    void anOldBackupGoesIntoANewServer() throws Exception {
        Installation source = old("source");
        assertThat(backup(source, "backup").schemaVersion()).isEqualTo(OldInstallation.SCHEMA);
        Installation target = empty("target");
        restore("backup", target);

        Schema schema = new Schema(target.owner());
        assertThat(schema.current()).contains(schema.newest());
        try (Connection before = source.superuser();
                Connection after = target.superuser()) {
            Map<String, List<String>> had = OldInstallation.columns(before);
            Map<String, List<String>> has = OldInstallation.columns(after);
            assertThat(OldInstallation.shared(OldInstallation.rowsAsJson(after, had.keySet()), had))
                    .as("what the old schema had and the new one still has")
                    .isEqualTo(OldInstallation.shared(OldInstallation.rowsAsJson(before, had.keySet()), has));
        }
    }

    @Test
    void aBackupIsForItsOwnerOnlyAndSaysWhatIsInIt() throws Exception {
        Installation source = filled("source");
        Manifest manifest = backup(source, "backup");
        try (Stream<Path> all = Files.walk(folder.resolve("backup"))) {
            for (Path path : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
        assertThat(new BackupFolder(folder.resolve("backup")).manifest()).isEqualTo(manifest);
        assertThat(manifest.clips().kept()).isEqualTo(3);
        assertThat(manifest.clips().keptBytes()).isEqualTo(55 + 55 + 57);
        assertThat(folder.resolve("backup.partial")).doesNotExist();
        assertThat(Files.readString(folder.resolve("backup/manifest.json")))
                .contains("\"schema_version\"")
                .doesNotContain("ann", source.owner().password());
    }

    @Test
    void whatTheStoreHasLostIsToldAndTheRestIsKept() throws Exception {
        Installation source = filled("source");
        List<String> paths = List.copyOf(new TreeSet<>(OldInstallation.CLIPS.keySet()));
        Path storage = source.data().resolve("storage");
        Files.delete(storage.resolve(paths.get(0)));
        Files.write(storage.resolve(paths.get(1)), new byte[55]);
        Manifest manifest = backup(source, "backup");

        assertThat(manifest.clips().kept()).isEqualTo(1);
        assertThat(manifest.clips().lost()).isEqualTo(2);
        assertThat(told)
                .contains("The store has no clip " + paths.get(0), "The store has other bytes under " + paths.get(1));
        Installation target = empty("target");
        restore("backup", target);
        assertThat(files(target.data().resolve("storage")).keySet()).containsExactly(paths.get(2));
    }

    @Test
    void aClipThatRetentionDeletesMeanwhileIsNoLoss() throws Exception {
        Installation source = filled("source");
        String gone = new TreeSet<>(OldInstallation.CLIPS.keySet()).first();
        try (ClipFiles clips = source.clips()) {
            Manifest manifest = Backup.write(source.owner(), clips, folder.resolve("backup"), null, line -> {
                if (line.contains("All rows")) { // the rows are read, the clips are not
                    delete(source, gone);
                }
            });
            assertThat(manifest.clips().deleted()).isEqualTo(1);
            assertThat(manifest.clips().kept()).isEqualTo(2);
            assertThat(manifest.clips().lost()).isZero();
        }
        restore("backup", empty("target"));
    }

    private static void delete(Installation installation, String path) {
        try (Connection superuser = installation.superuser();
                Statement statement = superuser.createStatement()) {
            Files.delete(installation.data().resolve("storage").resolve(path));
            statement.execute("DELETE FROM video_metadata WHERE storage_path = '" + path + "'");
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anEarlierBackupLendsItsClipsUnlessTheyAreDamaged() throws Exception {
        Installation source = filled("source");
        backup(source, "first");
        List<String> paths = List.copyOf(new TreeSet<>(OldInstallation.CLIPS.keySet()));
        BackupFolder first = new BackupFolder(folder.resolve("first"));
        BackupFolder second = new BackupFolder(folder.resolve("second"));
        Files.write(first.clip(paths.get(1)), new byte[55]);
        try (ClipFiles clips = source.clips()) {
            Backup.write(source.owner(), clips, second.path(), first.path(), told::add);
        }
        assertThat(Files.isSameFile(first.clip(paths.get(0)), second.clip(paths.get(0))))
                .as("linked")
                .isTrue();
        assertThat(Files.isSameFile(first.clip(paths.get(1)), second.clip(paths.get(1))))
                .as("the damaged one")
                .isFalse();
        Restore.check(second.path(), told::add);
    }

    @Test
    void clipsMoveIntoAnObjectStoreAndOutOfIt() throws Exception {
        Installation source = filled("source");
        backup(source, "backup");
        TestS3 s3 = new TestS3(Files.createDirectory(folder.resolve("s3")));
        try {
            MockEnvironment environment = new MockEnvironment()
                    .withProperty("invigil.storage.kind", "s3")
                    .withProperty("invigil.storage.s3.endpoint", s3.endpoint())
                    .withProperty("invigil.storage.s3.bucket", TestS3.BUCKET)
                    .withProperty("invigil.storage.s3.access-key", TestS3.ACCESS_KEY)
                    .withProperty("invigil.storage.s3.secret-key", TestS3.SECRET_KEY);
            Installation target = empty("target");
            try (ClipFiles clips = ClipFiles.open(environment, target.data())) {
                Path backup = folder.resolve("backup");
                Restore.run(target.owner(), clips, backup, Restore.check(backup, told::add), told::add);
                Manifest again = Backup.write(target.owner(), clips, folder.resolve("again"), null, told::add);
                assertThat(again.clips().kept()).isEqualTo(3);
                assertThat(again.clips().lost()).isZero();
            }
            assertThat(files(folder.resolve("again/clips"))).isEqualTo(files(folder.resolve("backup/clips")));
        } finally {
            s3.stop();
        }
    }

    @Test
    void aRestoreThatWasCutOffIsDoneAgain() throws Exception {
        Installation source = filled("source");
        backup(source, "backup");
        Installation target = empty("target");
        Path backup = folder.resolve("backup");
        try (ClipFiles clips = target.clips()) {
            Manifest manifest = Restore.check(backup, told::add);
            // Cut off after the clips, before the rows.
            assertThatThrownBy(() -> Restore.run(target.owner(), clips, backup, manifest, line -> {
                        if (line.contains("clips are restored")) {
                            throw new IllegalStateException("killed");
                        }
                    }))
                    .hasMessage("killed");
        }
        restore("backup", target);
        assertThatThrownBy(() -> restore("backup", target))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("The database is in use already");
        assertThat(files(target.data().resolve("storage")))
                .isEqualTo(files(source.data().resolve("storage")));
    }

    @Test
    void aDamagedBackupIsFoundBeforeAnythingIsWritten() throws Exception {
        backup(filled("source"), "backup");
        BackupFolder backup = new BackupFolder(folder.resolve("backup"));
        Path clip = backup.clip(new TreeSet<>(OldInstallation.CLIPS.keySet()).first());
        byte[] bytes = Files.readAllBytes(clip);
        Files.write(clip, new byte[bytes.length]);
        refused("clips/exam-recordings", "is not the clip that was uploaded");
        Files.delete(clip);
        refused("clips/exam-recordings", "is missing");
        Files.write(clip, bytes);

        Path table = backup.file("tables/answers.copy.gz");
        bytes = Files.readAllBytes(table);
        byte[] changed = bytes.clone();
        changed[changed.length / 2] ^= 1;
        Files.write(table, changed);
        refused("tables/answers.copy.gz has another hash");
        Files.write(table, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        refused("tables/answers.copy.gz has " + (bytes.length - 1) + " bytes, not " + bytes.length);
        Files.write(table, bytes);
        Restore.check(backup.path(), told::add);

        Path manifest = backup.file("manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, " ", StandardOpenOption.APPEND);
        refused("manifest.json has another hash");
        sign(backup, text.replace("\"format\" : 1", "\"format\" : 99"));
        refused("The backup has format 99, this program knows 1");
        sign(backup, text.replaceFirst("\"schema_version\" : \"\\d+\"", "\"schema_version\" : \"9999\""));
        Installation target = empty("target");
        assertThatThrownBy(() -> restore("backup", target))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("The backup has schema 9999, this program knows");
        assertThat(new Schema(target.owner()).current()).isEmpty();
        sign(backup, text.replace("\"saved_at\"", "\"kept_at\""));
        assertThatThrownBy(() -> restore("backup", target)).hasMessageContaining("the columns of answers are others");
        Files.delete(manifest);
        refused("holds no whole backup");
    }

    private void refused(String... words) {
        assertThatThrownBy(() -> Restore.check(folder.resolve("backup"), told::add))
                .isInstanceOf(BackupException.class)
                .hasMessageContainingAll(words);
    }

    private static void sign(BackupFolder backup, String manifest) throws IOException {
        Files.writeString(backup.file("manifest.json"), manifest);
        Files.writeString(
                backup.file("manifest.sha256"),
                HashedFile.read(backup.file("manifest.json")).sha256() + "  manifest.json\n",
                StandardCharsets.UTF_8);
    }

    @Test
    void foldersAndDatabasesInUseAreLeftAlone() throws Exception {
        Installation source = filled("source");
        Files.createDirectory(folder.resolve("taken"));
        Files.createFile(folder.resolve("taken/file"));
        assertThatThrownBy(() -> backup(source, "taken")).hasMessageContaining("exists and is not empty");
        Files.createDirectory(folder.resolve("backup.partial"));
        assertThatThrownBy(() -> backup(source, "backup")).hasMessageContaining("backup.partial already");
        assertThat(folder.resolve("backup.partial")).exists();
        Files.delete(folder.resolve("backup.partial"));
        Files.createDirectory(folder.resolve("backup"));
        backup(source, "backup"); // an empty one is fine

        assertThatThrownBy(() -> backup(empty("nothing"), "other")).hasMessageContaining("The database is empty");
        Installation target = empty("target");
        try (Connection server = app(target)) {
            assertThat(server.isValid(1)).isTrue();
            assertThatThrownBy(() -> restore("backup", target)).hasMessageContaining("A server is running");
        }
        assertThat(new Schema(target.owner()).current()).isEmpty();
        assertThatThrownBy(() -> restore("backup", source)).hasMessageContaining("in use already");
    }

    @Test
    void aTableOfALaterMigrationIsKeptByItselfOrTheBackupIsRefused() throws Exception {
        Installation source = filled("source");
        source.execute("""
                CREATE TABLE later_things (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, thing text);
                INSERT INTO later_things (thing) VALUES ('one'), ('two');
                ALTER TABLE later_things ENABLE ROW LEVEL SECURITY;
                ALTER TABLE later_things FORCE ROW LEVEL SECURITY;
                CREATE POLICY later_student ON later_things FOR ALL USING (invigil_role() = 'student' OR thing = 'one')""");
        assertThatThrownBy(() -> backup(source, "backup"))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("Not every row of later_things can be seen");
        assertThat(folder.resolve("backup.partial")).doesNotExist();

        source.execute("CREATE POLICY later_read ON later_things FOR SELECT USING ((SELECT invigil_is_staff()))");
        Manifest manifest = backup(source, "backup");
        assertThat(manifest.tables())
                .filteredOn(table -> table.table().equals("later_things"))
                .singleElement()
                .satisfies(table -> assertThat(table.rows()).isEqualTo(2));
        assertThatThrownBy(() -> restore("backup", empty("target")))
                .hasMessageContaining("the schema has no table later_things");
    }

    @Test
    void numbersThatTheDatabaseHandsOutGoOnAfterTheLast() throws Exception {
        Installation target = empty("target");
        target.execute("CREATE TABLE counted (id bigint GENERATED ALWAYS AS IDENTITY, old serial, thing text);"
                + " INSERT INTO counted OVERRIDING SYSTEM VALUE VALUES (41, 7, 'restored')");
        try (Connection owner = target.owner().connect(ANSWER);
                Statement statement = owner.createStatement()) {
            RowRestore.advanceSequences(statement);
            statement.execute("INSERT INTO counted (thing) VALUES ('new')");
            assertThat(OldInstallation.column(owner, "SELECT id || ' ' || old FROM counted ORDER BY id"))
                    .containsExactly("41 7", "42 8");
        }
    }

    @Test
    void tablesComeAfterThoseTheyReferTo() {
        Tables.Table none = new Tables.Table("", List.of(), true);
        Map<String, Tables.Table> tables = new TreeMap<>();
        for (String name : List.of("a", "b", "c")) {
            tables.put(name, new Tables.Table(name, none.columns(), true));
        }
        assertThat(Tables.inOrder(tables, Map.of("a", Set.of("c"), "c", Set.of("b", "elsewhere"))))
                .extracting(Tables.Table::name)
                .containsExactly("b", "c", "a");
    }
}
