package org.invigil.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Words for the person at the terminal. They go to standard error: standard output belongs to what is started. */
final class Console {

    private Console() {}

    static void say(String line) {
        PrintStream errors = System.err;
        errors.println(line);
    }

    /** What a program wrote into a file, as it wrote it. */
    static void show(Path file) throws IOException {
        Files.copy(file, System.err);
    }
}
