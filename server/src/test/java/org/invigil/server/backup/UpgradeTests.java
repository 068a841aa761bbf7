package org.invigil.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.api.MigrationVersion;
import org.invigil.server.TestAnswer;
import org.invigil.server.TestClip;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestServer;
import org.invigil.server.database.CommandDatabase;
import org.invigil.server.database.Superuser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * A data folder of schema 7 under today's server, and from there by the commands onto another machine: two servers as
 * processes, and what they answer.
 */
class UpgradeTests {

    private final Path folder;
    private final List<TestServer> servers = new ArrayList<>();

    /** The folder is removed by stopAll, once the databases that work in it have ended. */
    UpgradeTests(@TempDir(cleanup = CleanupMode.NEVER) Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void stopAll() throws Exception {
        for (TestServer server : servers) {
            server.kill();
        }
        for (String data : List.of("old", "new")) {
            for (ProcessHandle postgres : TestServer.postgresOf(folder.resolve(data))) {
                postgres.destroyForcibly();
                postgres.onExit().get(30, TimeUnit.SECONDS);
            }
        }
        FileSystemUtils.deleteRecursively(folder);
    }

    private TestServer start(Path data) throws Exception {
        TestServer server = TestServer.start(folder, "--port", "0", "--data", data.toString());
        servers.add(server);
        return server;
    }

    /** An empty data folder that need not unpack PostgreSQL's programs once more. */
    private Path dataFolder(String name) throws IOException {
        Path data = Files.createDirectory(folder.resolve(name));
        Path programs = Files.createDirectories(Path.of("target", "postgres-programs"));
        Files.createSymbolicLink(data.resolve("programs"), programs.toAbsolutePath());
        return data;
    }

    @Test
    void anOldDataFolderIsUpgradedBackedUpAndRestoredElsewhere() throws Exception {
        Path old = dataFolder("old");
        Map<String, List<String>> had;
        Map<String, List<String>> before;
        try (CommandDatabase database = CommandDatabase.toFill(new MockEnvironment(), old)) {
            new Schema(database.owner()).migrateTo(MigrationVersion.fromVersion(OldInstallation.SCHEMA));
            try (Connection superuser = Superuser.connect(old, database.owner().url())) {
                OldInstallation.fill(superuser);
                had = OldInstallation.columns(superuser);
                before = OldInstallation.rowsAsJson(superuser, had.keySet());
            }
        }
        OldInstallation.storeClips(old);

        TestServer upgraded = start(old);
        Map<String, List<String>> columns;
        Map<String, List<String>> rows;
        try (Connection superuser = Superuser.connectToRunning(old)) {
            columns = OldInstallation.columns(superuser);
            // A server that runs counts in it whenever it gets to it; BackupRestoreTests compares its rows.
            columns.remove("session_watches");
            rows = OldInstallation.rows(superuser, columns);
            assertThat(OldInstallation.shared(OldInstallation.rowsAsJson(superuser, had.keySet()), had))
                    .as("what the old schema had and the new one still has")
                    .isEqualTo(OldInstallation.shared(before, columns));
        }
        everythingIsThere(upgraded.port());

        // Beside the running server, and nobody is asked to stop.
        Path backup = folder.resolve("backup");
        assertThat(backup(backup.toString(), "--data", old.toString())).isEqualTo("0 ");
        assertThat(restore(backup.toString(), "--data", old.toString()))
                .startsWith("1 ")
                .contains("Another Invigil server is using the data folder");
        upgraded.terminate();
        assertThat(restore(backup.toString(), "--data", old.toString()))
                .startsWith("1 ")
                .contains("The database is in use already");
        assertThat(backup(folder.resolve("cold").toString(), "--data", old.toString(), "--reuse", backup.toString()))
                .as("with the server stopped")
                .isEqualTo("0 ");
        assertThat(TestServer.postgresOf(old)).as("started for the time").isEmpty();

        Path other = dataFolder("new");
        assertThat(restore(folder.resolve("cold").toString(), "--data", other.toString()))
                .isEqualTo("0 ");
        assertThat(Files.readString(other.resolve("database-passwords.properties")))
                .as("secrets do not move")
                .isNotEqualTo(Files.readString(old.resolve("database-passwords.properties")));
        TestServer restored = start(other);
        assertThat(restored.output()).as("there is somebody to sign in").doesNotContain("The first account");
        try (Connection superuser = Superuser.connectToRunning(other)) {
            assertThat(OldInstallation.rows(superuser, columns)).isEqualTo(rows);
        }
        everythingIsThere(restored.port());
        examsGoOn(restored.port());
        restored.terminate();
    }

    /** Everybody gets at what is theirs, and at nothing else. */
    private static void everythingIsThere(int port) {
        TestHttp ann = person(port, "ann");
        TestHttp bo = person(port, "bo");
        TestHttp proctor = person(port, "watch");
        assertThat(proctor.get("/api/auth/me").json().path("roles").toString())
                .as("who watched could review too")
                .isEqualTo("[\"proctor\",\"reviewer\"]");
        assertThat(proctor.get("/api/sessions").json().path("total").asInt()).isEqualTo(5);
        assertThat(person(port, "boss").get("/api/exams").json().path("exams").size())
                .isEqualTo(2);

        String past = "/api/sessions/" + OldInstallation.id("51");
        for (TestHttp reader : List.of(ann, proctor)) {
            JsonNode session = reader.get(past).json();
            assertThat(session.path("status").asString()).isEqualTo("submitted");
            assertThat(session.path("cheat_score").asDouble()).isEqualTo(12.5);
            assertThat(session.path("focus_score").asDouble()).isEqualTo(88.25);
            assertThat(session.at("/answers/0/value/option_ids").toString()).isEqualTo("[\"a\",\"b\"]");
            assertThat(session.at("/answers/1/value/text").asString())
                    .isEqualTo("Because\tof «ünïcödé», a\nsecond line, \\N, \\. and 🦉");
            assertThat(session.at("/incidents/0/behavior").asString()).isEqualTo("looking_left");
            assertThat(reader.get(past + "/scores").json().path("points").size())
                    .isEqualTo(40);
            String clip = session.at("/clips/0/id").asString();
            TestHttp.Answer content = reader.get("/api/clips/" + clip + "/content");
            assertThat(content.status()).isEqualTo(200);
            assertThat(content.response().body()).isEqualTo(TestClip.webm("upgrade one"));
            assertThat(bo.get("/api/clips/" + clip + "/content").status()).isEqualTo(404);
        }
        assertThat(bo.get(past).status()).isEqualTo(404);
        JsonNode active =
                ann.get("/api/exam/sessions/" + OldInstallation.id("54")).json();
        assertThat(active.path("status").asString()).isEqualTo("active");
        assertThat(active.at("/answers/0/value/text").asString()).isEqualTo("Half an ans");
    }

    /** A sitting that was active goes on to its end, and the admin writes the next exam. */
    private static void examsGoOn(int port) {
        TestHttp ann = person(port, "ann");
        String session = OldInstallation.id("54");
        JsonNode stored = ann.get("/api/exam/sessions/" + session).json().at("/answers/0");
        assertThat(ann.put(
                                "/api/exam/sessions/" + session + "/answers/" + OldInstallation.id("44"),
                                TestAnswer.body(
                                        UUID.randomUUID(),
                                        stored.path("version").asString(),
                                        Map.of("text", "Half an answer, and the rest")))
                        .status())
                .isEqualTo(200);
        assertThat(TestClip.upload(
                                ann,
                                session,
                                UUID.randomUUID().toString(),
                                TestClip.webm("after the restore"),
                                Map.of())
                        .status())
                .isEqualTo(201);
        TestHttp.Answer submitted = ann.post("/api/exam/submit", Map.of("session_id", session, "reason", "student"));
        assertThat(submitted.status()).as(submitted.text()).isEqualTo(200);
        JsonNode review = person(port, "watch").get("/api/sessions/" + session).json();
        assertThat(review.path("status").asString()).isEqualTo("submitted");
        assertThat(review.at("/answers/0/value/text").asString()).isEqualTo("Half an answer, and the rest");
        assertThat(review.path("clips").size()).isEqualTo(2);
        assertThat(person(port, "boss")
                        .post("/api/exams", TestPeople.examInput(java.time.Instant.now()))
                        .status())
                .isEqualTo(201);
    }

    private static TestHttp person(int port, String username) {
        return new TestHttp(port).signIn(username, TestPeople.PASSWORD);
    }

    private static String backup(String... arguments) {
        StringWriter told = new StringWriter();
        int exitCode = BackupCommand.run(new PrintWriter(told), new PrintWriter(told), arguments);
        return exitCode + " " + (exitCode == 0 ? "" : told);
    }

    private static String restore(String... arguments) {
        StringWriter told = new StringWriter();
        int exitCode = RestoreCommand.run(new PrintWriter(told), new PrintWriter(told), arguments);
        return exitCode + " " + (exitCode == 0 ? "" : told);
    }
}
