package org.invigil.server.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In processes of its own: one plays the launcher, and one below it waits to be left behind. */
class LauncherWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What is started below the launcher: says that it lives, and then waits for ever. */
    static final class Left {
        public static void main(String[] arguments) throws InterruptedException {
            LauncherWatch.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopped in order")));
            System.out.println("runs");
            Thread.currentThread().join();
        }
    }

    private final Path output;
    private final Path number;

    LauncherWatchTest(@TempDir Path folder) {
        this.output = folder.resolve("output");
        this.number = folder.resolve("number");
    }

    /** A shell that stays, tells what it starts about a launcher, and writes down the number of that process. */
    private Process launcher(String launcher) throws IOException {
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "\"$1\" -Dinvigil.launcher=" + launcher + " -cp \"$2\" \"$3\" & echo $! >\"$4\"; wait",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        Left.class.getName(),
                        number.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    @Test
    void aLauncherThatIsKilledTakesWhatItStartedAlong() throws Exception {
        Process launcher = launcher("$$");
        try {
            await().atMost(PATIENCE).until(() -> Files.readString(output).contains("runs"));
            long pid = Long.parseLong(Files.readString(number).strip());
            Optional<ProcessHandle> left = ProcessHandle.of(pid);
            launcher.destroyForcibly().waitFor();
            try {
                await().atMost(PATIENCE)
                        .until(() -> left.isEmpty() || !left.get().isAlive());
                assertThat(Files.readString(output)).contains("stopped in order");
            } finally {
                left.ifPresent(ProcessHandle::destroyForcibly);
            }
        } finally {
            launcher.destroyForcibly();
        }
    }

    /** Killed before the other came to look: the number may belong to anybody by now. */
    @Test
    void aLauncherThatIsGoneAlreadyIsNoticedToo() throws Exception {
        Process launcher = launcher("1");
        try {
            assertThat(launcher.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(output))
                    .as("it ends before its own work")
                    .contains("has ended without a word")
                    .doesNotContain("runs");
        } finally {
            launcher.descendants().forEach(ProcessHandle::destroyForcibly);
            launcher.destroyForcibly();
        }
    }
}
