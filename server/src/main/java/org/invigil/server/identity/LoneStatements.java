package org.invigil.server.identity;

import java.sql.Statement;
import java.time.Duration;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Statements that PostgreSQL takes outside of transactions only, such as {@code REINDEX CONCURRENTLY}. They run as nobody, so
 * that no policy lets one of them see a row.
 */
@Component
public class LoneStatements {

    /** So much later the connection is given up, if PostgreSQL does not even answer that it has stopped. */
    private static final Duration LAST_WORD = Duration.ofSeconds(30);

    private final JdbcTemplate jdbc;
    private final ConnectionShare connections;

    LoneStatements(JdbcTemplate jdbc, ConnectionShare connections) {
        this.jdbc = jdbc;
        this.connections = connections;
    }

    /**
     * Runs one statement, which may take longer than any question of a page.
     *
     * @param atMost then it is cut off
     * @throws org.springframework.dao.DataAccessException if the database refuses, is away, or takes longer
     */
    public void run(String sql, Duration atMost) {
        connections.holdingOne(() -> jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            // The pool gives the next one the usual limit back.
            connection.setNetworkTimeout(
                    Runnable::run, Math.toIntExact(atMost.plus(LAST_WORD).toMillis()));
            try (Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(Math.toIntExact(atMost.toSeconds()));
                return statement.execute(sql);
            }
        }));
    }
}
