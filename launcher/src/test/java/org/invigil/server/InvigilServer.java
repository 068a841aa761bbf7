package org.invigil.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What stands in for the server in a clone of the launcher's tests: writes down how it was called, and ends as the next
 * line of the file {@code ends} says: by a code, by {@code kill}, or after a signal for {@code run}.
 */
public final class InvigilServer {

    private static final Path HOME = Path.of(System.getProperty("invigil.home"));

    private InvigilServer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String pid = Long.toString(ProcessHandle.current().pid());
        write("pids", pid);
        write("options", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        write("folder", Path.of("").toRealPath().toString());
        write("starts", String.join(" ", arguments));
        List<String> ends = Files.readAllLines(HOME.resolve("ends"));
        String end = ends.get(Files.readAllLines(HOME.resolve("starts")).size() - 1);
        switch (end) {
            case "run" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> write("signals", "stopped")));
                write("waiting", "");
                Thread.currentThread().join();
            }
            case "kill" -> {
                new ProcessBuilder("kill", "-KILL", pid).start();
                Thread.currentThread().join();
            }
            default -> Runtime.getRuntime().halt(Integer.parseInt(end));
        }
    }

    private static void write(String file, String line) {
        try {
            Files.writeString(HOME.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
