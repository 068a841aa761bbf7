package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The server as its own process, started and stopped as people and machines do it. */
class ServerProcessTests {

    private static final Pattern READY = Pattern.compile("Invigil is ready at http://localhost:(\\d+)");
    private static final Pattern PASSWORD = Pattern.compile("username admin, password (\\S+)");

    private final Path folder;

    private final List<Process> processes = new ArrayList<>();

    /** The folder is removed by stopAll, once the database that works in it has ended. */
    ServerProcessTests(@TempDir(cleanup = CleanupMode.NEVER) Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void stopAll() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        for (ProcessHandle postgres : postgresOf(folder.resolve("data"))) {
            postgres.destroyForcibly();
            postgres.onExit().get(30, TimeUnit.SECONDS);
        }
        org.springframework.util.FileSystemUtils.deleteRecursively(folder);
    }

    @Test
    void dataSurvivesARestartAndSigtermStopsTheDatabaseToo() throws Exception {
        Running first = start("--port", "0", "--data", data());
        String password = first.find(PASSWORD);
        TestHttp admin = new TestHttp(first.port()).signIn("admin", password);
        String exam = admin.post("/api/exams", TestPeople.examInput(java.time.Instant.now()))
                .json()
                .path("exam_id")
                .asString();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("data/database-passwords.properties"))))
                .isEqualTo("rw-------");
        assertThat(postgresOf(folder.resolve("data"))).isNotEmpty();
        first.terminate();
        assertThat(postgresOf(folder.resolve("data")))
                .as("processes of the database")
                .isEmpty();

        Running second = start("--port", "0", "--data", data());
        assertThat(second.output()).as("the password is shown once").doesNotContain("password");
        TestHttp again = new TestHttp(second.port()).signIn("admin", password);
        assertThat(again.get("/api/exams/" + exam).status()).isEqualTo(200);
        second.terminate();
    }

    @Test
    void aKilledServerDoesNotPreventTheNextStart() throws Exception {
        Running killed = start("--port", "0", "--data", data(), "--demo");
        killed.process.destroyForcibly().waitFor();
        assertThat(postgresOf(folder.resolve("data"))).as("the orphan").isNotEmpty();

        Running next = start("--port", "0", "--data", data(), "--demo");
        for (String name : List.of("admin", "proctor", "student1", "student2", "student3")) {
            TestHttp http = new TestHttp(next.port()).signIn(name, "invigil-" + name);
            var exams = http.get("/api/exams").json().path("exams");
            assertThat(exams.size()).isEqualTo(1);
            assertThat(exams.at("/0/state").asString()).isEqualTo("open");
            assertThat(exams.at("/0/question_count").asInt()).isEqualTo(8);
        }

        Running other = start("--port", "0", "--data", data());
        assertThat(other.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(other.process.exitValue()).isEqualTo(1);
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
            Running refused = start("--port", Integer.toString(taken.getLocalPort()), "--data", data());
            assertThat(refused.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(refused.process.exitValue()).isEqualTo(1);
            assertThat(refused.output().lines().toList())
                    .singleElement()
                    .asString()
                    .contains("Port " + taken.getLocalPort() + " is taken");
            assertThat(postgresOf(folder.resolve("data"))).isEmpty();
        }
    }

    @Test
    void aStartThatFailsHalfWayStopsTheDatabase() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/invigil.yaml"), "server.tomcat.threads.max: many\n");
        Running refused = start("--port", "0", "--data", data());
        assertThat(refused.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(refused.process.exitValue()).isEqualTo(1);
        assertThat(refused.output())
                .contains("server.tomcat.threads.max (invigil.yaml, line 1): must be a whole number");
        assertThat(postgresOf(folder.resolve("data"))).isEmpty();
    }

    @Test
    void aWrongCommandLineIsOneLineAndExitCodeTwo() throws Exception {
        for (String[] wrong :
                new String[][] {{"--colour", "red"}, {"--port", "many"}, {"--port", "70000"}, {"extra"}}) {
            Running refused = start(wrong);
            assertThat(refused.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(refused.process.exitValue()).isEqualTo(2);
            assertThat(refused.output().lines()).singleElement().asString().startsWith("invigil start: ");
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** Starts the server and waits until it is ready or has ended. */
    private Running start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                InvigilServer.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(folder.toFile())
                .start();
        processes.add(process);
        Running running = new Running(process);
        running.ready.get(120, TimeUnit.SECONDS);
        return running;
    }

    private static List<ProcessHandle> postgresOf(Path data) throws IOException {
        Path home = data.resolve("postgres");
        if (!Files.exists(home)) {
            return List.of();
        }
        Path real = home.toRealPath();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> {
                        try {
                            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                                    .equals(real);
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .toList();
        }
    }

    /** A started process and what it has printed. */
    private static final class Running {

        final Process process;
        final CompletableFuture<Void> ready = new CompletableFuture<>();
        private final List<String> output = new CopyOnWriteArrayList<>();
        private final Thread reader;

        Running(Process process) {
            this.process = process;
            this.reader = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    output.add(line);
                    if (READY.matcher(line).find()) {
                        ready.complete(null);
                    }
                }
            } catch (IOException e) {
                output.add("(the output ends here: the process was killed)");
            } finally {
                ready.complete(null);
            }
        }

        String output() throws InterruptedException {
            if (!process.isAlive()) {
                reader.join();
            }
            return String.join("\n", output);
        }

        int port() {
            return Integer.parseInt(find(READY));
        }

        String find(Pattern pattern) {
            String printed = String.join("\n", output);
            Matcher matcher = pattern.matcher(printed);
            assertThat(matcher.find()).as(printed).isTrue();
            return matcher.group(1);
        }

        void terminate() throws InterruptedException {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ends after SIGTERM")
                    .isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        }
    }
}
