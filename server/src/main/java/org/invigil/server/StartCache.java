package org.invigil.server;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * Makes the file that a start begins with: what a server that has just started holds in its JVM, classes read, checked and linked
 * (JEP 483, 514, 515). {@code java OPTIONS -cp server.jar org.invigil.server.StartCache FILE}, with the options that the server
 * is started with; {@code -XX:AOTCache=FILE} uses it.
 *
 * <p>The JVM takes a cache only if itself, the jars (place in the class path, size, time of last change) and the options are those
 * it was made with, and else starts without: a wrong cache costs time and nothing else.
 */
final class StartCache {

    private static final long CHECK_LIMIT_SECONDS = 60;
    private static final long REHEARSAL_LIMIT_SECONDS = 300;
    private static final long STOP_LIMIT_SECONDS = 60;

    /** What a program needs to run at all. */
    private static final Set<String> ENVIRONMENT = Set.of(
            "PATH",
            "HOME",
            "LANG",
            "LC_ALL",
            "TMPDIR",
            "TEMP",
            "TMP",
            "SystemRoot",
            "USERPROFILE",
            "USERNAME",
            "USERDOMAIN");

    private final Path file;
    private final Path folder;
    private final Path draft;
    /** Says where the cache was made: in another folder a JVM may end of it instead of passing it over. */
    private final Path place;

    private StartCache(Path file) {
        this.file = file;
        this.folder = file.resolveSibling("rehearsal");
        this.draft = folder.resolve("server.aot");
        this.place = file.resolveSibling(file.getFileName() + ".place");
    }

    /** Exit code 0 if there is a cache that fits, 1 if there is none: a line on standard error says why. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream errors = System.err;
        if (arguments.length != 1) {
            errors.println("invigil: StartCache needs one argument, the file to make");
            System.exit(2);
        }
        try {
            new StartCache(Path.of(arguments[0]).toAbsolutePath()).make();
        } catch (IOException e) {
            errors.println("invigil: no cache for quick starts was made, starts only take longer: " + e.getMessage());
            System.exit(1);
        }
    }

    private void make() throws IOException, InterruptedException {
        if (Files.exists(file) && isOfThisPlace() && fits(file)) {
            return;
        }
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        try {
            rehearse();
            if (!Files.exists(draft) || !fits(draft)) {
                throw new IOException("the JVM has written none that it takes itself");
            }
            Files.deleteIfExists(place);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            Files.writeString(place, String.valueOf(file.getParent()));
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private boolean isOfThisPlace() throws IOException {
        return Files.exists(place) && Files.readString(place).equals(String.valueOf(file.getParent()));
    }

    /** Asks the JVM, which alone knows: one that does not fit is an error when no other start is allowed. */
    private boolean fits(Path cache) throws IOException, InterruptedException {
        Process check = java(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache, "-Xlog:disable"), List.of("-version"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return ended(check, CHECK_LIMIT_SECONDS) && check.exitValue() == 0;
    }

    /** Starts a server on an empty folder; its JVM writes the cache when it ends. */
    private void rehearse() throws IOException, InterruptedException {
        Path output = folder.resolve("output.log");
        ProcessBuilder start = java(
                        List.of("-XX:AOTCacheOutput=" + draft, "-Xlog:aot=off"),
                        List.of(
                                StartRehearsal.class.getName(),
                                folder.resolve("data").toString()))
                .directory(folder.toFile())
                .redirectOutput(output.toFile());
        // What configures the real server, its database above all, is none of this one's business.
        start.environment().keySet().retainAll(ENVIRONMENT);
        Process rehearsal = start.start();
        if (!ended(rehearsal, REHEARSAL_LIMIT_SECONDS)) {
            throw new IOException("the server did not start within " + REHEARSAL_LIMIT_SECONDS + " s");
        }
        if (rehearsal.exitValue() != 0) {
            throw new IOException("the server did not start. It said:\n"
                    + Files.readString(output).strip());
        }
    }

    /** A JVM like this one: the same program, options and class path. */
    private static ProcessBuilder java(List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** Waits; what takes too long is told to stop, and ended if it does not. */
    private static boolean ended(Process process, long limitSeconds) throws InterruptedException {
        if (process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
            return true;
        }
        process.destroy();
        if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return false;
    }
}
