package org.invigil.launcher;

import java.io.PrintStream;

/** Words for the person at the terminal. They go to standard error: standard output belongs to what is started. */
final class Console {

    private Console() {}

    static void say(String line) {
        PrintStream errors = System.err;
        errors.println(line);
    }
}
