package org.invigil.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SideBySideTest {

    private final Child child = new Child();
    private final SideBySide sideBySide = new SideBySide(child);

    @Test
    void stepsRunAtTheSameTimeAndAllToTheirEnd() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger done = new AtomicInteger();
        Build.Work step = () -> {
            meet(both);
            assertThat(child.run(new ProcessBuilder("true"))).isZero();
            done.incrementAndGet();
        };
        sideBySide.run(List.of(step, step));
        assertThat(done).hasValue(2);
    }

    @Test
    void theFirstThatFailsEndsTheProgramsOfTheOthersAndIsTold(@TempDir Path folder) {
        Path begun = folder.resolve("begun");
        AtomicInteger exitCode = new AtomicInteger();
        assertThatThrownBy(() -> sideBySide.run(List.of(
                        () -> exitCode.set(child.run(
                                new ProcessBuilder("sh", "-c", ": >\"$0\"; exec sleep 600", begun.toString()))),
                        () -> {
                            await().until(() -> Files.exists(begun));
                            throw new LauncherException("this failed: something", 7);
                        })))
                .isInstanceOf(LauncherException.class)
                .hasMessage("this failed: something");
        assertThat(exitCode).hasValue(143);
        assertThatThrownBy(() -> child.run(new ProcessBuilder("true")))
                .as("what comes after")
                .isInstanceOf(LauncherException.class);
    }

    private static void meet(CyclicBarrier barrier) throws IOException, InterruptedException {
        try {
            barrier.await();
        } catch (BrokenBarrierException e) {
            throw new IOException(e);
        }
    }
}
