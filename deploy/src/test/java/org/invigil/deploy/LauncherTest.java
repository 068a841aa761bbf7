package org.invigil.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher with a JVM that does what the test says: which end is followed by another start. That a real server comes
 * back with its database is in web/e2e.
 */
class LauncherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path home;
    private @Nullable Process launcher;

    LauncherTest(@TempDir(cleanup = CleanupMode.ALWAYS) Path folder) {
        this.home = folder;
    }

    @BeforeEach
    void aBuiltClone() throws IOException {
        Files.copy(Path.of("../invigil"), home.resolve("invigil"));
        executable("invigil", Files.readString(home.resolve("invigil")));
        for (String built : List.of("target/java.stamp", "target/web.stamp")) {
            write(built, "");
        }
        // A JDK, as the launcher looks for one; its java ends as the next line of `ends` says.
        write("jdk/release", "JAVA_VERSION=\"25.0.1\"\n");
        executable("jdk/bin/javac", "#!/bin/sh\n");
        executable("jdk/bin/java", """
                #!/bin/bash
                cd "$(dirname "$0")/../.."
                echo "$$" >>pids
                echo "$*" >>starts
                trap 'echo TERM >>signals; exit 143' TERM
                end=$(sed -n "$(wc -l <starts)p" ends)
                case $end in
                    run) echo >waiting; while true; do /bin/sleep 0.02; done ;;
                    kill) kill -KILL $$ ;;
                    *) exit "$end" ;;
                esac
                """);
        // Time does not pass, it is written down.
        executable("bin/sleep", "#!/bin/sh\necho \"$1\" >>\"$(dirname \"$0\")/../pauses\"\n");
    }

    @AfterEach
    void stop() throws Exception {
        if (launcher != null) {
            launcher.destroyForcibly().waitFor();
        }
        if (Files.exists(home.resolve("pids"))) {
            for (String pid : lines("pids")) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    @Test
    void whatCrashesIsStartedAgain() throws Exception {
        start("3", "kill", "134", "0");
        assertThat(exit()).isZero();
        assertThat(lines("starts")).hasSize(4).allSatisfy(line -> assertThat(line)
                .contains("-XX:+ExitOnOutOfMemoryError", "org.invigil.server.InvigilServer --port 1"));
        assertThat(lines("pauses")).containsExactly("1", "2", "4");
        assertThat(Files.readString(home.resolve("output.log")))
                .contains("it was out of memory", "it was killed", "it crashed");
    }

    @Test
    void whatCannotStartOrWasStoppedIsNot() throws Exception {
        for (String end : List.of("1", "2", "0", "143", "130")) {
            Files.deleteIfExists(home.resolve("starts"));
            start(end, "0");
            assertThat(exit()).isEqualTo(Integer.parseInt(end));
            assertThat(lines("starts")).hasSize(1);
        }
        assertThat(home.resolve("pauses")).doesNotExist();
    }

    /** A backup that began between the crash and the restart has the data folder, for as long as it takes. */
    @Test
    void aRestartWaitsForTheDataFolderAndAFirstStartDoesNot() throws Exception {
        start("kill", "4", "4", "4", "4", "4", "4", "0");
        assertThat(exit()).isZero();
        assertThat(lines("starts")).hasSize(8);
        assertThat(lines("pauses")).containsExactly("1", "5", "5", "5", "5", "5", "5");

        Files.delete(home.resolve("starts"));
        start("4", "0");
        assertThat(exit()).isEqualTo(4);
        assertThat(lines("starts")).hasSize(1);
    }

    @Test
    void whatGoesOnCrashingIsGivenUp() throws Exception {
        start("3", "3", "3", "3", "3", "3", "run");
        assertThat(exit()).isEqualTo(3);
        assertThat(lines("starts")).hasSize(6);
        assertThat(lines("pauses")).containsExactly("1", "2", "4", "8", "16");
        assertThat(Files.readString(home.resolve("output.log"))).contains("is not started any more");
    }

    /** So does Ctrl-C; a test may itself run where that is ignored, and could not tell. */
    @Test
    void aStopReachesTheServerOnceAndIsFinal() throws Exception {
        Process running = start("3", "run", "0");
        await().atMost(PATIENCE).until(() -> Files.exists(home.resolve("waiting")));
        running.destroy();
        assertThat(exit()).isEqualTo(143);
        assertThat(lines("signals")).containsExactly("TERM");
        assertThat(lines("starts")).hasSize(2);
    }

    private Process start(String... ends) throws IOException {
        Files.write(home.resolve("ends"), List.of(ends));
        ProcessBuilder builder = new ProcessBuilder(home.resolve("invigil").toString(), "start", "--port", "1")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        home.resolve("jdk").toString(),
                        "PATH",
                        home.resolve("bin") + ":" + System.getenv("PATH")));
        launcher = builder.start();
        return launcher;
    }

    private int exit() throws Exception {
        Process running = java.util.Objects.requireNonNull(launcher);
        assertThat(running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(Files.readString(home.resolve("output.log")))
                .isTrue();
        return running.exitValue();
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(home.resolve(file), StandardCharsets.UTF_8);
    }

    private void write(String file, String text) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(java.util.Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    private void executable(String file, String text) throws IOException {
        write(file, text);
        assertThat(home.resolve(file).toFile().setExecutable(true)).isTrue();
    }
}
