package org.invigil.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Runs the steps of a build: a line a step for the person, all their output in one file, its end if a step fails. */
final class BuildLog {

    private static final int LINES_SHOWN = 40;

    private final Path file;
    private final Child child;
    private final Clock clock;

    BuildLog(Path file, Child child, Clock clock) {
        this.file = file;
        this.child = child;
        this.clock = clock;
    }

    /** Starts the file anew. */
    void begin() throws IOException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
        Files.write(file, new byte[0]);
    }

    /** Runs what may fail: it says so itself, on standard error. */
    void runQuietly(ProcessBuilder program) throws IOException, InterruptedException {
        program.redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()));
        child.run(program.redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    /**
     * Runs one step to its end.
     *
     * @throws LauncherException if it fails
     */
    void step(String title, ProcessBuilder program) throws IOException, InterruptedException {
        Instant started = clock.instant();
        Console.say("  " + title + " ...");
        program.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()));
        program.redirectInput(ProcessBuilder.Redirect.PIPE);
        if (child.run(program) != 0) {
            // What a compiler writes may be in any encoding; each byte of this one is a letter.
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()).forEach(Console::say);
            throw new LauncherException("this step failed: " + title + ". The whole output is in " + file);
        }
        Console.say("  " + title + ": done in "
                + Duration.between(started, clock.instant()).toSeconds() + " s");
    }
}
