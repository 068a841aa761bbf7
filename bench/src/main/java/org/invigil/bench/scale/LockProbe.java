package org.invigil.bench.scale;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody else, who asks for one score row again and again while a day is dropped: how long the longest of these short
 * questions takes is how long a drop holds up reading and storing scores.
 */
final class LockProbe implements AutoCloseable {

    private static final String QUESTION = "SELECT 1 FROM cheat_scores LIMIT 1";

    private final Connection connection;
    private final CompletableFuture<Double> longest = new CompletableFuture<>();
    private volatile boolean stopped;

    private LockProbe(Connection connection) {
        this.connection = connection;
    }

    static LockProbe start(ScaleServer server) throws SQLException {
        LockProbe probe = new LockProbe(server.app());
        try (Statement statement = probe.connection.createStatement()) {
            statement.execute("SELECT set_config('invigil.role', 'system', false)");
            statement.execute(QUESTION); // the first one is planned and loads classes
        }
        Thread.ofPlatform().daemon().name("lock-probe").start(probe::ask);
        return probe;
    }

    private void ask() {
        long longestNanos = 0;
        try (Statement statement = connection.createStatement()) {
            while (!stopped) {
                long start = System.nanoTime();
                try (ResultSet rows = statement.executeQuery(QUESTION)) {
                    rows.next();
                }
                longestNanos = Math.max(longestNanos, System.nanoTime() - start);
            }
            longest.complete(Math.round(longestNanos / 1e5) / 10.0);
        } catch (SQLException e) {
            longest.completeExceptionally(e);
        }
    }

    /** Ends the asking. Milliseconds of the longest answer. */
    double longestMillis() {
        stopped = true;
        return longest.join();
    }

    @Override
    public void close() throws SQLException {
        stopped = true;
        connection.close();
    }
}
