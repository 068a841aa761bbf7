package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The server as its own process, started and stopped as people and machines do it. */
class ServerProcessTests {

    private static final Pattern PASSWORD = Pattern.compile("username admin, password (\\S+)");

    private final Path folder;

    private final List<TestServer> servers = new ArrayList<>();

    /** The folder is removed by stopAll, once the database that works in it has ended. */
    ServerProcessTests(@TempDir(cleanup = CleanupMode.NEVER) Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void stopAll() throws Exception {
        for (TestServer server : servers) {
            server.kill();
        }
        for (ProcessHandle postgres : TestServer.postgresOf(folder.resolve("data"))) {
            postgres.destroyForcibly();
            postgres.onExit().get(30, TimeUnit.SECONDS);
        }
        org.springframework.util.FileSystemUtils.deleteRecursively(folder);
    }

    @Test
    void dataSurvivesARestartAndSigtermStopsTheDatabaseToo() throws Exception {
        TestServer first = start("--port", "0", "--data", data());
        String password = first.find(PASSWORD);
        TestHttp admin = new TestHttp(first.port()).signIn("admin", password);
        String exam = admin.post("/api/exams", TestPeople.examInput(java.time.Instant.now()))
                .json()
                .path("exam_id")
                .asString();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("data/database-passwords.properties"))))
                .isEqualTo("rw-------");
        assertThat(TestServer.postgresOf(folder.resolve("data"))).isNotEmpty();
        first.terminate();
        assertThat(TestServer.postgresOf(folder.resolve("data")))
                .as("processes of the database")
                .isEmpty();

        TestServer second = start("--port", "0", "--data", data());
        assertThat(second.output()).as("the password is shown once").doesNotContain("password");
        TestHttp again = new TestHttp(second.port()).signIn("admin", password);
        assertThat(again.get("/api/exams/" + exam).status()).isEqualTo(200);
        second.terminate();
    }

    @Test
    void aKilledServerDoesNotPreventTheNextStart() throws Exception {
        TestServer killed = start("--port", "0", "--data", data(), "--demo");
        killed.kill();
        assertThat(TestServer.postgresOf(folder.resolve("data")))
                .as("the orphan")
                .isNotEmpty();

        TestServer next = start("--port", "0", "--data", data(), "--demo");
        for (String name : List.of("admin", "proctor", "student1", "student2", "student3")) {
            TestHttp http = new TestHttp(next.port()).signIn(name, "invigil-" + name);
            var exams = http.get("/api/exams").json().path("exams");
            assertThat(exams.size()).isEqualTo(1);
            assertThat(exams.at("/0/state").asString()).isEqualTo("open");
            assertThat(exams.at("/0/question_count").asInt()).isEqualTo(8);
        }

        TestServer other = start("--port", "0", "--data", data());
        assertThat(other.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(other.process().exitValue()).isEqualTo(1);
        assertThat(other.output())
                .contains("Another Invigil server is using the data folder")
                .doesNotContain("\tat ");
        assertThat(new TestHttp(next.port()).get("/actuator/health").status()).isEqualTo(200);
        next.terminate();
    }

    @Test
    void aStalePidFileOfAnotherProcessIsNotBelieved() throws Exception {
        start("--port", "0", "--data", data()).terminate();
        Files.writeString(
                folder.resolve("data/postgres/postmaster.pid"),
                ProcessHandle.current().pid() + "\n");
        start("--port", "0", "--data", data()).terminate();
    }

    @Test
    void aTakenPortIsOneLineAndStartsNothing() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            TestServer refused = start("--port", Integer.toString(taken.getLocalPort()), "--data", data());
            assertThat(refused.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(refused.process().exitValue()).isEqualTo(1);
            assertThat(refused.output().lines().toList())
                    .singleElement()
                    .asString()
                    .contains("Port " + taken.getLocalPort() + " is taken");
            assertThat(TestServer.postgresOf(folder.resolve("data"))).isEmpty();
        }
    }

    @Test
    void aStartThatFailsHalfWayStopsTheDatabase() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/invigil.yaml"), "server.tomcat.threads.max: many\n");
        TestServer refused = start("--port", "0", "--data", data());
        assertThat(refused.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(refused.process().exitValue()).isEqualTo(1);
        assertThat(refused.output())
                .contains("server.tomcat.threads.max (invigil.yaml, line 1): must be a whole number");
        assertThat(TestServer.postgresOf(folder.resolve("data"))).isEmpty();
    }

    @Test
    void aWrongCommandLineIsOneLineAndExitCodeTwo() throws Exception {
        for (String[] wrong :
                new String[][] {{"--colour", "red"}, {"--port", "many"}, {"--port", "70000"}, {"extra"}}) {
            TestServer refused = start(wrong);
            assertThat(refused.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(refused.process().exitValue()).isEqualTo(2);
            assertThat(refused.output().lines()).singleElement().asString().startsWith("invigil start: ");
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private TestServer start(String... arguments) throws Exception {
        TestServer server = TestServer.start(folder, arguments);
        servers.add(server);
        return server;
    }
}
