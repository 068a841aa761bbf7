package org.invigil.launcher;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.invigil.launcher.Build.Work;

/** Steps of a build that need nothing of each other, at the same time. */
final class SideBySide {

    private final Child child;

    SideBySide(Child child) {
        this.child = child;
    }

    /**
     * Runs all of these to their end. The first that fails ends the programs of the others, and is what is thrown.
     *
     * @throws LauncherException if a step's program fails
     */
    void run(List<Work> steps) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ending = new ExecutorCompletionService<Void>(threads);
            for (Work step : steps) {
                ending.submit(() -> {
                    step.run();
                    return null;
                });
            }
            try {
                for (int i = 0; i < steps.size(); i++) {
                    ending.take().get();
                }
            } catch (ExecutionException e) {
                child.giveUp();
                throw failure(Objects.requireNonNull(e.getCause()));
            }
        }
    }

    private static RuntimeException failure(Throwable cause) throws IOException {
        return switch (cause) {
            case IOException e -> throw e;
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException(cause);
        };
    }
}
