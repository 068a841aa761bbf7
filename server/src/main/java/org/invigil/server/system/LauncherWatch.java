package org.invigil.server.system;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends this process in its own order when the launcher that started it is killed: no server is left behind whose terminal
 * has forgotten it. On Windows, which has no signals, it is also how a server is told to stop from outside.
 */
public final class LauncherWatch {

    /** How a process ends after SIGTERM. */
    private static final int STOPPED = 143;

    private LauncherWatch() {}

    /** Watches the process whose number the launcher gave as {@code -Dinvigil.launcher}; without it there is none. */
    public static void start() {
        Long launcher = Long.getLong("invigil.launcher");
        if (launcher == null) {
            return;
        }
        Optional<ProcessHandle> parent = ProcessHandle.current().parent().filter(process -> process.pid() == launcher);
        if (parent.isEmpty()) { // killed before we came here; the number may be another process by now
            stop();
        } else {
            Thread.ofPlatform().daemon().name("launcher-watch").start(() -> {
                parent.get().onExit().join();
                stop();
            });
        }
    }

    private static void stop() {
        Logger log = LoggerFactory.getLogger(LauncherWatch.class);
        log.warn("The launcher has ended without a word; stopping");
        System.exit(STOPPED);
    }
}
