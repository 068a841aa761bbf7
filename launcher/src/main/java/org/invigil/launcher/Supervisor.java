package org.invigil.launcher;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts a server again when it crashes, after a growing pause and a few times only. */
final class Supervisor {

    static final int MAX_RESTARTS = 5;
    static final Duration WINDOW = Duration.ofMinutes(10);

    /** How a server ends that finds its data folder taken. */
    private static final int FOLDER_IN_USE = 4;

    private static final Duration FOLDER_PAUSE = Duration.ofSeconds(5);

    /** One server, which can be started again and again. */
    interface Server {

        /** Runs it to its end. Returns its exit code; 128 and the signal's number if a signal ended it. */
        int run() throws IOException, InterruptedException;

        /** Whether it was told to end. */
        boolean isStopping();
    }

    /** A pause that a signal ends, together with all else. */
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    private final Server server;
    private final Pause pause;
    private final Clock clock;
    private final Consumer<String> words;

    Supervisor(Server server, Pause pause, Clock clock, Consumer<String> words) {
        this.server = server;
        this.pause = pause;
        this.clock = clock;
        this.words = words;
    }

    /**
     * Returns the exit code of the server's last end.
     *
     * @throws LauncherException with that exit code if it crashed too often
     */
    int supervise() throws IOException, InterruptedException {
        int restarts = 0;
        Instant windowStart = clock.instant();
        while (true) {
            int exitCode = server.run();
            if (server.isStopping()) {
                return exitCode;
            }
            if (exitCode == FOLDER_IN_USE && restarts > 0) {
                // A backup that began while no server ran has the folder for a while.
                words.accept("invigil: trying again in " + FOLDER_PAUSE.toSeconds() + " s");
                pause.of(FOLDER_PAUSE);
                continue;
            }
            Optional<String> reason = crashReason(exitCode);
            if (reason.isEmpty()) {
                return exitCode;
            }
            if (!clock.instant().isBefore(windowStart.plus(WINDOW))) {
                windowStart = clock.instant();
                restarts = 0;
            }
            if (restarts == MAX_RESTARTS) {
                throw new LauncherException(
                        "the server ended again: " + reason.get() + ". It was started " + MAX_RESTARTS + " times in "
                                + WINDOW.toMinutes() + " minutes and is not started any more.",
                        exitCode);
            }
            Duration wait = Duration.ofSeconds(1L << restarts);
            restarts++;
            words.accept(
                    "invigil: the server ended: " + reason.get() + ". Starting it again in " + wait.toSeconds() + " s");
            pause.of(wait);
        }
    }

    /** Why a server that ended so is started again; empty if it was stopped, could not start, or was started wrongly. */
    static Optional<String> crashReason(int exitCode) {
        return switch (exitCode) {
            case 3 -> Optional.of("it was out of memory"); // -XX:+ExitOnOutOfMemoryError
            case 137 -> Optional.of("it was killed"); // by the kernel, mostly, when the machine is out of memory
            case 134, 135, 136, 139 -> Optional.of("it crashed");
            // Windows has no signals; an exception that nobody caught is a number with the highest bit set.
            default -> exitCode < 0 ? Optional.of("it crashed") : Optional.empty();
        };
    }
}
