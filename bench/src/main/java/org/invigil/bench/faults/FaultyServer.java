package org.invigil.bench.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.invigil.bench.load.LoadFailedException;
import org.invigil.bench.load.ServerProcess;
import org.springframework.util.FileSystemUtils;

/** A server with its own PostgreSQL behind a {@link Line}, each of which can be taken away and given back. */
final class FaultyServer implements AutoCloseable {

    private static final long EXIT_LIMIT_SECONDS = 30;

    private final Path data;
    private final Line line;
    private ServerProcess server;

    private FaultyServer(Path data, Line line, ServerProcess server) {
        this.data = data;
        this.line = line;
        this.server = server;
    }

    static FaultyServer start() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("invigil-faults");
        ServerProcess server = ServerProcess.start(data, 0);
        return new FaultyServer(data, new Line(server.address().getPort()), server);
    }

    /** The server without the line before it. */
    URI address() {
        return server.address();
    }

    /** The way that a student takes. */
    URI throughTheLine() {
        return line.address();
    }

    /** Takes away what the fault says. */
    void strike(Fault fault, Random random) throws IOException, InterruptedException {
        switch (fault) {
            case SERVER_KILLED -> server.kill();
            case DATABASE_KILLED -> postmaster().destroyForcibly();
            case DATABASE_WORKER_KILLED -> {
                List<ProcessHandle> workers = postmaster().children().toList();
                workers.get(random.nextInt(workers.size())).destroyForcibly();
            }
            case NETWORK_CUT -> line.cut();
            case NETWORK_SILENT -> line.silence();
            case SERVER_KILLED_BEHIND_SILENCE -> {
                line.silence();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(50, 500)); // requests that are taken and never answered
                server.kill();
            }
        }
    }

    /** Gives back what does not come back by itself. */
    void mend(Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case SERVER_KILLED -> startAgain();
            case SERVER_KILLED_BEHIND_SILENCE -> {
                line.cut(); // what was held back went down with the server
                startAgain();
                line.open();
            }
            case NETWORK_CUT, NETWORK_SILENT -> line.open();
            case DATABASE_KILLED, DATABASE_WORKER_KILLED -> {
                return; // the server and PostgreSQL see to it
            }
        }
    }

    private void startAgain() throws IOException, InterruptedException {
        server = ServerProcess.start(data, server.address().getPort());
    }

    private ProcessHandle postmaster() throws IOException {
        return ServerProcess.postmaster(data)
                .orElseThrow(
                        () -> new LoadFailedException("no PostgreSQL runs in " + data + ", which was to be killed"));
    }

    @Override
    public void close() throws IOException {
        line.close();
        server.close();
        Optional<ProcessHandle> leftOver = ServerProcess.postmaster(data);
        if (leftOver.isPresent()) {
            leftOver.get().destroyForcibly();
            try {
                leftOver.get().onExit().get(EXIT_LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                throw new LoadFailedException("PostgreSQL in " + data + " outlives a kill");
            }
        }
        FileSystemUtils.deleteRecursively(data);
    }
}
