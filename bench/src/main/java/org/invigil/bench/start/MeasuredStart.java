package org.invigil.bench.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.invigil.bench.load.LoadFailedException;
import org.invigil.bench.load.ServerProcess;
import org.jspecify.annotations.Nullable;

/**
 * One start by the launcher, and what was seen of it from outside. A part that cannot be told on this system is NaN.
 *
 * @param readyMillis from the command to the line that says "ready"
 * @param launcherMillis from the command to the server's JVM, which is in {@code readyMillis}; to ten milliseconds
 * @param configurationMillis from there until the configuration is checked and the database begins to start
 * @param applicationMillis from there until the application serves
 * @param cpuMillis CPU time of the launcher and the server until then, without PostgreSQL
 * @param cacheTaken whether the JVM uses the cache; null where it cannot be told
 */
record MeasuredStart(
        double readyMillis,
        double launcherMillis,
        double configurationMillis,
        double applicationMillis,
        double cpuMillis,
        @Nullable Boolean cacheTaken) {

    private static final long START_LIMIT_SECONDS = 300;
    private static final long STOP_LIMIT_SECONDS = 60;

    /** What a server prints, in this order, and when: nanoseconds after the command, 0 before it was seen. */
    private static final class Lines {
        private static final String DATABASE = "Starting the embedded PostgreSQL";
        private static final String APPLICATION = "Started InvigilServer";
        private static final String READY = "Invigil is ready at";

        private final long begin = System.nanoTime();
        private volatile long database;
        private volatile long application;
        private final CompletableFuture<Long> ready = new CompletableFuture<>();

        void read(Process process) {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    long now = System.nanoTime() - begin;
                    if (line.contains(DATABASE)) {
                        database = now;
                    } else if (line.contains(APPLICATION)) {
                        application = now;
                    } else if (line.contains(READY)) {
                        ready.complete(now);
                    }
                }
            } catch (IOException e) {
                ready.completeExceptionally(e);
            }
            ready.completeExceptionally(new IOException("the server ended"));
        }
    }

    /**
     * Starts a server on the folder, stops it and waits for its end.
     *
     * @throws LoadFailedException if it does not start or does not stop
     */
    static MeasuredStart run(Path data, boolean withCache) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        ServerProcess.launcher().toString(),
                        "start",
                        "--port",
                        "0",
                        "--host",
                        "127.0.0.1",
                        "--data",
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        if (!withCache) {
            builder.environment().merge("INVIGIL_JAVA_OPTS", "-XX:AOTMode=off", (own, off) -> own + " " + off);
        }
        Lines lines = new Lines();
        Process process = builder.start();
        Thread.ofVirtual().name("start-output").start(() -> lines.read(process));
        try {
            long ready = lines.ready.get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
            return measured(process.toHandle(), lines, ready);
        } catch (ExecutionException | TimeoutException e) {
            throw new LoadFailedException("the server did not start: " + e.getMessage());
        } finally {
            stop(process);
        }
    }

    private static MeasuredStart measured(ProcessHandle launcher, Lines lines, long ready) {
        double cpu = ServerProcess.cpuMillis(launcher).orElse(Double.NaN);
        Optional<ProcessHandle> jvm = youngestJava(launcher);
        double launched = jvm.flatMap(MeasuredStart::startedAt)
                .flatMap(end -> startedAt(launcher).map(begin -> Duration.between(begin, end)))
                .map(between -> (double) between.toMillis())
                .orElse(Double.NaN);
        return new MeasuredStart(
                ready / 1e6,
                launched,
                lines.database / 1e6 - launched,
                (lines.application - lines.database) / 1e6,
                cpu,
                jvm.map(MeasuredStart::mapsCache).orElse(null));
    }

    /** The server's: a launcher that is itself a JVM is older. */
    private static Optional<ProcessHandle> youngestJava(ProcessHandle launcher) {
        return Stream.concat(Stream.of(launcher), launcher.descendants())
                .filter(process ->
                        process.info().command().filter(MeasuredStart::isJava).isPresent())
                .max(Comparator.comparing(process -> startedAt(process).orElse(Instant.EPOCH)));
    }

    private static boolean isJava(String command) {
        return List.of("java", "java.exe")
                .contains(String.valueOf(Path.of(command).getFileName()));
    }

    private static Optional<Instant> startedAt(ProcessHandle process) {
        return process.info().startInstant();
    }

    private static @Nullable Boolean mapsCache(ProcessHandle jvm) {
        try (Stream<String> maps = Files.lines(Path.of("/proc", Long.toString(jvm.pid()), "maps"))) {
            return maps.anyMatch(line -> line.endsWith(".aot"));
        } catch (IOException e) {
            return null; // there is no /proc
        }
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new LoadFailedException("the server did not stop within " + STOP_LIMIT_SECONDS + " s");
        }
    }
}
