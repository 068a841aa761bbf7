package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.invigil.server.database.EmbeddedPostgres;
import org.invigil.server.database.TestPrograms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        assertThat(other.awaitExit()).isEqualTo(4);
        assertThat(other.output())
                .contains("Another Invigil server is using the data folder")
                .doesNotContain("\tat ");
        assertThat(new TestHttp(next.port()).get("/actuator/health").status()).isEqualTo(200);
        next.terminate();
    }

    @Test
    void aStalePidFileOfAnotherProcessIsNotBelieved() throws Exception {
        EmbeddedPostgres.start(Files.createDirectory(folder.resolve("data")), TestPrograms.HOME)
                .close();
        Files.writeString(
                folder.resolve("data/postgres/postmaster.pid"),
                ProcessHandle.current().pid() + "\n");
        start("--port", "0", "--data", data()).terminate();
    }

    @Test
    void aTakenPortIsOneLineAndStartsNothing() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            TestServer refused = start("--port", Integer.toString(taken.getLocalPort()), "--data", data());
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.output().lines().toList())
                    .singleElement()
                    .asString()
                    .contains("Port " + taken.getLocalPort() + " is taken");
            assertThat(TestServer.postgresOf(folder.resolve("data"))).isEmpty();
        }
    }

    @Test
    void aDemoIsReachedFromThisMachineOnlyUnlessToldOtherwise() throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            // Taken at another address only: a demo that listened on every address could not have this port.
            TestServer demo = start("--demo", "--port", "" + elsewhere.getLocalPort(), "--data", data());
            assertThat(demo.port()).isEqualTo(elsewhere.getLocalPort());
            assertThat(demo.output()).contains("This demo can be reached from this machine only");
            demo.terminate();

            TestServer open =
                    start("--demo", "--host", "0.0.0.0", "--port", "" + elsewhere.getLocalPort(), "--data", data());
            assertThat(open.awaitExit()).isEqualTo(1);
            assertThat(open.output()).contains("Port " + elsewhere.getLocalPort() + " is taken");
        }
        TestServer told = start("--demo", "--host", "127.0.0.2", "--port", "0", "--data", data());
        int port = Integer.parseInt(told.find(Pattern.compile("ready at http://127.0.0.2:(\\d+)")));
        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                    .isInstanceOf(ConnectException.class);
        }
        told.terminate();
    }

    @Test
    void anAddressThatIsNotThisMachinesIsOneLine() throws Exception {
        for (String wrong : new String[] {"192.0.2.1", "no.such.host.invalid"}) {
            TestServer refused = start("--host", wrong, "--port", "0", "--data", data());
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.output().lines())
                    .singleElement()
                    .asString()
                    .contains(wrong)
                    .contains("--host");
        }
    }

    @Test
    void anAdminWithoutAPasswordGetsOneAtTheNextStart() throws Exception {
        start("--port", "0", "--data", data()).terminate();
        Path data = folder.resolve("data");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, TestPrograms.HOME);
                Connection owner = DriverManager.getConnection(
                        postgres.jdbcUrl(EmbeddedPostgres.DATABASE),
                        EmbeddedPostgres.OWNER_ROLE,
                        postgres.ownerPassword());
                Statement statement = owner.createStatement()) {
            statement.execute("SET invigil.role = 'system'; DELETE FROM credentials");
        }

        TestServer healed = start("--port", "0", "--data", data());
        new TestHttp(healed.port()).signIn("admin", healed.find(PASSWORD));
        healed.terminate();
    }

    /** Moments of a start, each told by what can be seen of it from outside. */
    private enum Moment {
        FOLDER_IS_TAKEN,
        DATABASE_IS_MADE,
        DATABASE_STARTS,
        SCHEMA_IS_MADE,
        ENGINES_LOAD
    }

    private record Starting(Path data, TestServer server) {

        String maps() throws IOException {
            return Files.readString(
                    Path.of("/proc", Long.toString(server.process().pid()), "maps"));
        }

        boolean hasTable(String name) throws IOException {
            Properties passwords = new Properties();
            try (var file = Files.newBufferedReader(data.resolve("database-passwords.properties"))) {
                passwords.load(file);
            }
            String port =
                    Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3);
            try (Connection owner = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + port + "/" + EmbeddedPostgres.DATABASE,
                            EmbeddedPostgres.OWNER_ROLE,
                            passwords.getProperty("owner"));
                    Statement statement = owner.createStatement();
                    ResultSet row = statement.executeQuery("SELECT to_regclass('" + name + "') IS NOT NULL")) {
                return row.next() && row.getBoolean(1);
            } catch (SQLException e) {
                return false; // not yet
            }
        }

        boolean isAt(Moment moment) {
            try {
                return !server.process().isAlive()
                        || switch (moment) {
                            case FOLDER_IS_TAKEN -> Files.exists(data.resolve("invigil.lock"));
                            case DATABASE_IS_MADE -> Files.exists(data.resolve("postgres.new"));
                            case DATABASE_STARTS -> Files.exists(data.resolve("postgres/postmaster.pid"));
                            case SCHEMA_IS_MADE -> hasTable("spring_session");
                            case ENGINES_LOAD -> maps().contains("libjnitensorflowlite");
                        };
            } catch (IOException | RuntimeException e) {
                return false; // the file is just being written
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void aStopSignalDuringTheStartIsOneCalmLine(Moment moment) throws Exception {
        TestServer server = TestServer.launch(folder, List.of("--port", "0", "--data", data()));
        servers.add(server);
        Starting starting = new Starting(folder.resolve("data"), server);
        await().pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(60))
                .until(() -> starting.isAt(moment));
        server.terminate();

        assertThat(server.output().lines().filter(line -> !line.contains("INFO")))
                .containsExactly("invigil: Stopped while starting.");
        assertThat(TestServer.postgresOf(folder.resolve("data"))).isEmpty();
        assertThat(folder.resolve("data/postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void aStartThatFailsHalfWayStopsTheDatabase() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/invigil.yaml"), "server.tomcat.threads.max: many\n");
        TestServer refused = start("--port", "0", "--data", data());
        assertThat(refused.awaitExit()).isEqualTo(1);
        assertThat(refused.output())
                .contains("server.tomcat.threads.max (invigil.yaml, line 1): must be a whole number");
        assertThat(TestServer.postgresOf(folder.resolve("data"))).isEmpty();
    }

    /** It starts beside the application, which learns of it when it wants to sign in. */
    @Test
    void aDatabaseThatCannotStartIsOneLine() throws Exception {
        Files.createDirectories(folder.resolve("data/postgres"));
        Files.writeString(folder.resolve("data/postgres/PG_VERSION"), "12\n");
        TestServer refused = start("--port", "0", "--data", data());
        assertThat(refused.awaitExit()).isEqualTo(1);
        assertThat(refused.output().lines().filter(line -> !line.contains("INFO")))
                .singleElement()
                .asString()
                .startsWith("invigil: The folder ")
                .contains("belongs to PostgreSQL 12");
    }

    @Test
    void aWrongCommandLineIsOneLineAndExitCodeTwo() throws Exception {
        for (String[] wrong :
                new String[][] {{"--colour", "red"}, {"--port", "many"}, {"--port", "70000"}, {"extra"}}) {
            TestServer refused = start(wrong);
            assertThat(refused.awaitExit()).isEqualTo(2);
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
