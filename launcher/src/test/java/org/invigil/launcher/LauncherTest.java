package org.invigil.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script and the launcher as processes, in a clone whose server does what the test says. When a server is started
 * again says {@link SupervisorTest}; that a real one comes back with its database is in web/e2e.
 */
class LauncherTest {

    private final TestClone clone;

    LauncherTest(@TempDir(cleanup = CleanupMode.ALWAYS) Path folder) {
        this.clone = new TestClone(folder);
    }

    @BeforeEach
    void aBuiltClone() throws Exception {
        clone.isBuilt();
    }

    @AfterEach
    void stop() throws Exception {
        clone.stopAll();
    }

    @Test
    void whatCrashesIsStartedAgain() throws Exception {
        clone.serverEnds("kill", "0");
        clone.launch("start", "--port", "1");
        assertThat(clone.exitCode()).isZero();
        assertThat(clone.lines("starts")).hasSize(2).containsOnly("--port 1");
        assertThat(clone.output()).contains("the server ended: it was killed. Starting it again in 1 s");
        assertThat(clone.lines("options").getFirst())
                .contains("-XX:+ExitOnOutOfMemoryError", "-Xmx1g", "--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void howItEndsIsHowTheServerEnds() throws Exception {
        for (int end : new int[] {0, 1, 2, 4}) {
            clone.serverEnds(Integer.toString(end));
            clone.launch("start");
            assertThat(clone.exitCode()).isEqualTo(end);
        }
    }

    /** So does Ctrl-C; a test may itself run where that is ignored, and could not tell. */
    @Test
    void aStopReachesTheServerOnceAndIsFinal() throws Exception {
        clone.serverEnds("run", "0");
        Process running = clone.launch("start");
        clone.awaitFile("waiting");
        running.destroy();
        assertThat(clone.exitCode()).isEqualTo(143);
        assertThat(clone.lines("signals")).containsExactly("stopped");
        assertThat(clone.lines("starts")).hasSize(1);
        await().until(() -> clone.serversAlive() == 0);
    }

    @Test
    void aStopDuringThePauseIsFinalToo() throws Exception {
        clone.serverEnds("kill", "run");
        Process running = clone.launch("start");
        await().until(() -> clone.output().contains("Starting it again"));
        running.destroy();
        assertThat(clone.exitCode()).isEqualTo(143);
        await().until(() -> clone.serversAlive() == 0);
    }

    @Test
    void argumentsFolderAndOptionsReachWhatIsStarted() throws Exception {
        clone.environment("INVIGIL_JAVA_OPTS", "-Dgiven=1  -Xmx64m");
        clone.serverEnds("0");
        clone.launch("start", "--data", "with a blank", "$HOME", "\"*\"");
        assertThat(clone.exitCode()).isZero();
        assertThat(clone.lines("starts")).containsExactly("--data with a blank $HOME \"*\"");
        assertThat(clone.lines("options").getFirst()).contains("-Dgiven=1", "-Xmx64m");
        assertThat(clone.lines("folder"))
                .containsExactly(clone.elsewhere().toRealPath().toString());
    }

    @Test
    void aWrongCommandLineIsCodeTwo() throws Exception {
        clone.launch("strat");
        assertThat(clone.exitCode()).isEqualTo(2);
        assertThat(clone.output()).contains("invigil: no command 'strat'. ./invigil help lists them.");
        clone.launch("build", "--fast");
        assertThat(clone.exitCode()).isEqualTo(2);
        assertThat(clone.output()).contains("invigil: build takes no options");
        clone.launch("dist", "amiga");
        assertThat(clone.exitCode()).isEqualTo(2);
        assertThat(clone.output()).contains("there is no platform 'amiga'");
    }

    @Test
    void helpNeedsNothingButJava() throws Exception {
        clone.withoutEnvironment();
        for (String word : List.of("help", "--help", "-h")) {
            clone.launch(word);
            assertThat(clone.exitCode()).isZero();
            assertThat(clone.output()).contains("./invigil start [--demo]", "./invigil dist");
        }
        clone.launch();
        assertThat(clone.exitCode()).isZero();
        assertThat(clone.output()).contains("./invigil start [--demo]");
    }

    /** Whoever has an older Java in JAVA_HOME has another one elsewhere, on the PATH for instance. */
    @Test
    void anotherJavaThanTheNeededOneIsPassedBy() throws Exception {
        clone.write("jdk-17/release", "JAVA_VERSION=\"17.0.1\"\n");
        clone.script("jdk-17/bin/javac", "exit 1");
        clone.script("jdk-17/bin/java", "exit 17");
        clone.environment("JAVA_HOME", clone.home().resolve("jdk-17").toString());
        clone.launch("help");
        assertThat(clone.exitCode()).isZero();
    }

    // ---- building --------------------------------------------------------------------------------------------------

    @Test
    void whatIsMissingIsBuiltOnce() throws Exception {
        clone.isNotBuilt();
        clone.launch("build");
        assertThat(clone.exitCode()).as(clone.output()).isZero();
        assertThat(clone.lines("tools"))
                .hasSize(3)
                .anySatisfy(
                        line -> assertThat(line).startsWith("mvn -B -ntp -pl ").endsWith(" package"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("npm --prefix")
                        .endsWith("web ci --ignore-scripts --no-audit --no-fund"))
                .anySatisfy(line -> assertThat(line).startsWith("npm --prefix").endsWith("web run build"));
        assertThat(clone.output()).contains("Building the web app: done in ");
        clone.launch("build");
        assertThat(clone.exitCode()).isZero();
        assertThat(clone.lines("tools")).hasSize(3);
        Files.setLastModifiedTime(
                clone.home().resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));
        clone.launch("build");
        assertThat(clone.exitCode()).isZero();
        assertThat(clone.lines("tools")).hasSize(4);
    }

    @Test
    void aStepThatFailsShowsItsEndAndLeavesNoStamp() throws Exception {
        clone.isNotBuilt();
        clone.script(
                "bin/mvn",
                "for i in 1 2 3 4 5 6 7 8 9; do for j in 0 1 2 3 4 5; do echo line $i$j; done; done; exit 3");
        clone.launch("build");
        assertThat(clone.exitCode()).isEqualTo(1);
        assertThat(clone.output())
                .contains("line 95", "invigil: this step failed: Building the server", "build.log")
                .doesNotContain("line 10");
        assertThat(clone.home().resolve("target/java.stamp")).doesNotExist();
    }

    @Test
    void oneBuildAtATime() throws Exception {
        clone.isNotBuilt();
        try (FileChannel channel = FileChannel.open(
                clone.home().resolve("target/build.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock otherBuild = channel.lock();
            clone.launch("build");
            await().until(() -> clone.output().contains("waiting for another build"));
            assertThat(clone.home().resolve("tools")).doesNotExist();
            otherBuild.release();
            assertThat(clone.exitCode()).isZero();
            assertThat(clone.lines("tools")).isNotEmpty();
        }
    }

    @Test
    void aStopEndsTheStepInHand() throws Exception {
        clone.isNotBuilt();
        clone.script(
                "bin/mvn",
                "trap 'echo stopped >>\"$0.signals\"; exit 143' TERM; echo >waiting; while :; do sleep 0.02; done");
        Process running = clone.launch("build");
        clone.awaitFile("waiting");
        running.destroy();
        assertThat(clone.exitCode()).isEqualTo(143);
        assertThat(clone.lines("bin/mvn.signals")).containsExactly("stopped");
        assertThat(clone.home().resolve("target/java.stamp")).doesNotExist();
    }

    /** From source at first; compiled once; and made anew by an older one that finds newer sources. */
    @Test
    void theLauncherCompilesItself() throws Exception {
        Path jar = clone.home().resolve("target/launcher.jar");
        Files.delete(jar);
        clone.takeLauncherSources();
        clone.launch("help");
        assertThat(clone.exitCode()).as(clone.output()).isZero();
        assertThat(clone.output()).contains("./invigil start");
        assertThat(jar).exists();

        Path usage = clone.home().resolve("launcher/src/main/java/org/invigil/launcher/Usage.java");
        Files.writeString(usage, Files.readString(usage).replace("./invigil start", "./invigil begin"));
        Files.setLastModifiedTime(usage, FileTime.from(Instant.now().plusSeconds(5)));
        clone.launch("help");
        assertThat(clone.exitCode()).as(clone.output()).isZero();
        assertThat(clone.output()).contains("./invigil begin");
        try (var left = Files.list(clone.home().resolve("target"))) {
            assertThat(left.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("launcher")))
                    .containsExactly("launcher.jar");
        }
    }

    /** An archive has nothing to build, and says so. */
    @Test
    void anArchiveStartsWhatIsInIt() throws Exception {
        clone.becomesAnArchive();
        clone.serverEnds("0");
        clone.launch("start");
        assertThat(clone.exitCode()).as(clone.output()).isZero();
        assertThat(clone.home().resolve("target")).doesNotExist();
        for (String command : List.of("build", "test", "bench", "image", "dist")) {
            clone.launch(command);
            assertThat(clone.exitCode()).isEqualTo(2);
            assertThat(clone.output()).contains(command + " needs a clone of the repository");
        }
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(Usage.TEXT)
                .contains(
                        List.of(
                                        "start", "backup", "restore", "test", "analyze", "bench", "build", "image",
                                        "dist", "help")
                                .stream()
                                .map(command -> "\n  ./invigil " + command)
                                .toList());
    }
}
