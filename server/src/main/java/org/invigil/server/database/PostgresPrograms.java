package org.invigil.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs PostgreSQL's programs. They refuse to run as root, so root runs them in a user namespace of their own, or where
 * that is forbidden as the unprivileged user 65534.
 */
final class PostgresPrograms {

    private static final long LIMIT_SECONDS = 120;
    private static final int UNPRIVILEGED_ID = 65534;

    /**
     * glibc's own values, which it would raise by itself as soon as a large piece is freed: each connection would then keep
     * for ever what its largest query took. Other C libraries do not read them.
     */
    private static final Map<String, String> MEMORY_IS_GIVEN_BACK =
            Map.of("MALLOC_TRIM_THRESHOLD_", "131072", "MALLOC_MMAP_THRESHOLD_", "131072");

    private final Path bin;
    private final boolean windows;
    private final List<String> prefix;
    private final boolean ownedByUnprivilegedUser;

    PostgresPrograms(Path home) throws IOException {
        this(home, System.getProperty("os.name", "").startsWith("Windows"));
    }

    PostgresPrograms(Path home, boolean windows) throws IOException {
        this.bin = home.toRealPath().resolve("bin");
        this.windows = windows;
        if (windows || !isRoot()) { // on Windows they lay down an administrator's rights by themselves
            prefix = List.of();
            ownedByUnprivilegedUser = false;
        } else if (succeeds(List.of(tool("unshare"), "-U", tool("true")))) {
            prefix = List.of(tool("unshare"), "-U");
            ownedByUnprivilegedUser = false;
        } else if (succeeds(asUnprivileged(tool("true")))) {
            prefix = asUnprivileged();
            ownedByUnprivilegedUser = true;
        } else {
            throw new StartException("PostgreSQL refuses to run as root, and neither 'unshare -U' nor 'setpriv' works"
                    + " here. Start Invigil as another user, or set invigil.database.url.");
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asUnprivileged(String... command) {
        List<String> all = new ArrayList<>(
                List.of(tool("setpriv"), "--reuid=" + UNPRIVILEGED_ID, "--regid=" + UNPRIVILEGED_ID, "--clear-groups"));
        all.addAll(List.of(command));
        return all;
    }

    /** One of the system's own programs, also where no PATH is set. */
    private static String tool(String name) {
        return Stream.of("/usr/bin/", "/bin/")
                .map(folder -> folder + name)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse(name);
    }

    private static boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such program here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives a folder to whoever the programs run as. */
    void own(Path folder) throws IOException {
        if (!ownedByUnprivilegedUser) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.setAttribute(path, "unix:uid", UNPRIVILEGED_ID);
                Files.setAttribute(path, "unix:gid", UNPRIVILEGED_ID);
            }
        }
    }

    /** Whether the process runs one of these programs. */
    boolean isOurs(ProcessHandle process) {
        return process.info()
                .command()
                .map(Path::of)
                .filter(path -> path.startsWith(bin))
                .isPresent();
    }

    /** Whether a local socket is made unless it is turned off. */
    boolean haveSockets() {
        return !windows;
    }

    /**
     * Runs a program to its end.
     *
     * @throws StartException with the program's own words if it fails
     */
    void run(String program, String... arguments) throws IOException {
        run(program, command(program, arguments));
    }

    /**
     * The same for a program that leaves another one running: Ctrl-C in this terminal does not reach that.
     *
     * @throws StartException with the program's own words if it fails
     */
    void runDetached(String program, String... arguments) throws IOException {
        run(program, detached(program, arguments));
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(bin.resolve(windows ? program + ".exe" : program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** PostgreSQL leaves the terminal by itself, but on Windows: there {@code start /b} makes it deaf to Ctrl-C. */
    List<String> detached(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (windows) {
            command.addAll(List.of("cmd.exe", "/c", "start", "", "/b", "/wait")); // the empty word is a title
        }
        command.addAll(command(program, arguments));
        return command;
    }

    private void run(String program, List<String> command) throws IOException {
        Path output = Files.createTempFile("invigil-" + program, ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(bin.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            MEMORY_IS_GIVEN_BACK.forEach(builder.environment()::putIfAbsent);
            Process process = builder.start();
            process.getOutputStream().close(); // nothing to read
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new StartException("PostgreSQL's " + program + " did not end within " + LIMIT_SECONDS + " s.");
            }
            if (process.exitValue() != 0) {
                throw new StartException("PostgreSQL's " + program + " failed: "
                        + Files.readString(output).strip().replace('\n', ' '));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while PostgreSQL's " + program + " ran.", e);
        } finally {
            delete(output);
        }
    }

    /** On Windows a PostgreSQL that was started holds the file for as long as it runs. */
    private static void delete(Path output) {
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            output.toFile().deleteOnExit(); // by then the database has ended
        }
    }
}
