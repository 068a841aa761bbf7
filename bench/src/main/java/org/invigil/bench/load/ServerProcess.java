package org.invigil.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * A server of our own, started as users start it, in a folder that is deleted afterwards unless the caller keeps it. Knows
 * what the server and the PostgreSQL below it use, from {@code /proc}.
 */
public final class ServerProcess implements AutoCloseable {

    private static final long START_LIMIT_SECONDS = 300; // it may have to build the web app first
    private static final long STOP_LIMIT_SECONDS = 30;
    private static final Pattern ADDRESS = Pattern.compile("(http://[^\\s/]+:\\d+)");
    private final Process process;
    private final Path data;
    private final @Nullable Path ownFolder;
    private final URI address;

    private ServerProcess(Process process, Path data, @Nullable Path ownFolder, URI address) {
        this.process = process;
        this.data = data;
        this.ownFolder = ownFolder;
        this.address = address;
    }

    /**
     * Starts a demo server on a free port and waits until it has printed its address.
     *
     * @throws LoadFailedException if it does not come up
     */
    public static ServerProcess start() throws IOException, InterruptedException {
        Path own = Files.createTempDirectory("invigil-load");
        return start(own, own, 0);
    }

    /**
     * Starts a demo server in a folder that stays the caller's, such as one in which a server was killed.
     *
     * @param port 0 for a free one
     * @throws LoadFailedException if it does not come up
     */
    public static ServerProcess start(Path data, int port) throws IOException, InterruptedException {
        return start(data, null, port);
    }

    /** The launcher's script, as this system calls it. */
    public static Path launcher() {
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        return Path.of(System.getProperty("invigil.home", "."), windows ? "invigil.cmd" : "invigil");
    }

    private static ServerProcess start(Path data, @Nullable Path own, int port)
            throws IOException, InterruptedException {
        // By the launcher: one place knows the options of the virtual machine.
        List<String> command = List.of(
                launcher().toString(), "start", "--demo", "--port", Integer.toString(port), "--data", data.toString());
        Path log = data.resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectOutput(ProcessBuilder.Redirect.PIPE);
        // Scripted students send clips that nobody has asked for.
        builder.environment().put("INVIGIL_SITTING_CLIP_MAXUNREQUESTED", "10000");
        Process process = builder.start();
        CompletableFuture<URI> address = new CompletableFuture<>();
        Thread.ofVirtual().name("server-output").start(() -> awaitAddress(process, address));
        try {
            return new ServerProcess(process, data, own, address.get(START_LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            process.destroy();
            throw new LoadFailedException("the server did not start; its log is " + log);
        }
    }

    private static void awaitAddress(Process process, CompletableFuture<URI> address) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = ADDRESS.matcher(line);
                if (matcher.find()) {
                    address.complete(URI.create(matcher.group(1)));
                }
            }
        } catch (IOException e) {
            address.completeExceptionally(e);
        }
        address.completeExceptionally(new IOException("the server ended"));
    }

    public URI address() {
        return address;
    }

    /** Ends the launcher and the server as a power cut would; the PostgreSQL that they started lives on. */
    public void kill() throws InterruptedException {
        // The launcher last: its server would begin to stop in order, while it pauses a second before it starts
        // another.
        List<ProcessHandle> all = Stream.concat(process.toHandle().descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle one : all) {
            try {
                one.onExit().get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new LoadFailedException("process " + one.pid() + " outlives a kill");
            }
        }
    }

    /** Memory of launcher, server and PostgreSQL in MB, shared pages counted once; empty where there is no /proc. */
    public OptionalDouble memoryMegabytes() {
        return sum(roots(), pid -> {
            try (Stream<String> lines = Files.lines(Path.of("/proc", pid, "smaps_rollup"))) {
                return lines.filter(line -> line.startsWith("Pss:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                        .sum();
            }
        });
    }

    /** CPU time of launcher, server and PostgreSQL so far, in milliseconds; empty where there is no /proc. */
    OptionalDouble cpuMillis() {
        return cpuMillis(roots());
    }

    /** What launcher, server and PostgreSQL have spent their CPU time on so far; empty where there is no /proc. */
    Optional<CpuShares> cpuShares() throws IOException {
        OptionalDouble all = cpuMillis();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<ProcessHandle> java = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        OptionalDouble postgres = postmaster(data).map(ServerProcess::cpuMillis).orElse(OptionalDouble.empty());
        return Optional.of(CpuShares.read(all.getAsDouble(), java, postgres.orElse(0)));
    }

    /** The launcher, and PostgreSQL, which is nobody's child: it outlives a server that is killed. */
    private List<ProcessHandle> roots() {
        try {
            return Stream.concat(Stream.of(process.toHandle()), postmaster(data).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first process of the PostgreSQL that works in this folder of data; empty if none does. */
    public static Optional<ProcessHandle> postmaster(Path data) throws IOException {
        Path pidFile = data.resolve("postgres/postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        return lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
    }

    /** CPU time of the process and everything below it so far, in milliseconds; empty where there is no /proc. */
    public static OptionalDouble cpuMillis(ProcessHandle root) {
        return cpuMillis(List.of(root));
    }

    private static OptionalDouble cpuMillis(List<ProcessHandle> roots) {
        return sum(roots, pid -> {
            return CpuShares.cpuMillis(Files.readString(Path.of("/proc", pid, "stat")));
        });
    }

    private interface Reading {
        double read(String pid) throws IOException;
    }

    private static OptionalDouble sum(List<ProcessHandle> roots, Reading reading) {
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(roots.stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .mapToDouble(process -> {
                    try {
                        return reading.read(Long.toString(process.pid()));
                    } catch (IOException | UncheckedIOException e) {
                        return 0; // it ended between the listing and the reading
                    }
                })
                .sum());
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (ownFolder != null) {
            FileSystemUtils.deleteRecursively(ownFolder);
        }
    }
}
