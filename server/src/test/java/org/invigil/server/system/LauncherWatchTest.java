package org.invigil.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** In processes of its own: one plays the launcher, and one below it waits to be left behind. */
class LauncherWatchTest {

    /** What is started below the launcher: says that it lives, and then waits for ever. */
    static final class Left {
        public static void main(String[] arguments) throws InterruptedException {
            LauncherWatch.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopped in order")));
            System.out.println("runs");
            Thread.currentThread().join();
        }
    }

    /** A shell that stays, gives its own number to what it starts, and prints that one's. */
    private static Process launcher(String number) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "\"$1\" -Dinvigil.launcher=" + number + " -cp \"$2\" \"$3\" & echo $!; wait",
                        "sh",
                        java,
                        System.getProperty("java.class.path"),
                        Left.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void aLauncherThatIsKilledTakesWhatItStartedAlong() throws Exception {
        Process launcher = launcher("$$");
        try (var lines = launcher.inputReader()) {
            ProcessHandle left =
                    ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            try {
                assertThat(lines.readLine()).isEqualTo("runs");
                launcher.destroyForcibly().waitFor();
                left.onExit().get(60, TimeUnit.SECONDS);
                assertThat(lines.lines().toList()).contains("stopped in order");
            } finally {
                left.destroyForcibly();
            }
        } finally {
            launcher.destroyForcibly();
        }
    }

    /** Killed before the other came to look: the number may belong to anybody by now. */
    @Test
    void aLauncherThatIsGoneAlreadyIsNoticedToo() throws Exception {
        Process launcher = launcher("1");
        try (var lines = launcher.inputReader()) {
            lines.readLine();
            assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(lines.lines().toList())
                    .as("it ended before its own work")
                    .isEqualTo(List.of());
        } finally {
            launcher.descendants().forEach(ProcessHandle::destroyForcibly);
            launcher.destroyForcibly();
        }
    }
}
