package org.invigil.launcher;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Runs programs below the launcher, and ends them when the launcher is told to end: nothing is left behind. */
final class Child {

    /** How a program ends after SIGTERM. */
    private static final int STOPPED = 143;

    private final Set<Process> running = new LinkedHashSet<>();
    private boolean inPlace;
    private boolean stopping;
    private boolean over;

    /** From now on SIGTERM, SIGINT and SIGHUP (on Windows: Ctrl-C, a closed window, the end of the session) go to the child. */
    static Child install() {
        Child child = new Child();
        Runtime.getRuntime().addShutdownHook(new Thread(child::stop, "stop"));
        return child;
    }

    /** Runs a step of some work to its end; it gets no input unless it shares this terminal. Returns its exit code. */
    int run(ProcessBuilder program) throws IOException, InterruptedException {
        Process process = start(program, false);
        process.getOutputStream().close();
        return await(process);
    }

    /**
     * Runs the program that was asked for, with this terminal. From now on the launcher ends as it ends.
     *
     * @return its exit code; 128 and the signal's number if a signal ended it
     */
    int runInPlace(ProcessBuilder program) throws IOException, InterruptedException {
        return await(start(program.inheritIO(), true));
    }

    private int await(Process process) throws InterruptedException {
        int exitCode = process.waitFor();
        synchronized (this) {
            running.remove(process);
        }
        return exitCode;
    }

    private synchronized Process start(ProcessBuilder program, boolean withItsEnd) throws IOException {
        if (stopping) {
            throw new LauncherException("stopped", STOPPED); // heard by nobody: the virtual machine is ending
        }
        Process process = program.start();
        running.add(process);
        inPlace = withItsEnd;
        return process;
    }

    /** Whether the launcher was told to end; what the child does from then on is its end. */
    synchronized boolean isStopping() {
        return stopping;
    }

    /** Ends the launcher with this code, now that nothing runs. */
    void exit(int exitCode) {
        synchronized (this) {
            over = true;
        }
        System.exit(exitCode);
    }

    /** Ends what runs, and starts nothing more: one of several programs failed, and the others would be for nothing. */
    void giveUp() {
        List<Process> last;
        synchronized (this) {
            stopping = true;
            last = List.copyOf(running);
        }
        last.forEach(process -> end(process, false));
    }

    private void stop() {
        List<Process> last;
        boolean withItsEnd;
        synchronized (this) {
            if (over) {
                return;
            }
            stopping = true;
            last = List.copyOf(running);
            withItsEnd = inPlace;
        }
        last.forEach(process -> end(process, withItsEnd));
        if (withItsEnd) {
            Runtime.getRuntime()
                    .halt(last.stream().findFirst().map(Process::exitValue).orElse(STOPPED));
        }
    }

    private static void end(Process process, boolean withItsEnd) {
        if (!withItsEnd) {
            process.descendants().forEach(ProcessHandle::destroy); // of npm, which does not pass a signal on
        }
        // Windows knows no such signal, only an end without warning. What ends the launcher there is told to the child
        // as well.
        if (!withItsEnd || !Tools.isWindows()) {
            process.destroy();
        }
        boolean ended = false;
        while (!ended) {
            try {
                process.waitFor();
                ended = true;
            } catch (InterruptedException e) {
                ended = !process.isAlive();
            }
        }
    }
}
